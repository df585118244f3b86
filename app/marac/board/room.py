"""Who is in the room, and what of an agenda everybody in it may know: what one shared screen shows.

A screen that is shared in a call is seen by whoever is in the call. So it stands for nobody's own
view, but for what all of them may see at once.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select

from app.access.actor import Actor
from app.confidentiality.circle.model import Exclusion
from app.db import db
from app.marac.meeting import leaving, queries, rules
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
    return frozenset(
        db.session.scalars(
            select(Exclusion.record_id).where(
                Exclusion.record_id.in_(set(case_ids)),
                or_(Exclusion.person_id.in_(people), Exclusion.agency_id.in_(agencies)),
            )
        )
    )


def agenda_of_the_room(actor: Actor, meeting_id: UUID) -> list[Numbered]:
    """Return the cases that the actor and everybody in the room may know of, without a gap."""
    own = queries.agenda(actor, meeting_id)
    kept = kept_from_the_room(meeting_id, (row.item.case_id for row in own))
    seen = [row.item for row in own if row.item.case_id not in kept]
    times = rules.times_without_gap((row.starts_at for row in own), len(seen))
    return [
        Numbered(number, starts_at, item)
        for number, (starts_at, item) in enumerate(zip(times, seen, strict=True), start=1)
    ]
