"""SELECTs for planning: meetings at a time, the rest of a series, what waits, who answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.case.model import Case
from app.marac.meeting import queries, rules
from app.marac.meeting.model import (
    AgendaItem,
    ItemState,
    Meeting,
    MeetingState,
    Outcome,
    Reply,
)

TOGETHER = timedelta(hours=1)
KEPT = timedelta(weeks=4)


@dataclass(frozen=True)
class Waits:
    """A case that waits for a meeting: since when, and whether it was put off or heard in part."""

    case: Case
    since: datetime
    outcome: Outcome | None = None

    @property
    def is_first(self) -> bool:
        """Whether it was on an agenda before."""
        return self.outcome is not None


def last_invited(actor: Actor) -> list[UUID]:
    """Return the agencies that were asked to the latest meeting, whichever it is."""
    latest = db.session.scalars(_usual(actor).limit(1)).first()
    return queries.invited_agencies(latest.id) if latest else []


def last_place(actor: Actor) -> str:
    """Return where the latest usual meeting is or was; empty before the first."""
    latest = db.session.scalars(_usual(actor).limit(1)).first()
    return latest.place if latest else ""


def _usual(actor: Actor) -> Select[Meeting]:
    return (
        select(Meeting)
        .where(Meeting.area_id == actor.area_id, Meeting.emergency.is_(False))
        .order_by(Meeting.starts_at.desc())
    )


def later_ones(actor: Actor, meeting: Meeting) -> Sequence[Meeting]:
    """Return the meetings of a series that come after this one and are not opened, the next first.

    Officers ask; a meeting that is no part of a series has none.
    """
    if meeting.series_id is None:
        return []
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.area_id == actor.area_id, Meeting.series_id == meeting.series_id)
        .where(Meeting.state == MeetingState.PLANNED, Meeting.starts_at > meeting.starts_at)
        .order_by(Meeting.starts_at)
    ).all()


def at_the_time(actor: Actor, at: datetime) -> Sequence[Meeting]:
    """Return the area's meetings to come that begin less than an hour before or after."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.area_id == actor.area_id, Meeting.state.in_(rules.TO_COME))
        .where(Meeting.starts_at > at - TOGETHER, Meeting.starts_at < at + TOGETHER)
    ).all()


def waiting(actor: Actor) -> list[Waits]:
    """Return the cases that wait for a meeting: put off or heard in part first, then by time.

    Whether they open is asked elsewhere.
    """
    found = [_waits(actor, case) for case in queries.on_no_agenda(actor)]
    return sorted(found, key=lambda one: (not one.is_first, one.since))


def for_calendar(actor: Actor) -> list[Meeting]:
    """Return the meetings of the last weeks and to come that this person may attend; the cancelled
    ones too, so that a calendar can take them out."""
    since = clock.now() - KEPT
    found = [each for each in queries.meetings(actor) if each.starts_at > since]
    return sorted(found, key=lambda each: each.starts_at)


def cancelled_to_come(actor: Actor) -> list[Meeting]:
    """Return the meetings that would still be to come, had they not been cancelled."""
    now = clock.now()
    return [
        each
        for each in for_calendar(actor)
        if each.state == MeetingState.CANCELLED and each.starts_at > now
    ]


def replies(meeting_id: UUID) -> dict[UUID, Reply]:
    """Return who has answered the invitation to a meeting."""
    rows = db.session.scalars(select(Reply).where(Reply.meeting_id == meeting_id))
    return {row.person_id: row for row in rows}


def own_replies(actor: Actor, meeting_ids: Iterable[UUID]) -> dict[UUID, Reply]:
    """Return what this person has answered to these meetings."""
    rows = db.session.scalars(
        select(Reply).where(
            Reply.person_id == actor.person_id, Reply.meeting_id.in_(set(meeting_ids))
        )
    )
    return {row.meeting_id: row for row in rows}


def _waits(actor: Actor, case: Case) -> Waits:
    last = db.session.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.case_id == case.id, not_excluded(actor, AgendaItem.case_id))
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()
    if last is None:
        return Waits(case, case.opened_at)
    item, meeting = last
    put_off = Outcome.DEFERRED if item.state == ItemState.DEFERRED else Outcome.IN_PART
    return Waits(case, meeting.starts_at, item.outcome or put_off)
