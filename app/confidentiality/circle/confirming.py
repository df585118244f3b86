"""An officer vouches for a key pair, and what an unconfirmed hand had signed is signed anew.

What counts is who signs today: when a pair is replaced or its person expelled, the acting officer
checks and signs again all that it had signed, and nothing rests on it any more. So nobody can make
use of an old key by writing an old date.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import update

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.person.model import KeyPair
from app.audit import record
from app.audit.events import KeyPairConfirmed, KeyPairRefused
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Confirmation, Grant, How, Office, Secret
from app.confidentiality.circle.reach import take_office
from app.confidentiality.circle.rules import may_be_officer
from app.confidentiality.circle.statements import (
    PairRow,
    SecretRow,
    Who,
    confirmation_statement,
    fingerprint,
    grant_statement,
    pair_statement,
    secret_statement,
)
from app.confidentiality.circle.trust import check_grant, check_secret
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault.errors import Forged

NOT_AN_OFFICER = "Only an officer whom another officer has confirmed can do this."
OTHER_ROOT = (
    "These keys were made under another root than yours, so they must not be confirmed. Somebody "
    "may have changed the database. Ask the person not to use the service, and say so to whoever "
    "runs it."
)
LEANS_ON = (
    "Your own keys were confirmed by this person’s. Another officer has to do this, or two "
    "custodians confirm you first with the recovery words."
)
LOOK_AGAIN = "These keys have changed since you opened this page. Check the numbers again."


def confirm_pair(
    actor: Actor,
    key_pair_id: UUID,
    how: How,
    office: Office = Office.MEMBER,
    *,
    numbers: str | None = None,
) -> Confirmation:
    """Vouch for a key pair: this person, agency, keys and office. The person's older pairs lapse.

    ``numbers`` are those that the person read out; with them a pair that was swapped is refused.
    """
    actor.require(Permission.KEY_CONFIRM)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        pair = candidate(actor, key_pair_id)
        _check_candidate(actor, chain, pair, office, numbers)
        older = [row for row in _confirmed(actor, pair.person_id) if row.revoked_at is None]
        confirmation = confirm(actor, pair, how, office)
        if older:
            _lapse(actor, older, pair, office)
        event = KeyPairConfirmed(subject_id=key_pair_id, person_id=pair.person_id, how=str(how))
        record(actor, event)
    return confirmation


def refuse_pair(actor: Actor, key_pair_id: UUID) -> None:
    """Put a key pair away that is not the person's: it can never be confirmed."""
    actor.require(Permission.KEY_CONFIRM)
    with transaction():
        require_officer(actor, Chain.of(actor))
        pair = candidate(actor, key_pair_id)
        if pair.person_id == actor.person_id:
            raise Refused("You cannot refuse your own keys.")
        db.session.execute(
            update(KeyPair).where(KeyPair.id == key_pair_id).values(retired_at=clock.now())
        )
        record(actor, KeyPairRefused(subject_id=key_pair_id, person_id=pair.person_id))


def confirm(
    actor: Actor, pair: PairRow, how: How, office: Office, who: Who | None = None
) -> Confirmation:
    """Sign and write a confirmation, inside an open transaction; the caller has checked it."""
    pair = replace(
        pair, office=office, how=how, by_key_pair_id=actor.keys.key_id, at=clock.now()
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


def require_officer(actor: Actor, chain: Chain) -> None:
    """Refuse whoever the chain does not know as an officer, whatever their role says."""
    me = chain.trusted(actor.keys.key_id)
    if me is None or not (me.is_officer and me.in_use and me.person_id == actor.person_id):
        raise Refused(NOT_AN_OFFICER)


def candidate(actor: Actor, key_pair_id: UUID) -> PairRow:
    """Return a pair in use of somebody at work in the actor's area."""
    for pair in queries.pairs_at_work(actor.area_id, [key_pair_id]):
        return pair
    raise NotVisible()


def pins(pair: PairRow, root: bytes) -> bool:
    """Say whether a pair speaks for itself and will believe this root and no other."""
    said = pair_statement(pair, root)
    return pair.pair_statement == said and is_signed(pair.signing_public, said, pair.pair_signature)


def revoke(confirmation_ids: Collection[UUID]) -> None:
    """Let confirmations lapse from now on."""
    db.session.execute(
        update(Confirmation)
        .where(Confirmation.id.in_(confirmation_ids), Confirmation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def carry_over(actor: Actor, key_pair_ids: Collection[UUID]) -> None:
    """Check and sign anew, as the actor, whatever these pairs had signed."""
    gone = set(key_pair_ids)
    if (
        Chain(actor.area_id, actor.keys.root_public, without=gone).trusted(actor.keys.key_id)
        is None
    ):
        raise Refused(LEANS_ON)
    chain = Chain.of(actor)
    chain.load(gone)
    secrets = queries.secret_rows(Secret.made_with.in_(gone))
    _carry_grants(actor, chain, gone)
    _carry_secrets(actor, chain, secrets)
    _carry_confirmations(actor, chain, gone)


def _check_candidate(
    actor: Actor, chain: Chain, pair: PairRow, office: Office, numbers: str | None
) -> None:
    if pair.person_id == actor.person_id:
        raise Refused("You cannot confirm your own keys. Another officer does that.")
    if Role.ADMINISTRATOR in pair.roles:
        raise Refused("An administrator holds no keys of cases, so there is nothing to confirm.")
    if not pins(pair, chain.root):
        raise Refused(OTHER_ROOT)
    if office == Office.OFFICER and not may_be_officer(pair.roles):
        raise RuleBroken("office", "The register does not give this person an office.")
    if numbers is not None and numbers != fingerprint(pair.receiving_public, pair.signing_public):
        raise RuleBroken("numbers", LOOK_AGAIN)


def _confirmed(actor: Actor, person_id: UUID) -> list[PairRow]:
    pairs = queries.pairs_ever(person_id)
    return queries.confirmed_pairs(actor.area_id, pairs)


def _lapse(actor: Actor, older: list[PairRow], pair: PairRow, office: Office) -> None:
    """Let the person's earlier confirmations lapse, after signing anew what rested on them."""
    lost_office = office == Office.MEMBER and any(row.office == Office.OFFICER for row in older)
    gone = {row.key_pair_id for row in older} - ({pair.key_pair_id} if not lost_office else set())
    if gone:
        carry_over(actor, gone)
    revoke([row.confirmation_id for row in older])
    if lost_office:
        take_office(pair.person_id)


def _carry_grants(actor: Actor, chain: Chain, gone: set[UUID]) -> None:
    grants = queries.grant_rows(Grant.by_key_pair_id.in_(gone))
    secrets = {
        row.id: row for row in queries.secret_rows(Secret.id.in_({g.secret_id for g in grants}))
    }
    chain.load(row.made_with for row in secrets.values())
    anew = []
    for grant in grants:
        try:
            check_grant(chain, secrets[grant.secret_id], grant)
        except Forged:
            continue
        grant = replace(grant, by_person_id=actor.person_id, by_key_pair_id=actor.keys.key_id)
        said = grant_statement(grant)
        anew.append(
            {
                "id": grant.id,
                "by_person_id": actor.person_id,
                "by_key_pair_id": actor.keys.key_id,
                "statement": said,
                "signature": actor.keys.sign(said),
            }
        )
    if anew:
        db.session.execute(update(Grant), anew)


def _carry_secrets(actor: Actor, chain: Chain, secrets: list[SecretRow]) -> None:
    chain.load(row.made_with for row in secrets)
    anew = []
    for secret in secrets:
        try:
            check_secret(chain, secret)
        except Forged:
            continue
        secret = replace(secret, made_by=actor.person_id, made_with=actor.keys.key_id)
        said = secret_statement(secret)
        anew.append(
            {
                "id": secret.id,
                "made_by": actor.person_id,
                "made_with": actor.keys.key_id,
                "statement": said,
                "signature": actor.keys.sign(said),
            }
        )
    if anew:
        db.session.execute(update(Secret), anew)


def _carry_confirmations(actor: Actor, chain: Chain, gone: set[UUID]) -> None:
    """Confirm again, as they were, those whom these pairs had confirmed; lapsed stay lapsed."""
    rows = queries.confirmed_by(actor.area_id, gone)
    for row in rows:
        who = chain.vouched(row)
        if who is None or row.key_pair_id in gone:
            continue
        again = confirm(actor, row, How.CARRIED_OVER, Office(row.office), who)
        again.revoked_at = row.revoked_at
    revoke([row.confirmation_id for row in rows])
