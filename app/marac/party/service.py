"""Writes and opens the people of a record, under the record's key. Callers hold a transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id
from app.marac.party import queries
from app.marac.party.model import Party
from app.marac.party.rules import Details, PartyKind, check, tidied
from app.refusals import Changed

CONTRACT = "party.details"
SAVED_MEANWHILE = "Somebody else saved this while you were writing. Look at both, then save again."
ORDER = list(PartyKind)


@dataclass(frozen=True)
class OpenParty:
    """A person of a case as somebody who holds the key sees them."""

    id: UUID
    kind: PartyKind
    details: Details
    revision: int
    updated_by: UUID
    updated_at: datetime


def add(ring: Ring, record_id: UUID, secret_id: UUID, kind: PartyKind, details: Details) -> Party:
    """Write a new person into a record."""
    details = tidied(details)
    check(details, clock.today())
    party_id = new_id()
    sealed = ring.seal(secret_id, CONTRACT, party_id, details.to_dict(), of=record_id)
    row = Party(
        id=party_id,
        area_id=ring.actor.area_id,
        record_id=record_id,
        kind=kind,
        secret_id=secret_id,
        sealed_details=sealed,
        updated_by=ring.actor.person_id,
        updated_at=clock.now(),
    )
    db.session.add(row)
    return row


def rewrite(ring: Ring, row: Party, details: Details, revision: int) -> None:
    """Write what is known of a person now; ``Changed`` if somebody did so since it was read."""
    if row.revision != revision:
        raise Changed("revision", SAVED_MEANWHILE)
    details = tidied(details)
    check(details, clock.today())
    row.secret_id = ring.current(row.secret_id, of=row.record_id)
    row.sealed_details = ring.seal(
        row.secret_id, CONTRACT, row.id, details.to_dict(), of=row.record_id
    )
    row.updated_by = ring.actor.person_id
    row.updated_at = clock.now()


def open_all(ring: Ring, record_id: UUID) -> tuple[OpenParty, ...]:
    """Open everybody of a record: the victim first, then by what they are and by name."""
    opened = [_opened(ring, row) for row in queries.parties_of(ring.actor, record_id)]
    opened.sort(key=lambda each: (ORDER.index(each.kind), each.details.name.casefold()))
    return tuple(opened)


def _opened(ring: Ring, row: Party) -> OpenParty:
    payload = ring.read(row.secret_id, CONTRACT, row.id, row.sealed_details, of=row.record_id)
    return OpenParty(
        id=row.id,
        kind=PartyKind(row.kind),
        details=Details.from_dict(payload),
        revision=row.revision,
        updated_by=row.updated_by,
        updated_at=row.updated_at,
    )
