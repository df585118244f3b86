"""Puts meetings into the calendar, one or a series, changes them, and cancels them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import delete

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.agency import queries as agencies
from app.accounts.agency.screening import screened
from app.accounts.person import queries as people
from app.accounts.person.model import Person, PersonState
from app.audit import record
from app.audit.events import MeetingCancelled, MeetingChanged
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.firewall.screen import screen_email
from app.marac.agenda.service import require_free, retime
from app.marac.calendar import rules
from app.marac.calendar.naming import require_nobody_named
from app.marac.calendar.queries import at_the_time, later_ones
from app.marac.calendar.series import Every, days_of
from app.marac.meeting import publishing, queries
from app.marac.meeting.model import Invited, Meeting, MeetingState
from app.marac.meeting.rules import LONGEST_NAME, require_words
from app.marac.meeting.service import plan_meeting, require_good_place
from app.refusals import Changed, NotVisible, RuleBroken

CHAIRS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR})
CHANGED = "Somebody else has changed this meeting meanwhile. Look at it again."


@dataclass(frozen=True)
class Plan:
    """When and where a meeting is, who chairs it, and which agencies are asked.

    ``link``: of the call, for a meeting that is online too. ``minutes_each``: the area's, if None.
    ``anyway``: on a day on which nobody works, or at the time of another meeting, all the same.
    """

    starts_at: datetime
    place: str
    agency_ids: Sequence[UUID]
    chair_id: UUID | None = None
    emergency: bool = False
    link: str | None = None
    minutes_each: int | None = None
    anyway: bool = True


def chairs(actor: Actor) -> list[Person]:
    """Return who may be asked to chair, by name."""
    return [
        each
        for each in people.people(actor)
        if CHAIRS & each.roles and each.state == PersonState.ACTIVE
    ]


def plan(actor: Actor, wanted: Plan, case_ids: Sequence[UUID] = ()) -> Meeting:
    """Put a meeting into the calendar, with cases that wait for one."""
    actor.require(Permission.MEETING_PLAN)
    _check(actor, wanted)
    with transaction():
        require_officer(actor, Chain.of(actor))
        for case_id in case_ids:
            require_free(actor, case_id)
        _require_no_clash(actor, wanted)
        meeting = _put_in(actor, wanted, case_ids)
        require_nobody_named(actor, meeting, case_ids)
    return meeting


def plan_series(actor: Actor, wanted: Plan, every: Every, until: date | None) -> list[Meeting]:
    """Put meetings into the calendar that come back, at the same time of the day in London.

    ``until``: a date, the last day on which one may be.
    """
    actor.require(Permission.MEETING_PLAN)
    _check(actor, wanted)
    begins = clock.london(wanted.starts_at)
    days = days_of(begins.date(), every, until)
    each = [replace(wanted, starts_at=_at(day, begins.time())) for day in days]
    with transaction():
        require_officer(actor, Chain.of(actor))
        _require_no_clash(actor, wanted)
        if not wanted.anyway:
            rules.require_working_days(days[1:], is_emergency=wanted.emergency)
        series_id = new_id() if len(each) > 1 else None
        return [_put_in(actor, one, (), series_id) for one in each]


def change_plan(
    actor: Actor,
    meeting_id: UUID,
    wanted: Plan,
    revision: int | None,
    *,
    and_later: bool = False,
) -> list[Meeting]:
    """Change a meeting that is not open yet; the times of its cases move with it.

    ``and_later``: those of its series that come after it too, by as many days and to this time of
    the day. Returns what was changed.
    """
    actor.require(Permission.MEETING_PLAN)
    _check(actor, wanted)
    with transaction():
        require_officer(actor, Chain.of(actor))
        meeting = _unchanged(actor, meeting_id, revision)
        later = later_ones(actor, meeting) if and_later else []
        _require_no_clash(actor, wanted, {meeting.id, *(each.id for each in later)})
        new = clock.london(wanted.starts_at)
        moved_by = new.date() - clock.london(meeting.starts_at).date()
        for each in later:
            day = clock.london(each.starts_at).date() + moved_by
            _change(actor, each, replace(wanted, starts_at=_at(day, new.time())))
        _change(actor, meeting, wanted)
        return [meeting, *later]


def cancel(
    actor: Actor, meeting_id: UUID, revision: int | None = None, *, and_later: bool = False
) -> list[Meeting]:
    """Take a meeting that is not open out of the calendar; its cases wait for another one.

    Returns what was cancelled.
    """
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        require_officer(actor, Chain.of(actor))
        meeting = _unchanged(actor, meeting_id, revision)
        found = [meeting, *(later_ones(actor, meeting) if and_later else [])]
        for each in found:
            _cancel(actor, each)
    return found


def _put_in(
    actor: Actor, wanted: Plan, case_ids: Sequence[UUID], series_id: UUID | None = None
) -> Meeting:
    meeting = plan_meeting(
        actor,
        wanted.starts_at,
        wanted.place,
        wanted.agency_ids,
        case_ids,
        wanted.minutes_each,
        chair_id=wanted.chair_id,
        emergency=wanted.emergency,
    )
    meeting.link, meeting.series_id = wanted.link or None, series_id
    return meeting


def _unchanged(actor: Actor, meeting_id: UUID, revision: int | None) -> Meeting:
    meeting = queries.meeting(actor, meeting_id)
    rules.require_planned(meeting.state)
    if revision is not None and revision != meeting.revision:
        raise Changed("meeting", CHANGED)
    return meeting


def _change(actor: Actor, meeting: Meeting, wanted: Plan) -> None:
    is_elsewhere = meeting.place != wanted.place
    meeting.starts_at, meeting.place = wanted.starts_at, wanted.place
    meeting.chair_id, meeting.emergency = wanted.chair_id, wanted.emergency
    meeting.link = wanted.link or None
    meeting.minutes_each = wanted.minutes_each or meeting.minutes_each
    retime(meeting)
    if set(queries.invited_agencies(meeting.id)) != set(wanted.agency_ids):
        _invite(meeting, wanted.agency_ids)
        publishing.sign_edition(actor, meeting, agencies=wanted.agency_ids)
    if is_elsewhere:
        listed = queries.agenda(actor, meeting.id)
        require_nobody_named(actor, meeting, [line.item.case_id for line in listed])
    record(actor, MeetingChanged(meeting.id))


def _cancel(actor: Actor, meeting: Meeting) -> None:
    items = queries.every_item(meeting.id)
    for item in items:
        db.session.delete(item)
    meeting.state = MeetingState.CANCELLED
    db.session.flush()
    publishing.sign_emptied(actor, meeting, [item.case_id for item in items])
    record(actor, MeetingCancelled(meeting.id))


def _check(actor: Actor, wanted: Plan) -> None:
    if not wanted.agency_ids:
        raise RuleBroken("agencies", "Select the agencies that are invited.")
    if not set(wanted.agency_ids) <= {each.id for each in agencies.agencies(actor)}:
        raise NotVisible()
    if wanted.chair_id and wanted.chair_id not in {each.id for each in chairs(actor)}:
        raise RuleBroken("chair", "Select a chair or deputy chair.")
    require_words("place", wanted.place, "where the meeting is", LONGEST_NAME)
    require_good_place(actor, wanted.place)
    if wanted.link:
        host = rules.host_of(wanted.link)
        screened(actor, screen_email(f"call@{host}"), "link", "meeting.link")


def _require_no_clash(actor: Actor, wanted: Plan, but: Collection[UUID] = ()) -> None:
    """Two meetings at one time, or one on a day off, are planned only by somebody who says so."""
    if wanted.anyway:
        return
    begins = clock.london(wanted.starts_at)
    rules.require_working_day(begins.date(), is_emergency=wanted.emergency)
    for other in at_the_time(actor, wanted.starts_at):
        if other.id not in but:
            at = clock.london(other.starts_at)
            raise RuleBroken(
                "time",
                f"Another meeting starts at {rules.spoken_time(at)} that day, {other.place}. "
                f"{rules.ANYWAY}",
            )


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.LONDON)


def _invite(meeting: Meeting, agency_ids: Sequence[UUID]) -> None:
    db.session.execute(
        delete(Invited)
        .where(Invited.meeting_id == meeting.id, Invited.agency_id.not_in(set(agency_ids)))
        .execution_options(synchronize_session=False)
    )
    there = set(queries.invited_agencies(meeting.id))
    db.session.add_all(
        Invited(meeting_id=meeting.id, agency_id=agency_id)
        for agency_id in dict.fromkeys(agency_ids)
        if agency_id not in there
    )
