"""The pages of the shared screen: the whole of it, and what is new."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.board import shared_screen
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.ports import Part, meeting_part
from app.web.guard import current_actor

bp = Blueprint("shared_screen", __name__, template_folder="templates")
SCREEN = "/meetings/<uuid:meeting_id>/shared-screen"


@bp.get(SCREEN)
@requires(Permission.CASE_CONCLUDE)
def show(meeting_id: UUID) -> AnyResponse | str:
    """The screen to share; whoever is not inside the meeting goes to its page first."""
    actor = current_actor()
    if not shared_screen.is_inside(actor, meeting_id):
        return redirect(url_for("meeting.show", meeting_id=meeting_id))
    shown = shared_screen.show(actor, meeting_id)
    return render_template("board/shared_screen.html", shown=shown)


@bp.get(f"{SCREEN}/live")
@requires(Permission.CASE_CONCLUDE)
def live(meeting_id: UUID) -> Response:
    """The parts that are new; 304, and nothing opened or written, when none is."""
    shown = shared_screen.look(current_actor(), meeting_id, request.if_none_match.as_set())
    if shown is None:
        return Response(status=304)
    page = render_template("board/shared_screen_live.html", shown=shown)
    response = Response(page, mimetype="text/html")
    response.set_etag(shown.etag)
    return response


@meeting_part(order=5)
def share_that_one(actor: Actor, meeting: Meeting) -> Part | None:
    """Say on the page of an open meeting which screen to share in a call."""
    if not actor.may(Permission.CASE_CONCLUDE) or meeting.state != MeetingState.OPEN:
        return None
    if not shared_screen.is_inside(actor, meeting.id):
        return None
    return Part("board/share_that_one.html", {"meeting_id": meeting.id})
