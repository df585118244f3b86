"""How often somebody is shown a confidential address: enough for the work, too seldom for a list.

ICO (2023): four of seven reprimands about domestic abuse were a safe address that reached the
abuser. So each is shown alone, with a reason, and only a few in an hour (AC-08).
"""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import AddressNotRevealed, AddressRevealed
from app.audit.queries import Entry, details_tagged, rows_tagged
from app.db import transaction
from app.refusals import Refused

MOST_AN_HOUR = 5
AN_HOUR = timedelta(hours=1)
TOLD_FOR = timedelta(days=7)
TOO_MANY = (
    f"You have been shown {MOST_AN_HOUR} confidential addresses in the past hour, which is the "
    "most. The chair and the coordinator can see that you asked. If you need this one to keep "
    "somebody safe now, ring the IDVA or the coordinator; in an emergency ring 999."
)


class RevealReason(StrEnum):
    """Why somebody needs to see a confidential address."""

    VISIT = "visit"
    PROTECT = "protect"
    CHECK = "check"
    OTHER = "other"


REVEAL_LABELS: dict[RevealReason, str] = {
    RevealReason.VISIT: "To visit, or to send somebody, when that is safe",
    RevealReason.PROTECT: "To put protection in place there: a marker, locks, patrols",
    RevealReason.CHECK: "To check that it is right, or to change it",
    RevealReason.OTHER: "For other work on this case",
}


def count_reveal(actor: Actor, record_id: UUID, party_id: UUID, reason: RevealReason) -> None:
    """Write that an address is shown, before it is; ``Refused`` for one too many in an hour.

    The caller has made sure that the record opens. The same address again in the hour is free.
    Counted under the write lock, so that asking for ten at one moment shows no more than one after
    another. Call it outside any transaction: what is refused must stay in the trail.
    """
    actor.require(Permission.ADDRESS_REVEAL)
    with transaction():
        seen = _seen(actor)
        shown = str(party_id) in seen or len(seen) < MOST_AN_HOUR
        said = AddressRevealed(record_id, party_id, reason) if shown else None
        record(actor, said or AddressNotRevealed(record_id, party_id))
    if not shown:
        raise Refused(TOO_MANY)


def was_shown(actor: Actor, party_id: UUID) -> bool:
    """Say whether this person was shown this address within the hour."""
    return str(party_id) in _seen(actor)


def too_many_asked(actor: Actor) -> list[Entry]:
    """Return who asked for too many lately, for the officers: people and times, no case."""
    return list(rows_tagged(actor, AddressNotRevealed.tag, clock.now() - TOLD_FOR))


def _seen(actor: Actor) -> set[str]:
    since = clock.now() - AN_HOUR
    details = details_tagged(actor, AddressRevealed.tag, since, by=actor.person_id)
    return {str(detail["party_id"]) for detail in details}
