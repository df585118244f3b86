"""The pages on which an officer plans a meeting, also for a case that cannot wait."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies
from app.marac.case import queries as cases
from app.marac.meeting import agenda, queries, rules
from app.marac.meeting.agenda import Plan
from app.marac.meeting.forms import PlanMeeting
from app.marac.meeting.model import Meeting, MeetingState
from app.web.drafts import filled
from app.web.guard import current_actor
from app.web.templating import clock_time

bp = Blueprint("meeting_planning", __name__, template_folder="templates", url_prefix="/meetings")
Page = str | tuple[str, int] | Response


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def new() -> Page:
    """Plan a meeting."""
    return _plan(current_actor(), None)


@bp.route("/new/<uuid:case_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def new_for(case_id: UUID) -> Page:
    """Plan an emergency meeting for a case that cannot wait."""
    return _plan(current_actor(), case_id)


@bp.route("/<uuid:meeting_id>/plan", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def change(meeting_id: UUID) -> Page:
    """Change a meeting that is not open yet."""
    actor = current_actor()
    meeting = queries.meeting(actor, meeting_id)
    if meeting.state != MeetingState.PLANNED:
        return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    form = _form(actor)
    if request.method == "GET" and form.kept_at is None:
        _show(form, meeting)
    if form.validate_on_submit():
        with form.rules():
            agenda.change_plan(actor, meeting_id, _planned(form), form.revision.data)
            flash("The meeting is changed.", "success")
            return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    return render_template("meeting/plan.html", form=form, meeting=meeting, case=None), form.status


def _plan(actor: Actor, case_id: UUID | None) -> Page:
    case = cases.case(actor, case_id) if case_id else None
    form = _form(actor)
    if request.method == "GET" and form.kept_at is None:
        form.agencies.data = [str(each) for each in _usual(actor)]
        form.emergency.data = case is not None
        form.place.data = queries.last_place(actor)
        if case is not None:
            form.day.data = clock.today()
    if form.validate_on_submit():
        with form.rules():
            meeting = agenda.plan(actor, _planned(form), [case.id] if case else [])
            flash(_said(case is not None), "success")
            return redirect(url_for("meeting.show", meeting_id=meeting.id), 303)
    return render_template("meeting/plan.html", form=form, meeting=None, case=case), form.status


def _form(actor: Actor) -> PlanMeeting:
    form = filled(PlanMeeting)
    form.agencies.choices = [(str(each.id), each.name) for each in agencies(actor)]
    form.chair.choices = [
        ("", "Decide later"),
        *((str(each.id), each.name) for each in agenda.chairs(actor)),
    ]
    return form


def _usual(actor: Actor) -> list[UUID]:
    """Who was asked last time; before the first meeting, everybody."""
    return queries.last_invited(actor) or [each.id for each in agencies(actor)]


def _planned(form: PlanMeeting) -> Plan:
    rules.require_to_come(form.day.data, clock.today())
    begins = datetime.combine(form.day.data, rules.time_of_day(form.time.data), clock.LONDON)
    return Plan(
        starts_at=begins,
        place=form.place.data,
        agency_ids=[UUID(each) for each in form.agencies.data],
        chair_id=UUID(form.chair.data) if form.chair.data else None,
        emergency=form.emergency.data,
    )


def _show(form: PlanMeeting, meeting: Meeting) -> None:
    begins = clock.london(meeting.starts_at)
    form.day.data, form.time.data = begins.date(), clock_time(meeting.starts_at)
    form.place.data, form.emergency.data = meeting.place, meeting.emergency
    form.chair.data = str(meeting.chair_id or "")
    form.agencies.data = [str(each) for each in queries.invited_agencies(meeting.id)]
    form.revision.data = meeting.revision


def _said(for_a_case: bool) -> str:
    told = "Tell the people who are to come: this service sends no invitation by e-mail."
    if for_a_case:
        return f"The meeting is planned, and the case is on its agenda. {told}"
    return f"The meeting is planned. {told}"
