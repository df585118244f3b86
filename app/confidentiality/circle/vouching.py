"""The act of vouching itself: a confirmation is signed and written, or lapses."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from app import clock
from app.access.actor import Actor
from app.accounts.person.model import KeyPair
from app.confidentiality.agreement.ports import ask_before_publishing
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Confirmation, How, Office
from app.confidentiality.circle.ports import barred_from_office
from app.confidentiality.circle.statements import (
    PairRow,
    Who,
    confirmation_statement,
    pair_statement,
)
from app.db import db, new_id
from app.refusals import NotVisible, Refused, RuleBroken

NOT_AN_OFFICER = "Only an officer whom another officer has confirmed can do this."


def require_officer(actor: Actor, chain: Chain) -> None:
    """Refuse whoever the chain does not know as an officer, whatever their role says."""
    me = chain.trusted(actor.keys.key_id)
    if me is None or not (me.is_officer and me.in_use and me.person_id == actor.person_id):
        raise Refused(NOT_AN_OFFICER)


@ask_before_publishing
def require_publisher(actor: Actor) -> None:
    """A new wording suspends everybody's grants, so a role that was just given is not enough."""
    require_officer(actor, Chain.of(actor))


def candidate(actor: Actor, key_pair_id: UUID) -> PairRow:
    """Return a pair in use of somebody at work in the actor's area."""
    for pair in queries.pairs_at_work(actor.area_id, [key_pair_id]):
        return pair
    raise NotVisible()


def pins(pair: PairRow, root: bytes) -> bool:
    """Say whether a pair speaks for itself and will believe this root and no other."""
    said = pair_statement(pair, root)
    return pair.pair_statement == said and is_signed(pair.signing_public, said, pair.pair_signature)


def check_office(pair: PairRow, field: str) -> None:
    """Raise ``RuleBroken`` where this pair must not be an officer's: what it signs with is out."""
    if why := barred_from_office(pair.key_pair_id):
        raise RuleBroken(field, why)


def revoke(confirmation_ids: Collection[UUID]) -> None:
    """Let confirmations lapse from now on."""
    db.session.execute(
        update(Confirmation)
        .where(Confirmation.id.in_(confirmation_ids), Confirmation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def retire(key_pair_ids: Collection[UUID]) -> None:
    """Put key pairs away for good: they unlock nothing and can never be confirmed."""
    db.session.execute(
        update(KeyPair)
        .where(KeyPair.id.in_(key_pair_ids), KeyPair.retired_at.is_(None))
        .values(retired_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def confirm(
    actor: Actor,
    pair: PairRow,
    how: How,
    office: Office,
    who: Who | None = None,
    at: datetime | None = None,
) -> Confirmation:
    """Sign and write a confirmation, inside an open transaction; the caller has checked it.

    ``at`` is when it was first said, where it is said again for somebody who has gone: nothing that
    ended it since is older than it then.
    """
    pair = replace(
        pair, office=office, how=how, by_key_pair_id=actor.keys.key_id, at=at or clock.now()
    )  # fmt: skip
    statement = confirmation_statement(
        pair, who or Who.on_register(pair), actor.keys.root_public
    )  # fmt: skip
    confirmation = Confirmation(
        id=new_id(),
        area_id=pair.area_id,
        key_pair_id=pair.key_pair_id,
        person_id=pair.person_id,
        office=office,
        how=how,
        by_person_id=actor.person_id,
        by_key_pair_id=actor.keys.key_id,
        statement=statement,
        signature=actor.keys.sign(statement),
        at=pair.at,
    )
    db.session.add(confirmation)
    db.session.flush()
    return confirmation


def put_out_since(chain: Chain, key_pair_ids: Iterable[UUID]) -> set[UUID]:
    """Return those key pairs that the trail says were put out since they were last confirmed."""
    asked = set(key_pair_ids)
    chain.load(asked)
    return {pair_id for pair_id in asked if chain.was_put_out(pair_id)}
