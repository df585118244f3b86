"""The board: one working screen for one case, live for everybody who has signed.

What is written on it is in ``writing``, the screen that is shared in a call in ``shared_pages``.
"""

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.board import concluding, history, service, writing
from app.marac.board.blueprint import BOARD, bp, to_board
from app.marac.board.rules import require_why
from app.marac.board.screen import CONCLUDE, Answer, Screen
from app.marac.board.shared_pages import bp as shared_screen_bp
from app.marac.meeting import hearing, queries
from app.marac.meeting.model import AgendaItem, Outcome
from app.refusals import RuleBroken
from app.web.guard import current_actor
from app.web.quiet import brings, nothing_new

UNSAVED = "On the case before you left words that are not saved yet: {where}. They are kept there."

__all__ = ["bp", "history", "shared_screen_bp", "writing"]


@bp.get(BOARD)
@requires(Permission.CASE_READ)
def show(meeting_id: UUID, item_id: UUID) -> Answer:
    """The board of one case; whoever is not inside the meeting goes to its page first."""
    actor = current_actor()
    if not service.is_inside(actor, meeting_id, item_id):
        return _outside(actor, meeting_id, item_id)
    return Screen(actor, meeting_id, item_id).show()


@bp.get(f"{BOARD}/live")
@requires(Permission.CASE_READ)
def live(meeting_id: UUID, item_id: UUID) -> Response:
    """The parts that are new; 304, and nothing opened or written, when none is."""
    actor = current_actor()
    board = service.look(actor, meeting_id, item_id, request.if_none_match.as_set())
    if board is None:
        return nothing_new()
    page = render_template("board/live.html", board=board)
    return brings(Response(page, mimetype="text/html"), board.etag)


@bp.post(f"{BOARD}/start")
@requires(Permission.CASE_CONCLUDE)
def start(meeting_id: UUID, item_id: UUID) -> AnyResponse:
    """Begin the hearing of this case, once whoever may not hear it has left the room."""
    actor, given = current_actor(), request.form.get
    answers = {"they_left": given("left") == "yes", "was_asked": given("asked") == "yes"}
    try:
        concluding.begin(actor, item_id, **answers)
    except hearing.CalledAlike:
        return to_board(meeting_id, item_id, ask="who", _anchor="part-ask")
    except RuleBroken as broken:
        flash(broken.message, "warning")
    return to_board(meeting_id, item_id)


@bp.post(f"{BOARD}/conclude")
@requires(Permission.CASE_CONCLUDE)
def conclude(meeting_id: UUID, item_id: UUID) -> Answer:
    """End the hearing of this case in one of the five ways."""
    screen = Screen(current_actor(), meeting_id, item_id, CONCLUDE)
    return _ended(screen, lambda *how: hearing.conclude_item(screen.actor, item_id, *how))


@bp.post(f"{BOARD}/next")
@requires(Permission.CASE_CONCLUDE)
def next_case(meeting_id: UUID, item_id: UUID) -> Answer:
    """End the hearing of this case and begin the next."""
    screen = Screen(current_actor(), meeting_id, item_id, CONCLUDE)
    return _ended(screen, lambda *how: hearing.next_case(screen.actor, meeting_id, item_id, *how))


def _ended(screen: Screen, end: Callable[[str, str], AgendaItem | None]) -> Answer:
    """End a hearing and go where the meeting is then; a reason that is wanting is asked for beside
    its box, and words that were typed and not saved are named."""
    form = screen.conclude_form
    outcome, reason = form.outcome.data or Outcome.HEARD.value, form.reason.data or ""
    left = screen.left_unsaved
    try:
        require_why(outcome, reason)
        item = end(outcome, reason)
    except RuleBroken as broken:
        if broken.field == "reason":
            form.attach(broken)
            return screen.show(form), form.status
        flash(broken.message, "warning")
        return to_board(screen.meeting_id, screen.item_id)
    if left:
        flash(UNSAVED.format(where=", ".join(left)), "warning")
    if item is None:
        flash("Every case has been heard or put off. You can close the meeting.", "success")
        return redirect(url_for("meeting.show", meeting_id=screen.meeting_id), 303)
    return to_board(screen.meeting_id, item.id)


def _outside(actor: Actor, meeting_id: UUID, item_id: UUID) -> AnyResponse:
    """A closed meeting's case is read on the page of the case, which asks why; else sign first."""
    meeting = queries.meeting(actor, meeting_id)
    if meeting.state == "closed":
        case_id = queries.item(actor, item_id).case_id
        return redirect(url_for("case.show", case_id=case_id, _anchor="meetings"))
    return redirect(url_for("meeting.show", meeting_id=meeting_id))
