"""Who is in the room: people leave a meeting and come back, and who heard which case follows.

Whoever has left has no board until they are back. Before a case that is kept from somebody the
officers are told who must leave first, and nobody else is told anything.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import people_of_agency
from app.audit import record
from app.audit.events import MeetingLeft, MeetingRejoined
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.queries import exclusions
from app.confidentiality.circle.rules import keeps_out
from app.confidentiality.circle.vouching import require_officer
from app.db import db, transaction
from app.marac.meeting import queries, rules
from app.marac.meeting.model import AgendaItem, Attendance, Departure, Meeting
from app.marac.meeting.namesakes import like
from app.refusals import NotVisible, RuleBroken

GONE_ALREADY = "It is recorded already that this person has left."
HERE_ALREADY = "It is recorded already that this person is here."
STILL_HERE = (
    "Somebody from whom this case is kept is still in the meeting: {names}. Ask them to leave the "
    "room or the call, record it, and then start."
)
Away = dict[UUID, list[Departure]]


@dataclass(frozen=True)
class InTheRoom:
    """Somebody who is in the room now. ``person_id`` is None for an observer without account."""

    attendance_id: UUID
    person_id: UUID | None
    name: str
    agency: str


@dataclass(frozen=True)
class Room:
    """The room as one person may see it: whether they are in it; for officers, who is and is not.

    ``own`` is the person's own attendance, ``left_at`` when they left, if they are away.
    """

    own: UUID | None
    left_at: datetime | None
    people: tuple[InTheRoom, ...] = ()
    away: tuple[InTheRoom, ...] = ()


def leave(actor: Actor, meeting_id: UUID, attendance_id: UUID) -> Departure:
    """Record that somebody leaves: they say so themselves, or an officer does for them."""
    actor.require(Permission.MEETING_ATTEND)
    with transaction():
        meeting, attendance = _enter(actor, meeting_id, attendance_id)
        if _open_departure(attendance.id) is not None:
            raise RuleBroken("leaving", GONE_ALREADY)
        return _leave(actor, meeting, attendance)


def come_back(actor: Actor, meeting_id: UUID, attendance_id: UUID) -> Departure:
    """Record that somebody is back; what they signed still holds."""
    actor.require(Permission.MEETING_ATTEND)
    with transaction():
        meeting, attendance = _enter(actor, meeting_id, attendance_id)
        departure = _open_departure(attendance.id)
        if departure is None:
            raise RuleBroken("leaving", HERE_ALREADY)
        departure.back_at = clock.now()
        record(actor, MeetingRejoined(meeting.id, attendance_id=attendance.id))
    return departure


def they_have_left(actor: Actor, item_id: UUID) -> int:
    """Record that everybody from whom a case is kept has left the room; return how many had to."""
    actor.require(Permission.CASE_CONCLUDE)
    with transaction():
        require_officer(actor, Chain.of(actor))
        item = queries.item(actor, item_id)
        meeting = queries.meeting(actor, item.meeting_id)
        rules.require_open(meeting.state)
        going = {each.attendance_id for each in who_must_leave(item)}
        for attendance in queries.attendances(meeting.id):
            if attendance.id in going:
                _leave(actor, meeting, attendance)
    return len(going)


def who_must_leave(item: AgendaItem) -> list[InTheRoom]:
    """Return who is in the room from whom the item's case is kept, by name; for officers only."""
    names = exclusions([item.case_id]).get(item.case_id, set())
    if not names:
        return []
    inside = in_the_room(item.meeting_id)
    kept = [
        row
        for row in queries.attendances(item.meeting_id)
        if row.id in inside
        and (keeps_out(names, row.person_id or row.id, [row.agency_id]) or _may_be(row, names))
    ]
    return list(_listed(kept))


def _may_be(row: Attendance, names: set[str]) -> bool:
    """Whether somebody who was written down without an account may be a colleague who is kept out:
    it is safer that they leave than that the right one stays (AC-02)."""
    if row.person_id is not None:
        return False
    out = (one for one in people_of_agency(row.agency_id) if keeps_out(names, one.id, []))
    return bool(like(row.name, out))


def without_account(meeting_id: UUID) -> list[str]:
    """Return the names of those in the room whom this service does not know, observers mostly."""
    inside = in_the_room(meeting_id)
    rows = queries.attendances(meeting_id)
    return [row.name for row in rows if row.id in inside and row.person_id is None]


def require_room_cleared(item: AgendaItem) -> None:
    """Nobody from whom a case is kept hears it: they are out of the room before it begins."""
    staying = who_must_leave(item)
    if staying:
        names = ", ".join(one.name for one in staying)
        raise RuleBroken("leaving", STILL_HERE.format(names=names))


def room(actor: Actor, meeting_id: UUID) -> Room:
    """Return the room as somebody may see it who has signed in to the meeting."""
    rows = {row.id: row for row in queries.attendances(meeting_id)}
    own = next((row for row in rows.values() if row.person_id == actor.person_id), None)
    if own is None:
        return Room(None, None)
    left = {row.attendance_id: row.left_at for row in departures(meeting_id) if not row.back_at}
    if not actor.is_officer or own.id in left:
        return Room(own.id, left.get(own.id))
    others = [row for row in rows.values() if row.id != own.id]
    return Room(
        own.id,
        None,
        _listed(row for row in others if row.id not in left),
        _listed(row for row in others if row.id in left),
    )


def in_the_room(meeting_id: UUID) -> set[UUID]:
    """Return the attendances of those who are in the room now."""
    away = {row.attendance_id for row in departures(meeting_id) if row.back_at is None}
    return {row.id for row in queries.attendances(meeting_id)} - away


def has_left(meeting_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody who signed in to a meeting has left it and is not back."""
    found = db.session.scalar(
        select(Departure.id)
        .join(Attendance, Attendance.id == Departure.attendance_id)
        .where(Departure.meeting_id == meeting_id, Departure.back_at.is_(None))
        .where(Attendance.person_id == person_id)
        .limit(1)
    )
    return found is not None


def was_in_room(attendance: Attendance, item: AgendaItem, away: Away | None = None) -> bool:
    """Say whether somebody was in the room at any time while a case was heard.

    ``away``: what ``departures_of`` read, where many are asked about.
    """
    if item.began_at is None:
        return False
    ended = item.concluded_at or clock.now()
    known = away if away is not None else departures_of(attendance.meeting_id)
    return was_there(attendance.at, known.get(attendance.id, []), item.began_at, ended)


def was_there(
    came: datetime, departures: Iterable[Departure], begins: datetime, ends: datetime
) -> bool:
    """Say whether somebody who came, and left, and came back, was there between two moments."""
    here: datetime | None = came
    for each in sorted(departures, key=lambda departure: departure.left_at):
        if here is not None and here < each.left_at and here <= ends and each.left_at > begins:
            return True
        here = each.back_at
    return here is not None and here <= ends


def departures(meeting_id: UUID) -> list[Departure]:
    """Return every departure from a meeting, in order."""
    rows = select(Departure).where(Departure.meeting_id == meeting_id)
    return list(db.session.scalars(rows.order_by(Departure.left_at)))


def departures_of(meeting_id: UUID) -> Away:
    """Return every departure from a meeting by attendance."""
    found: Away = defaultdict(list)
    for row in departures(meeting_id):
        found[row.attendance_id].append(row)
    return found


def _enter(actor: Actor, meeting_id: UUID, attendance_id: UUID) -> tuple[Meeting, Attendance]:
    """Everybody records their own coming and going; an officer records anybody's."""
    meeting = queries.meeting(actor, meeting_id)
    attendance = db.session.get(Attendance, attendance_id)
    if attendance is None or attendance.meeting_id != meeting.id:
        raise NotVisible()
    if attendance.person_id != actor.person_id:
        if not actor.is_officer:
            raise NotVisible()
        require_officer(actor, Chain.of(actor))
    rules.require_open(meeting.state)
    return meeting, attendance


def _leave(actor: Actor, meeting: Meeting, attendance: Attendance) -> Departure:
    departure = Departure(
        meeting_id=meeting.id,
        attendance_id=attendance.id,
        left_at=clock.now(),
        by_person_id=actor.person_id,
    )
    db.session.add(departure)
    record(actor, MeetingLeft(meeting.id, attendance_id=attendance.id))
    return departure


def _listed(rows: Iterable[Attendance]) -> tuple[InTheRoom, ...]:
    """Name these people, in the order of their names."""
    people = sorted(rows, key=lambda row: row.name)
    agencies = agency_names(row.agency_id for row in people)
    return tuple(
        InTheRoom(row.id, row.person_id, row.name, agencies[row.agency_id]) for row in people
    )


def _open_departure(attendance_id: UUID) -> Departure | None:
    return db.session.scalars(
        select(Departure).where(
            Departure.attendance_id == attendance_id, Departure.back_at.is_(None)
        )
    ).first()
