"""Who holds the immigration section: those an officer names, the assigned IDVA, a chair let in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ChairLetIn, CompartmentHolderNamed
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain, Standing
from app.confidentiality.circle.giving import (
    Giver,
    Holders,
    is_officer,
    named_holders,
    promised_in,
)
from app.confidentiality.circle.model import (
    Because,
    CompartmentHolder,
    Grant,
    LetIn,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.reach import mark_due
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import CHAIRS, compartment_bar, keeps_out, promise
from app.confidentiality.circle.statements import (
    SecretRow,
    holder_statement,
    let_in_statement,
)
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault.errors import VaultError

REASON = "compartment.reason"
NOT_YOURSELF = "Another officer names you, so that two people have thought about it."
HOLDERS_LET_IN = (
    "The assigned IDVA, or somebody whom the area named to hold these sections, lets a chair in."
)
NOT_READY = "This person’s keys have not been confirmed, or they have not signed what is in force."


@dataclass(frozen=True)
class LetInShown:
    """Who was let in, by whom and why, as the other holders see it."""

    person_id: UUID
    by_person_id: UUID
    at: datetime
    reason: str


def name_compartment_holder(actor: Actor, person_id: UUID) -> CompartmentHolder:
    """Name somebody to hold every immigration section. Keys follow at a holder's next beat."""
    actor.require(Permission.KEY_CONFIRM)
    with transaction() as session:
        chain = Chain.of(actor)
        require_officer(actor, chain)
        if person_id == actor.person_id:
            raise RuleBroken("person", NOT_YOURSELF)
        pair = _ready(Holders(chain), person_id)
        if bar := compartment_bar(pair.sector, pair.roles):
            raise RuleBroken("person", bar)
        for row in queries.compartment_holders(actor.area_id):
            if row.person_id == person_id:
                session.delete(row)
        session.flush()
        at = clock.now()
        said = holder_statement(actor.area_id, person_id, actor.keys.key_id, at)
        row = CompartmentHolder(
            id=new_id(),
            area_id=actor.area_id,
            person_id=person_id,
            named_by=actor.person_id,
            named_with=actor.keys.key_id,
            statement=said,
            signature=actor.keys.sign(said),
            at=at,
        )
        session.add(row)
        session.flush()
        record(actor, CompartmentHolderNamed(person_id, held=True))
    return row


def unname_compartment_holder(actor: Actor, person_id: UUID) -> None:
    """End it: the grants go at once, and what is written afterwards has new keys."""
    actor.require(Permission.KEY_CONFIRM)
    with transaction() as session:
        require_officer(actor, Chain.of(actor))
        rows = [
            row for row in queries.compartment_holders(actor.area_id) if row.person_id == person_id
        ]
        if not rows:
            raise NotVisible()
        for row in rows:
            session.delete(row)
        given = (
            Grant.holder_id == person_id,
            Grant.because == Because.COMPARTMENT_HOLDER,
        )
        mark_due(set(session.scalars(select(Grant.secret_id).where(*given))))
        session.execute(delete(Grant).where(*given).execution_options(synchronize_session=False))
        record(actor, CompartmentHolderNamed(person_id, held=False))


def sections_are_held(actor: Actor) -> bool:
    """Say whether somebody whom the area named can be given what is written from now on.

    Where nobody can, a section opens only to the IDVA who is assigned to the case, and else to
    nobody: recovering an officer gives what officers hold, and no section.
    """
    chain = Chain.of(actor)
    holders = Holders(chain)
    return any(holders.of(person_id) is not None for person_id in named_holders(chain))


def let_in(actor: Actor, record_id: UUID, person_id: UUID, reason: str) -> LetIn:
    """Let a chair into one immigration section. Only a holder can; the others see the reason."""
    actor.require(Permission.COMPARTMENT_OPEN)
    reason = reason.strip()
    if len(reason) < 10:
        raise RuleBroken("reason", "Enter why the chair needs to see the immigration section.")
    with transaction():
        ring = Ring(actor)
        newest = _newest(ring, record_id)
        if not _may_let_in(ring, record_id, actor.person_id):
            raise Refused(HOLDERS_LET_IN)
        holders = Holders(ring.chain)
        pair = _ready(holders, person_id)
        if not (is_officer(pair) and CHAIRS & pair.roles):
            raise RuleBroken("person", "Only a chair or deputy chair is let in case by case.")
        if keeps_out(ring.kept_from(newest.id), person_id, [pair.agency_id]):
            raise Refused("This case is kept from that person.")
        row = _row(actor, ring, newest, person_id, reason)
        _replace(row)
        giver = Giver(actor, holders)
        for secret in _held(ring, record_id, person_id):
            giver.to_person(secret, ring.key(secret.id), pair, Because.LET_IN, row.id)
        giver.write()
        record(actor, ChairLetIn(record_id, person_id=person_id))
    return row


def who_was_let_in(actor: Actor, record_id: UUID) -> list[LetInShown]:
    """Return who was let into an immigration section, for its holders."""
    ring = Ring(actor)
    _newest(ring, record_id)
    return [
        LetInShown(row.person_id, row.by_person_id, row.at, said["reason"])
        for row in queries.let_ins(record_id)
        if (said := _read(ring, row)) and said["person"] == str(row.person_id)
    ]


def was_let_in(ring: Ring, record_id: UUID, person_id: UUID) -> bool:
    """Say whether a holder let this person in: somebody whom officers signed to hold it, in words
    of their own. The section's key alone shows nothing, as whoever writes into it made a key."""
    rows = [row for row in queries.let_ins(record_id) if row.person_id == person_id]
    return any(said and _holds(ring, row, said) for row in rows if (said := _said(ring, row)))


def _holds(ring: Ring, row: LetIn, said: dict[str, str]) -> bool:
    if said.get("person") != str(row.person_id) or "with" not in said:
        return False
    pair = ring.chain.trusted(UUID(said["with"]))
    if pair is None or not pair.in_use or not _may_let_in(ring, row.record_id, pair.person_id):
        return False
    words = let_in_statement(row.area_id, row.record_id, row.person_id, pair.key_pair_id, row.at)
    return is_signed(pair.signing_public, words, bytes.fromhex(said["signature"]))


def _may_let_in(ring: Ring, record_id: UUID, person_id: UUID) -> bool:
    """Say whether officers signed that somebody holds this section: named, or assigned to it."""
    promised = promised_in(ring.chain, queries.secret_rows(Secret.record_id == record_id))
    return (
        person_id in named_holders(ring.chain) or promise(Because.ASSIGNED, person_id) in promised
    )


def _said(ring: Ring, row: LetIn) -> dict[str, str] | None:
    """What was said, for the door, which goes on past a row that was tampered with."""
    try:
        return _read(ring, row)
    except VaultError as fault:
        fault.note()
        return None


def _read(ring: Ring, row: LetIn) -> dict[str, str] | None:
    try:
        ring.key(row.secret_id, of=row.record_id)
    except NotVisible:
        return None
    return ring.read(row.secret_id, REASON, row.id, row.sealed_reason, of=row.record_id)


def _row(actor: Actor, ring: Ring, secret: SecretRow, person_id: UUID, reason: str) -> LetIn:
    row_id, at = new_id(), clock.now()
    words = let_in_statement(actor.area_id, secret.record_id, person_id, actor.keys.key_id, at)
    said = {
        "person": str(person_id),
        "reason": reason,
        "with": str(actor.keys.key_id),
        "signature": actor.keys.sign(words).hex(),
    }
    return LetIn(
        id=row_id,
        area_id=actor.area_id,
        record_id=secret.record_id,
        person_id=person_id,
        secret_id=secret.id,
        sealed_reason=ring.seal(secret.id, REASON, row_id, said),
        by_person_id=actor.person_id,
        at=at,
    )


def _replace(row: LetIn) -> None:
    """A new reason takes the place of an earlier one."""
    db.session.execute(
        delete(LetIn)
        .where(LetIn.record_id == row.record_id, LetIn.person_id == row.person_id)
        .execution_options(synchronize_session=False)
    )
    db.session.add(row)
    db.session.flush()


def _newest(ring: Ring, record_id: UUID) -> SecretRow:
    """Return a record's newest compartment, which the actor must be able to open."""
    rows = queries.generations(SecretKind.COMPARTMENT, record_id)
    if not rows:
        raise NotVisible()
    ring.key(rows[0].id, of=record_id)
    return rows[0]


def _held(ring: Ring, record_id: UUID, person_id: UUID) -> list[SecretRow]:
    """Return the generations that the actor opens and the person does not hold yet."""
    rows = queries.generations(SecretKind.COMPARTMENT, record_id)
    has = queries.grant_rows(
        Grant.secret_id.in_([row.id for row in rows]), Grant.holder_id == person_id
    )
    there = {grant.secret_id for grant in has}
    return [row for row in rows if row.id not in there and ring.may_open(row.id)]


def _ready(holders: Holders, person_id: UUID) -> Standing:
    pair = holders.of(person_id)
    if pair is None:
        raise RuleBroken("person", NOT_READY)
    return pair
