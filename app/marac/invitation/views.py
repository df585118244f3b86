"""The pages of an invitation: who is asked, who comes, and one's own answer."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.invitation import queries, service
from app.marac.invitation.forms import AnswerInvitation
from app.marac.invitation.service import Given
from app.marac.meeting import rules
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.ports import Part, meeting_part
from app.marac.meeting.queries import meeting as meeting_of
from app.web.guard import current_actor

bp = Blueprint("answering", __name__, template_folder="templates", url_prefix="/meetings")
Page = str | tuple[str, int] | Response


@meeting_part(10)
def replies(actor: Actor, meeting: Meeting) -> Part | None:
    """Who is invited and who comes: for officers all, for others their own agency."""
    if meeting.state not in rules.TO_COME or not actor.may(Permission.MEETING_ATTEND):
        return None
    if meeting.state == MeetingState.OPEN and not actor.is_officer:
        return None  # who is in the room is on the page already
    agencies = service.invited(actor, meeting)
    return Part(
        "invitation/replies.html",
        {
            "agencies": agencies,
            "is_officer": actor.is_officer,
            "own": service.own(actor, [meeting]).get(meeting.id),
            "me": actor.person_id,
            "asks_me": service.sent_by(agencies, actor.person_id),
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


def _answer(actor: Actor, meeting_id: UUID, person_id: UUID | None) -> Page:
    meeting = meeting_of(actor, meeting_id)
    person = service.invitee(actor, meeting, person_id or actor.person_id)
    form = AnswerInvitation()
    form.deputy.choices = [("", "Choose")] + [
        (str(each.id), each.name) for each in service.deputies(person)
    ]
    if person.id != actor.person_id:
        form.answer.label.text = f"Is {person.name} coming?"
    if request.method == "GET":
        _show(form, meeting, person.id)
    if form.validate_on_submit():
        with form.rules():
            deputy_id = UUID(form.deputy.data) if form.deputy.data else None
            given = Given(form.answer.data, deputy_id, form.sends_information.data)
            service.answer(actor, meeting_id, given, person.id)
            flash("The answer is saved. It can be changed until the meeting is over.", "success")
            return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    page = render_template(
        "invitation/answer.html",
        form=form,
        meeting=meeting,
        person=person,
        is_own=person.id == actor.person_id,
    )
    return page, form.status


def _show(form: AnswerInvitation, meeting: Meeting, person_id: UUID) -> None:
    row = queries.replies(meeting.id).get(person_id)
    if row is not None:
        form.answer.data, form.deputy.data = row.answer, str(row.deputy_id or "")
        form.sends_information.data = row.sends_information
