"""The page with which a meeting opens: what earlier meetings agreed, agency by agency.

The chair goes through it with the keyboard; an officer writes down what is answered in the room.
"""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.marac.action import rules, service
from app.marac.action.earlier import Earlier
from app.marac.action.meeting_part import may_hear
from app.marac.action.rules import AT_MEETING, STATE_LABELS, ActionState, number_of
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.refusals import NotVisible, RuleBroken
from app.web.guard import current_actor

bp = Blueprint("action_meeting", __name__, template_folder="templates", url_prefix="/meetings")


@bp.get("/<uuid:meeting_id>/actions")
@requires(Permission.ACTION_READ)
def show(meeting_id: UUID) -> str:
    """What earlier meetings agreed, by agency: open, done since, not possible, not done."""
    actor = current_actor()
    return _page(actor, _heard(actor, meeting_id))


@bp.post("/<uuid:meeting_id>/actions/<uuid:action_id>")
@requires(Permission.ACTION_AGREE)
def answer(meeting_id: UUID, action_id: UUID) -> Response | tuple[str, int]:
    """Write down what was answered in the room, and go on to the next."""
    actor = current_actor()
    meeting = _heard(actor, meeting_id)
    found = {one.opened.action.id: one for one in _earlier(actor, meeting)}
    if action_id not in found:
        raise NotVisible()
    typed = request.form.get("text", "")
    try:
        text = rules.said_at_meeting(_state(request.form.get("state", "")), typed)
        seen = _number(request.form.get("revision", ""))
        service.log_action(actor, action_id, request.form.get("state", ""), text, seen)
    except RuleBroken as broken:
        return _page(actor, meeting, action_id, broken.message, typed), 422
    flash("Written down.", "success")
    after = _next(list(found.values()), action_id)
    return redirect(url_for("action_meeting.show", meeting_id=meeting.id, _anchor=after), 303)


def _heard(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return a meeting whose earlier actions this person may go through."""
    meeting = meetings.meeting(actor, meeting_id)
    if not may_hear(actor, meeting):
        raise NotVisible()
    return meeting


def _earlier(actor: Actor, meeting: Meeting) -> list[Earlier]:
    return service.earlier_actions(actor, Ring(actor), meeting.id)


def _page(
    actor: Actor, meeting: Meeting, at: UUID | None = None, message: str = "", typed: str = ""
) -> str:
    found = _earlier(actor, meeting)
    outstanding = [one for one in found if one.is_outstanding]
    return render_template(
        "action/meeting.html",
        meeting=meeting,
        agencies=[
            (agency, list(rows)) for agency, rows in groupby(outstanding, lambda one: one.agency)
        ],
        finished=[
            (STATE_LABELS[state], [one for one in found if one.state == state])
            for state in AT_MEETING
            if state in rules.FINISHED
        ],
        writes=actor.may(Permission.ACTION_AGREE),
        answers=[(state.value, label) for state, label in AT_MEETING.items()],
        number_of=number_of,
        wrong={"id": at, "message": message, "typed": typed},
        count=len(outstanding),
        overdue=sum(one.opened.is_overdue for one in outstanding),
    )


def _next(found: list[Earlier], action_id: UUID) -> str:
    """Return where to go on: the next that is outstanding, or the top."""
    ids = [one.opened.action.id for one in found if one.is_outstanding]
    later = ids[ids.index(action_id) + 1 :] if action_id in ids else ids
    return f"action-{later[0]}" if later else "actions"


def _state(given: str) -> ActionState:
    try:
        return ActionState(given)
    except ValueError:
        raise RuleBroken("state", "Press one of the answers.") from None


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 10 else None
