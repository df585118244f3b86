"""The page that says how ready a meeting is, and the button that reminds an agency."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies
from app.confidentiality.gate.telling import send
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.ports import Part, meeting_part
from app.marac.readiness import service
from app.marac.readiness.rules import LACKS_LABELS, STEP_LABELS
from app.refusals import NotVisible, Refused
from app.web.guard import current_actor

ALL = "all"

bp = Blueprint("readiness", __name__, template_folder="templates", url_prefix="/readiness")


@meeting_part(6)
def of_meeting(actor: Actor, meeting: Meeting) -> Part | None:
    """One line on the meeting's page, for officers, until it is open."""
    if meeting.state != MeetingState.PLANNED or not actor.may(Permission.MEETING_PLAN):
        return None
    try:
        return Part("readiness/part.html", {"ready": service.summary(actor, meeting)})
    except Refused:  # her keys are not confirmed as an officer's yet
        return None


@bp.get("/<uuid:meeting_id>")
@requires(Permission.MEETING_PLAN)
def show(meeting_id: UUID) -> str:
    """Who has answered, looked up and signed, what each case needs, and what to do next."""
    actor = current_actor()
    return render_template(
        "readiness/show.html",
        ready=service.look(actor, meeting_id),
        lacks=LACKS_LABELS,
        steps=STEP_LABELS,
        phones={each.id: each.callback_phone for each in agencies(actor)},
    )


@bp.post("/<uuid:meeting_id>/remind")
@requires(Permission.MEETING_PLAN)
def remind(meeting_id: UUID) -> Response:
    """Send the constant notice to an agency's people, or to all who have not answered."""
    actor, link = current_actor(), url_for("signin.sign_in")
    chosen = request.form.get("agency", "")
    agency_ids = service.silent(actor, meeting_id) if chosen == ALL else [_agency_id(chosen)]
    reached = sum(
        service.remind(actor, meeting_id, agency_id, lambda address: send(address, link))
        for agency_id in agency_ids
    )
    people = "1 person was" if reached == 1 else f"{reached} people were"
    said = f"{people} told by e-mail to sign in; the e-mail does not say what it is about."
    flash(said, "success" if reached else "warning")
    place = "agencies" if chosen == ALL else f"a-{chosen}"
    return redirect(url_for("readiness.show", meeting_id=meeting_id, _anchor=place), 303)


def _agency_id(chosen: str) -> UUID:
    try:
        return UUID(chosen)
    except ValueError:
        raise NotVisible() from None
