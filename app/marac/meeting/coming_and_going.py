"""The buttons with which people leave a meeting and come back, for themselves or by an officer."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.meeting import leaving, queries
from app.marac.meeting.leaving import Room
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.ports import Part, meeting_part
from app.refusals import NotVisible, RuleBroken
from app.web.guard import current_actor

bp = Blueprint(
    "meeting_room", __name__, template_folder="templates", url_prefix="/meetings/<uuid:meeting_id>"
)
Change = Callable[[Actor, UUID, UUID], object]


@meeting_part(15)
def room(actor: Actor, meeting: Meeting) -> Part | None:
    """Show whoever has signed how to leave, and officers who is in the room."""
    if meeting.state != MeetingState.OPEN:
        return None
    found: Room = leaving.room(actor, meeting.id)
    return Part("meeting/room.html", {"room": found}) if found.own or found.people else None


@bp.post("/leave")
@requires(Permission.MEETING_ATTEND)
def leave(meeting_id: UUID) -> Response:
    """Somebody leaves: the person themself, or whom an officer names."""
    return _change(meeting_id, leaving.leave)


@bp.post("/return")
@requires(Permission.MEETING_ATTEND)
def come_back(meeting_id: UUID) -> Response:
    """Somebody is back."""
    return _change(meeting_id, leaving.come_back)


def _change(meeting_id: UUID, change: Change) -> Response:
    actor = current_actor()
    try:
        change(actor, meeting_id, _whom(actor, meeting_id))
    except RuleBroken as broken:
        flash(broken.message, "warning")
    return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)


def _whom(actor: Actor, meeting_id: UUID) -> UUID:
    """Whom the button is about: the one who was chosen, or else whoever pressed it."""
    if "attendance" in request.form:
        chosen = request.form.get("attendance", type=UUID)
        if chosen is None:
            raise RuleBroken("attendance", "Choose who it is first.")
        return chosen
    own = queries.attendance_of(meeting_id, actor.person_id)
    if own is None:
        raise NotVisible()
    return own.id
