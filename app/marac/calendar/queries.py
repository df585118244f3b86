"""SELECTs of the calendar: meetings at a time, the rest of a series, the usual ones, one's own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from app import clock
from app.access.actor import Actor
from app.db import db
from app.marac.meeting.emergencies import known
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.queries import invited_agencies, meetings
from app.marac.meeting.rules import TO_COME

TOGETHER = timedelta(hours=1)
KEPT = timedelta(weeks=4)


def last_invited(actor: Actor) -> list[UUID]:
    """Return the agencies that were asked to the latest meeting, whichever it is."""
    latest = db.session.scalars(_usual(actor).limit(1)).first()
    return invited_agencies(latest.id) if latest else []


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
    rows = (
        select(Meeting)
        .where(Meeting.area_id == actor.area_id, Meeting.state.in_(TO_COME))
        .where(Meeting.starts_at > at - TOGETHER, Meeting.starts_at < at + TOGETHER)
    )
    return known(actor, db.session.scalars(rows))


def for_calendar(actor: Actor) -> list[Meeting]:
    """Return the meetings of the last weeks and to come that this person may attend; the cancelled
    ones too, so that a calendar can take them out."""
    since = clock.now() - KEPT
    found = [each for each in meetings(actor) if each.starts_at > since]
    return sorted(found, key=lambda each: each.starts_at)


def cancelled_to_come(actor: Actor) -> list[Meeting]:
    """Return the meetings that would still be to come, had they not been cancelled."""
    now = clock.now()
    return [
        each
        for each in for_calendar(actor)
        if each.state == MeetingState.CANCELLED and each.starts_at > now
    ]
