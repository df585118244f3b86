"""Writing on the board: each form works by itself and answers with a redirect.

The board's script sends the same forms with the header X-In-Place, and gets the one form back
instead of the page, so that nothing else that is being typed is touched.
"""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.confidentiality.register.service import take_way
from app.marac.board import service
from app.marac.board.agreeing import Advised, AgreedAlready, Proposal, agree
from app.marac.board.blueprint import BOARD, bp, to_board
from app.marac.board.forms import AgreeAction
from app.marac.board.reading_out import read_out
from app.marac.board.roads import road as road_of
from app.marac.board.screen import ACTION, IN_PLACE, RISK, SHARE, Answer, Screen
from app.marac.board.sharing import share_lines
from app.marac.board.unsaved import keep_typed
from app.marac.meeting import hearing, queries
from app.marac.meeting.model import NoteKind
from app.refusals import NotVisible, RuleBroken
from app.web.forms import Form
from app.web.guard import current_actor

IDVA_FIRST = "idva"


@bp.route(f"{BOARD}/notes/<any(presented, different):kind>", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTION_WRITE)
def note(meeting_id: UUID, item_id: UUID, kind: str) -> Answer:
    """How the case is presented, or what is different this time."""
    screen = Screen(current_actor(), meeting_id, item_id, kind)
    form: Form = screen.presented_form if kind == "presented" else screen.different_form
    seen, once = form["revision"].data, form["once"].data

    def save() -> object:
        words = form[kind].data
        return hearing.write_note(screen.actor, item_id, NoteKind(kind), words, seen, once)

    return screen.answer(form, save)


@bp.route(f"{BOARD}/share", methods=["GET", "POST"])
@bp.route(f"{BOARD}/share/<uuid:agency_id>", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTION_WRITE)
def share(meeting_id: UUID, item_id: UUID, agency_id: UUID | None = None) -> Answer:
    """What one agency shares: one's own or, for officers, any that is present."""
    chosen = request.args.get("agency", type=UUID)
    if chosen is not None and agency_id is None:  # out of the list of agencies, without a script
        place = url_for("board.share", meeting_id=meeting_id, item_id=item_id, agency_id=chosen)
        return redirect(f"{place}#share", 303)
    screen = Screen(current_actor(), meeting_id, item_id, SHARE, other_agency_id=agency_id)
    item = queries.item(screen.actor, item_id)
    hearing.require_may_write_for(screen.actor, item, screen.agency_id)
    form = screen.share_form
    seen, once = form.revision.data, form.once.data

    def save() -> object:
        words = form.shared.data
        return hearing.share(screen.actor, item_id, words, seen, screen.agency_id, once)

    return screen.answer(form, save)


@bp.post(f"{BOARD}/share-lines")
@requires(Permission.CONTRIBUTION_WRITE)
def lines(meeting_id: UUID, item_id: UUID) -> Response:
    """Share a line of one’s own agency’s research, or with "every" all that wait, by one press."""
    chosen = None if request.form.get("every") == "yes" else request.form.getlist("line", type=UUID)
    return _shared(
        lambda: share_lines(current_actor(), meeting_id, item_id, chosen), meeting_id, item_id
    )


@bp.post(f"{BOARD}/read-out/<uuid:agency_id>")
@requires(Permission.RISK_WRITE)
def sent(meeting_id: UUID, item_id: UUID, agency_id: UUID) -> Response:
    """What an agency that could not come sent was read out: it is written down as shared by it."""
    return _shared(
        lambda: read_out(current_actor(), meeting_id, item_id, agency_id), meeting_id, item_id
    )


@bp.route(f"{BOARD}/risks", methods=["GET", "POST"])
@bp.route(f"{BOARD}/risks/<uuid:risk_id>", methods=["GET", "POST"])
@requires(Permission.RISK_WRITE)
def risk(meeting_id: UUID, item_id: UUID, risk_id: UUID | None = None) -> Answer:
    """A new risk, or one said better."""
    screen = Screen(current_actor(), meeting_id, item_id, RISK, risk_id=risk_id)
    form = screen.risk_form

    def save() -> object:
        more = {name: form[name].data for name in ("whom", "raises", "protects")}
        words = form.risk.data
        if risk_id is None:
            return hearing.identify_risk(screen.actor, item_id, words, once=form.once.data, **more)
        return hearing.reword_risk(screen.actor, risk_id, words, form.revision.data or 0, **more)

    return screen.answer(form, save)


@bp.route(f"{BOARD}/actions", methods=["GET", "POST"])
@requires(Permission.ACTION_AGREE)
def action(meeting_id: UUID, item_id: UUID) -> Answer:
    """A new action; what may open a path to the Home Office is agreed with advice first."""
    screen = Screen(current_actor(), meeting_id, item_id, ACTION)
    form = screen.action_form
    form.numbers = service.risk_numbers(screen.actor, item_id)

    def save() -> object:
        advised = Advised(
            adviser=form.adviser.data,
            on=form.advised_on.data,
            idva_first=request.form.get("advice") == IDVA_FIRST,
            once=form.once_first.data,
        )
        try:
            return agree(screen.actor, _proposed(screen, form), advised, screen.idva)
        except AgreedAlready as already:
            form.again.data = str(already.action_id)
            raise

    return screen.answer(form, save)


@bp.post(f"{BOARD}/actions/road")
@requires(Permission.ACTION_AGREE)
def road(meeting_id: UUID, item_id: UUID) -> Answer:
    """Fill the form with a road that is open; nothing is saved until it is agreed."""
    screen = Screen(current_actor(), meeting_id, item_id, ACTION)
    form = screen.action_form
    chosen = road_of(request.form.get("road", ""))
    if chosen is None:
        raise NotVisible()
    _note_way(screen, form, chosen.way)
    form.fill(chosen, screen.idva)
    keep_typed(screen.actor, screen.place(ACTION), form)
    return screen.show()


def _shared(act: Callable[[], object], meeting_id: UUID, item_id: UUID) -> Response:
    """Do it; come back to the box for sharing, or to where it stands on the board."""
    try:
        act()
    except RuleBroken as broken:
        flash(broken.message, "warning")
    if IN_PLACE in request.headers:
        return redirect(url_for("board.share", meeting_id=meeting_id, item_id=item_id), 303)
    return to_board(meeting_id, item_id, _anchor="heading-shared")


def _proposed(screen: Screen, form: AgreeAction) -> Proposal:
    return Proposal(
        item_id=screen.item_id,
        risk_id=service.risk_numbered(screen.actor, screen.item_id, form.risk_number.data),
        what=form.what.data,
        how_known=form.how_known.data,
        owner=screen.person(form.owner.data),
        due_on=form.due(),
        once=form.once.data,
        again=form.again.data,
    )


def _note_way(screen: Screen, form: AgreeAction, way: str) -> None:
    """The register of attempts keeps that a road was taken, if it knows of the attempt."""
    try:
        take_way(screen.actor, UUID(form.attempt.data or ""), way)
    except (ValueError, NotVisible):
        return
