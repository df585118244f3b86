"""The pages on which people answer an invitation, and take meetings into their calendar."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.meeting import calendar_file, planned, queries, replying, rules
from app.marac.meeting.forms import AnswerInvitation
from app.marac.meeting.model import Meeting
from app.marac.meeting.ports import Part, meeting_part
from app.marac.meeting.replying import Given
from app.web.guard import current_actor

bp = Blueprint("answering", __name__, template_folder="templates", url_prefix="/meetings")
Page = str | tuple[str, int] | AnyResponse


@meeting_part(10)
def replies(actor: Actor, meeting: Meeting) -> Part | None:
    """Who is invited and who comes: for officers all, for others their own agency."""
    if meeting.state not in rules.TO_COME or not actor.may(Permission.MEETING_ATTEND):
        return None
    agencies = replying.invited(actor, meeting)
    return Part(
        "meeting/replies.html",
        {
            "agencies": agencies,
            "is_officer": actor.is_officer,
            "own": replying.own(actor, [meeting]).get(meeting.id),
            "me": actor.person_id,
            "asks_me": replying.sent_by(agencies, actor.person_id),
        },
    )


@bp.route("/<uuid:meeting_id>/answer", methods=["GET", "POST"])
@requires(Permission.MEETING_ATTEND)
def answer(meeting_id: UUID) -> Page:
    """Somebody answers for herself."""
    return _answer(current_actor(), meeting_id, None)


@bp.route("/<uuid:meeting_id>/answer/<uuid:person_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_PLAN)
def answer_for(meeting_id: UUID, person_id: UUID) -> Page:
    """An officer writes down what somebody answered by telephone."""
    return _answer(current_actor(), meeting_id, person_id)


@bp.get("/<uuid:meeting_id>/calendar")
@requires(Permission.MEETING_READ)
def one(meeting_id: UUID) -> Response:
    """One meeting as a calendar file."""
    return _file([queries.meeting(current_actor(), meeting_id)])


@bp.get("/calendar")
@requires(Permission.MEETING_READ)
def mine() -> Response:
    """All the meetings to come that this person may attend, and those that were cancelled."""
    return _file(planned.for_calendar(current_actor()))


def _answer(actor: Actor, meeting_id: UUID, person_id: UUID | None) -> Page:
    meeting = queries.meeting(actor, meeting_id)
    person = replying.invitee(actor, meeting, person_id or actor.person_id)
    form = AnswerInvitation()
    form.deputy.choices = [("", "Choose")] + [
        (str(each.id), each.name) for each in replying.deputies(person)
    ]
    if person.id != actor.person_id:
        form.answer.label.text = f"Does {person.name} come?"
    if request.method == "GET":
        _show(form, meeting, person.id)
    if form.validate_on_submit():
        with form.rules():
            deputy_id = UUID(form.deputy.data) if form.deputy.data else None
            given = Given(form.answer.data, deputy_id, form.sends_information.data)
            replying.answer(actor, meeting_id, given, person.id)
            flash("The answer is saved. It can be changed until the meeting is over.", "success")
            return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    page = render_template(
        "meeting/answer.html",
        form=form,
        meeting=meeting,
        person=person,
        is_own=person.id == actor.person_id,
    )
    return page, form.status


def _show(form: AnswerInvitation, meeting: Meeting, person_id: UUID) -> None:
    row = planned.replies(meeting.id).get(person_id)
    if row is not None:
        form.answer.data, form.deputy.data = row.answer, str(row.deputy_id or "")
        form.sends_information.data = row.sends_information


def _file(meetings: list[Meeting]) -> Response:
    response = Response(calendar_file.written(meetings), mimetype=calendar_file.MIME)
    response.headers["Content-Disposition"] = "attachment; filename=meetings.ics"
    return response
