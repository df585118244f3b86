"""The board: one working screen for one case, live for everybody who has signed.

Every form works by itself and answers with a redirect. The board's script sends the same forms with
the header X-In-Place, and gets the one form back instead of the page, so that nothing else that is
being typed is touched.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.action.service import agree_action
from app.marac.board import history, service
from app.marac.board.screen import ACTION, RISK, SHARE, Answer, Screen
from app.marac.board.shared_pages import bp as shared_screen_bp
from app.marac.meeting import hearing, queries
from app.marac.meeting.model import ItemState
from app.refusals import RuleBroken
from app.web.guard import current_actor

bp = Blueprint("board", __name__, template_folder="templates")
__all__ = ["bp", "history", "shared_screen_bp"]

BOARD = "/meetings/<uuid:meeting_id>/board/<uuid:item_id>"


@bp.get(BOARD)
@requires(Permission.CASE_READ)
def show(meeting_id: UUID, item_id: UUID) -> Answer:
    """The board of one case; whoever is not inside the meeting goes to its page first."""
    actor = current_actor()
    if not service.is_inside(actor, meeting_id, item_id):
        return _outside(actor, meeting_id, item_id)
    return Screen(actor, meeting_id, item_id).page()


@bp.get(f"{BOARD}/live")
@requires(Permission.CASE_READ)
def live(meeting_id: UUID, item_id: UUID) -> Response:
    """The parts that are new; 304, and nothing opened or written, when none is."""
    actor = current_actor()
    board = service.look(actor, meeting_id, item_id, request.if_none_match.as_set())
    if board is None:
        return Response(status=304)
    response = Response(render_template("board/live.html", board=board), mimetype="text/html")
    response.set_etag(board.etag)
    return response


@bp.route(f"{BOARD}/share", methods=["GET", "POST"])
@bp.route(f"{BOARD}/share/<uuid:agency_id>", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTION_WRITE)
def share(meeting_id: UUID, item_id: UUID, agency_id: UUID | None = None) -> Answer:
    """What one agency shares: one's own or, for officers, any that is present."""
    screen = Screen(current_actor(), meeting_id, item_id, SHARE, other_agency_id=agency_id)
    hearing.require_may_write_for(screen.actor, meeting_id, screen.agency_id)
    form = screen.share_form
    seen = form.revision.data

    def save() -> object:
        return hearing.share(screen.actor, item_id, form.shared.data, seen, screen.agency_id)

    return screen.answer(form, save)


@bp.route(f"{BOARD}/risks", methods=["GET", "POST"])
@bp.route(f"{BOARD}/risks/<uuid:risk_id>", methods=["GET", "POST"])
@requires(Permission.RISK_WRITE)
def risk(meeting_id: UUID, item_id: UUID, risk_id: UUID | None = None) -> Answer:
    """A new risk, or one said better."""
    screen = Screen(current_actor(), meeting_id, item_id, RISK, risk_id=risk_id)
    form = screen.risk_form

    def save() -> object:
        if risk_id is None:
            return hearing.identify_risk(screen.actor, item_id, form.risk.data)
        seen = form.revision.data or 0
        return hearing.reword_risk(screen.actor, risk_id, form.risk.data, seen)

    return screen.answer(form, save)


@bp.route(f"{BOARD}/actions", methods=["GET", "POST"])
@requires(Permission.ACTION_AGREE)
def action(meeting_id: UUID, item_id: UUID) -> Answer:
    """A new action."""
    screen = Screen(current_actor(), meeting_id, item_id, ACTION)
    form = screen.action_form

    def save() -> object:
        owner = screen.person(form.owner.data)
        return agree_action(
            screen.actor,
            item_id,
            risk_id=service.risk_numbered(screen.actor, item_id, form.risk_number.data),
            what=form.what.data,
            how_known=form.how_known.data,
            agency_id=owner.agency_id,
            owner_id=owner.id,
            due_on=form.due(),
        )

    return screen.answer(form, save)


@bp.post(f"{BOARD}/start")
@requires(Permission.CASE_CONCLUDE)
def start(meeting_id: UUID, item_id: UUID) -> AnyResponse:
    """Begin the hearing of this case."""
    actor = current_actor()
    return _said(lambda: hearing.start_item(actor, item_id), meeting_id, item_id)


@bp.post(f"{BOARD}/conclude")
@requires(Permission.CASE_CONCLUDE)
def conclude(meeting_id: UUID, item_id: UUID) -> AnyResponse:
    """End the hearing of this case: heard, or put off."""
    actor = current_actor()
    outcome = request.form.get("outcome", ItemState.HEARD.value)
    return _said(lambda: hearing.conclude_item(actor, item_id, outcome), meeting_id, item_id)


@bp.post(f"{BOARD}/next")
@requires(Permission.CASE_CONCLUDE)
def next_case(meeting_id: UUID, item_id: UUID) -> AnyResponse:
    """End the hearing of this case and begin the next."""
    actor = current_actor()
    item = hearing.next_case(actor, meeting_id, after=item_id)
    if item is None:
        flash("Every case has been heard or put off. You can close the meeting.", "success")
        return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    return _to(meeting_id, item.id)


def _said(act: Callable[[], Any], meeting_id: UUID, item_id: UUID) -> AnyResponse:
    """Do it; if a rule says no, say so on the board."""
    try:
        act()
    except RuleBroken as broken:
        flash(broken.message, "warning")
    return _to(meeting_id, item_id)


def _to(meeting_id: UUID, item_id: UUID) -> AnyResponse:
    return redirect(url_for("board.show", meeting_id=meeting_id, item_id=item_id), 303)


def _outside(actor: Actor, meeting_id: UUID, item_id: UUID) -> AnyResponse:
    """A closed meeting's case is read on the page of the case, which asks why; else sign first."""
    meeting = queries.meeting(actor, meeting_id)
    if meeting.state == "closed":
        case_id = queries.item(actor, item_id).case_id
        return redirect(url_for("case.show", case_id=case_id, _anchor="meetings"))
    return redirect(url_for("meeting.show", meeting_id=meeting_id))
