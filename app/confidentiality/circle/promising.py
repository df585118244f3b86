"""Promises a record's keys to somebody because of their work, in an officer's signed words.

A row that says who the assigned IDVA is can be rewritten by whoever holds the database. So the door
gives a key for such a reason only if an officer has signed it into the secret itself.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import update

from app.access.actor import Actor
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Because, Secret, SecretKind
from app.confidentiality.circle.ring import require_signed
from app.confidentiality.circle.rules import PROMISED, PROMISED_IN, promise
from app.confidentiality.circle.statements import SecretRow, secret_statement
from app.confidentiality.circle.trust import check_in_family
from app.db import db, transaction
from app.refusals import Refused

OFFICERS_PROMISE = "Only an officer of the MARAC says who is to hold a key because of their work."


def promise_to(
    actor: Actor, record_id: UUID, kinds: tuple[SecretKind, ...], because: Because, person_id: UUID
) -> None:
    """Sign into a record's secrets of these kinds that somebody is to hold them.

    Every generation that is still read is signed again, by the actor. ``Refused`` for whoever is
    no officer by the chain; ``Forged`` if a secret does not hold as it stands.
    """
    if because not in PROMISED or not PROMISED_IN.issuperset(kinds):
        raise Refused("A key is promised only for somebody’s work on the record.")
    with transaction():
        chain = Chain.of(actor)
        require_signed(actor, chain)
        if not chain.standing(actor.keys.key_id).is_officer:
            raise Refused(OFFICERS_PROMISE)
        for kind in kinds:
            for secret in queries.generations(kind, record_id):
                words = promise(because, person_id)
                sign_again(actor, chain, secret, promised={*secret.promised, words})


def take_back(
    actor: Actor,
    chain: Chain,
    record_id: UUID,
    kinds: Collection[SecretKind],
    because: Because,
    person_id: UUID,
) -> None:
    """Sign a record's secrets of these kinds again without a promise, in an open transaction."""
    words = promise(because, person_id)
    for kind in kinds:
        for secret in queries.generations(kind, record_id):
            if words in secret.promised:
                sign_again(actor, chain, secret, promised=set(secret.promised) - {words})


def adopt(actor: Actor, chain: Chain, record_id: UUID, person_id: UUID) -> None:
    """Sign as an officer what somebody wrote into whose work on the record is about to end."""
    for secret in queries.generations(SecretKind.COMPARTMENT, record_id):
        if secret.made_by == person_id:
            sign_again(actor, chain, secret)


def sign_again(
    actor: Actor,
    chain: Chain,
    secret: SecretRow,
    *,
    promised: Collection[str] | None = None,
    excluded: Collection[str] | None = None,
) -> None:
    """Sign a secret as the actor, an officer, with other lists; ``Forged`` if it does not hold."""
    family = queries.secret_rows(Secret.record_id == secret.record_id)
    chain.load(row.made_with for row in family)
    check_in_family(chain, secret, family)
    again = replace(
        secret,
        promised=sorted(secret.promised if promised is None else promised),
        excluded=sorted(secret.excluded if excluded is None else excluded),
        made_by=actor.person_id,
        made_with=actor.keys.key_id,
    )
    said = secret_statement(again)
    db.session.execute(
        update(Secret)
        .where(Secret.id == secret.id)
        .values(
            promised=again.promised,
            excluded=again.excluded,
            made_by=again.made_by,
            made_with=again.made_with,
            statement=said,
            signature=actor.keys.sign(said),
        )
        .execution_options(synchronize_session=False)
    )
