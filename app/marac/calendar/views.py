"""The pages of the calendar: the list of meetings, planning them, and a file for one's own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies
from app.accounts.area.queries import settings_of
from app.marac.agenda.queries import minutes_of
from app.marac.agenda.rules import minutes_from
from app.marac.calendar import calendar_file, home, queries, rules, service
from app.marac.calendar.forms import LATER, THIS, CancelMeeting, ChangeMeeting, PlanMeeting
from app.marac.calendar.series import Every, days_of, why_nobody_works
from app.marac.calendar.service import Plan
from app.marac.case import queries as cases
from app.marac.invitation import telling
from app.marac.invitation.service import own
from app.marac.meeting import lobby
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.rules import TO_COME
from app.web.drafts import filled
from app.web.guard import current_actor
from app.web.templating import clock_time

bp = Blueprint("calendar", __name__, template_folder="templates", url_prefix="/meetings")
Page = str | tuple[str, int] | AnyResponse
__all__ = ["bp", "home"]


@bp.get("")
@requires(Permission.MEETING_READ)
def index() -> str:
    """The meetings that this person may attend."""
    actor = current_actor()
    found = meetings.meetings(actor)
    to_come = [meeting for meeting in found if meeting.state in TO_COME]
    shown = [meeting.id for meeting in found if lobby.sees_agenda(actor, meeting)]
    return render_template(
        "calendar/index.html",
        open=to_come[::-1],
        past=[meeting for meeting in found if meeting.state not in TO_COME],
        shown=set(shown),
        today={each.id for each in to_come if clock.london(each.starts_at).date() == clock.today()},
        answered=own(actor, to_come),
        counts=meetings.counts(actor, shown),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def new() -> Page:
    """Plan a meeting, or a series of them."""
    return _plan(current_actor(), None)


@bp.route("/new/<uuid:case_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def new_for(case_id: UUID) -> Page:
    """Plan an emergency meeting for a case that cannot wait."""
    return _plan(current_actor(), case_id)


@bp.route("/<uuid:meeting_id>/plan", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def change(meeting_id: UUID) -> Page:
    """Change a meeting that is not open yet, or those of its series that come after it too."""
    actor = current_actor()
    meeting = meetings.meeting(actor, meeting_id)
    if meeting.state != MeetingState.PLANNED:
        return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    later = queries.later_ones(actor, meeting)
    form = filled(ChangeMeeting)
    _offer(actor, form)
    if request.method == "GET" and form.kept_at is None:
        _show(actor, form, meeting)
    if not later:
        form.which.data = THIS
    if _is_valid(form):
        with form.rules():
            changed = service.change_plan(
                actor,
                meeting_id,
                _wanted(form),
                form.revision.data,
                and_later=form.which.data == LATER,
            )
            telling.tell(actor, changed, _changed_words(changed))
            return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    page = render_template(
        "calendar/plan.html", form=form, meeting=meeting, case=None, later=len(later)
    )
    return page, form.status


@bp.route("/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def cancel(meeting_id: UUID) -> Page:
    """Cancel a meeting that is not open yet; its cases wait for another one."""
    actor = current_actor()
    meeting = meetings.meeting(actor, meeting_id)
    if meeting.state != MeetingState.PLANNED:
        return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    later = queries.later_ones(actor, meeting)
    form = CancelMeeting()
    if request.method == "GET":
        form.revision.data = meeting.revision
    if not later:
        form.which.data = THIS
    if form.validate_on_submit():
        with form.rules():
            gone = service.cancel(
                actor, meeting_id, form.revision.data, and_later=form.which.data == LATER
            )
            telling.tell(actor, gone, _gone_words(gone))
            return redirect(url_for("calendar.index"), 303)
    count = meetings.counts(actor, [meeting.id]).get(meeting.id, 0)
    page = render_template(
        "calendar/cancel.html", form=form, meeting=meeting, later=len(later), count=count
    )
    return page, form.status


@bp.get("/<uuid:meeting_id>/calendar")
@requires(Permission.MEETING_READ)
def one(meeting_id: UUID) -> Response:
    """One meeting as a calendar file."""
    return _file([meetings.meeting(current_actor(), meeting_id)])


@bp.get("/calendar")
@requires(Permission.MEETING_READ)
def mine() -> Response:
    """All the meetings to come that this person may attend, and those that were cancelled."""
    return _file(queries.for_calendar(current_actor()))


def _plan(actor: Actor, case_id: UUID | None) -> Page:
    case = cases.case(actor, case_id) if case_id else None
    form = filled(PlanMeeting)
    _offer(actor, form)
    if request.method == "GET" and form.kept_at is None:
        form.agencies.data = [str(each) for each in _usual(actor)]
        form.emergency.data = case is not None
        form.place.data = queries.last_place(actor)
        form.minutes_each.data = str(settings_of(actor).minutes_each)
        if case is not None:
            form.day.data = clock.today()
    if _is_valid(form):
        with form.rules():
            made = _put_in(actor, form, case.id if case else None)
            telling.tell(actor, made, _said(made, for_a_case=case is not None))
            to = url_for("meeting.show", meeting_id=made[0].id)
            return redirect(to if len(made) == 1 else url_for("calendar.index"), 303)
    page = render_template("calendar/plan.html", form=form, meeting=None, case=case, later=0)
    return page, form.status


def _is_valid(form: PlanMeeting | ChangeMeeting) -> bool:
    """Say whether what was sent can be tried; every fault stands beside its box, all at once."""
    if not form.is_submitted():
        return False
    form.validate()
    on, every, until = form.day.data, form.every and form.every.data, form.until and form.until.data
    checks: dict[str, tuple[object, Callable[[], object]]] = {
        "day": (on, lambda: rules.require_to_come(on, clock.today())),
        "time": (form.time.data, lambda: rules.time_of_day(form.time.data)),
        "link": (form.link.data, lambda: rules.host_of(form.link.data)),
        "minutes_each": (
            form.minutes_each.data,
            lambda: minutes_from(form.minutes_each.data, "minutes_each"),
        ),
        "until": (on and every, lambda: days_of(on, Every(str(every)), until)),
    }
    for name, (is_there, check) in checks.items():
        field = form[name] if name in form else None
        if is_there and field is not None and not field.errors:
            with form.rules():
                check()
    return not form.errors


def _put_in(actor: Actor, form: PlanMeeting, case_id: UUID | None) -> list[Meeting]:
    every = Every(form.every.data) if form.every.data else Every.ONCE
    if case_id is not None or every is Every.ONCE:
        return [service.plan(actor, _wanted(form), [case_id] if case_id else [])]
    return service.plan_series(actor, _wanted(form), every, form.until.data)


def _offer(actor: Actor, form: PlanMeeting | ChangeMeeting) -> None:
    form.agencies.choices = [(str(each.id), each.name) for each in agencies(actor)]
    form.chair.choices = [
        ("", "Decide later"),
        *((str(each.id), each.name) for each in service.chairs(actor)),
    ]


def _usual(actor: Actor) -> list[UUID]:
    """Who was asked last time; before the first meeting, everybody."""
    return queries.last_invited(actor) or [each.id for each in agencies(actor)]


def _wanted(form: PlanMeeting | ChangeMeeting) -> Plan:
    rules.require_to_come(form.day.data, clock.today())
    begins = datetime.combine(form.day.data, rules.time_of_day(form.time.data), clock.LONDON)
    rules.require_real(begins)
    each = form.minutes_each.data
    return Plan(
        starts_at=begins,
        place=form.place.data,
        agency_ids=[UUID(each) for each in form.agencies.data],
        chair_id=UUID(form.chair.data) if form.chair.data else None,
        emergency=form.emergency.data,
        link=form.link.data,
        minutes_each=minutes_from(each, "minutes_each") if each else None,
        anyway=form.anyway.data,
    )


def _show(actor: Actor, form: ChangeMeeting, meeting: Meeting) -> None:
    begins = clock.london(meeting.starts_at)
    form.day.data, form.time.data = begins.date(), clock_time(meeting.starts_at)
    form.place.data, form.emergency.data = meeting.place, meeting.emergency
    form.link.data = meeting.link or ""
    form.minutes_each.data = str(minutes_of(actor, meeting))
    form.chair.data = str(meeting.chair_id or "")
    form.agencies.data = [str(each) for each in meetings.invited_agencies(meeting.id)]
    form.which.data = THIS
    form.anyway.data = bool(why_nobody_works(begins.date()))
    form.revision.data = meeting.revision


def _said(made: Sequence[Meeting], *, for_a_case: bool) -> str:
    if for_a_case:
        return "The meeting is planned, and the case is on its agenda. Ring who must come."
    if len(made) == 1:
        return "The meeting is queries."
    days = [clock.london(each.starts_at).date() for each in made]
    off = [f"{day.day} {day:%B %Y} is {why}" for day in days if (why := why_nobody_works(day))]
    look = f" Look at these: {'; '.join(off)}." if off else ""
    first, last = (f"{day.day} {day:%B %Y}" for day in (days[0], days[-1]))
    return f"{len(made)} meetings are planned, from {first} to {last}.{look}"


def _changed_words(changed: Sequence[Meeting]) -> str:
    if len(changed) == 1:
        return "The meeting is changed."
    return f"{len(changed)} meetings are changed."


def _gone_words(gone: Sequence[Meeting]) -> str:
    waits = "What was on the agenda waits for another meeting."
    if len(gone) == 1:
        return f"The meeting is cancelled. {waits}"
    return f"{len(gone)} meetings are cancelled. {waits}"


def _file(meetings: list[Meeting]) -> Response:
    response = Response(calendar_file.written(meetings), mimetype=calendar_file.MIME)
    response.headers["Content-Disposition"] = "attachment; filename=meetings.ics"
    return response
