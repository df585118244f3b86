"""Who is in the room, and what of an agenda everybody in it may know: what one shared screen shows.

A screen that is shared in a call is seen by whoever is in the call. So it stands for nobody's own
view, but for what all of them may see at once.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.queries import exclusions
from app.confidentiality.circle.rules import named
from app.db import db
from app.marac.board.pace import Slot
from app.marac.meeting import leaving, queries
from app.marac.meeting.model import ItemState, Meeting
from app.marac.meeting.queries import Numbered


def in_the_room(meeting_id: UUID) -> list[tuple[UUID | None, UUID]]:
    """Return person and agency of everybody who came and has not left; an observer without an
    account has an agency only."""
    here = leaving.in_the_room(meeting_id)
    return [
        (row.person_id, row.agency_id) for row in queries.attendances(meeting_id) if row.id in here
    ]


def kept_from_the_room(meeting_id: UUID, case_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the cases that are kept from anybody who is in the room now."""
    here = in_the_room(meeting_id)
    people = {person for person, _ in here if person is not None}
    agencies = {agency for _, agency in here}
    names = {named(person, None) for person in people} | {named(None, each) for each in agencies}
    kept = exclusions(case_ids)
    return frozenset(case_id for case_id, out in kept.items() if out & names)


def agenda_of_the_room(actor: Actor, meeting_id: UUID) -> list[Numbered]:
    """Return the cases that everybody may know of who is in the call or may still come, without a
    gap: those that are kept from nobody, and the one being heard once the room is cleared for it.

    Thus nothing on the screen changes when somebody comes from whom a case is kept.
    """
    own = queries.agenda(actor, meeting_id)
    kept = queries.kept_from_somebody(row.item.case_id for row in own)
    heard = [row.item.case_id for row in own if row.item.state == ItemState.HEARING]
    kept -= frozenset(heard) - kept_from_the_room(meeting_id, heard)
    seen = [row.item for row in own if row.item.case_id not in kept]
    return queries.numbered(meeting_id, seen)


def in_time(agenda: Sequence[Numbered]) -> list[Slot]:
    """Return the cases of an agenda with their minutes and breaks, for the clock."""
    meeting = db.session.get(Meeting, agenda[0].item.meeting_id) if agenda else None
    if meeting is None:
        return []
    planned = queries.slots_of(meeting, [row.item for row in agenda])
    return [
        Slot(
            row.starts_at,
            slot.minutes,
            ItemState(row.item.state),
            row.item.began_at,
            row.item.concluded_at,
            slot.pause,
        )
        for row, slot in zip(agenda, planned, strict=True)
    ]
