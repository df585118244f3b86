"""The pages of letters that are read: the list, one letter, its draft on paper, the figures."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app.access.marks import requires
from app.access.permissions import Permission
from app.confidentiality.gate.model import ExitKind
from app.confidentiality.gate.ports import register_log, register_objection, register_subject
from app.confidentiality.register.service import take_way
from app.marac.letter import answering, home, on_case, queries, service, shown
from app.marac.letter.deciding_pages import bp as deciding_bp
from app.marac.letter.forms import AskChair, ChooseCase
from app.marac.letter.logged import log_of
from app.marac.letter.objecting import objects
from app.marac.letter.opened import block_of
from app.marac.letter.pages import COPY, COPY_NAME, DRAFT_NAME, dated_of, page_of, pdf_answer
from app.marac.letter.rules import OUTCOME_SHORT, STATE_COLOURS, STATE_LABELS
from app.marac.letter.writing_pages import bp as writing_bp
from app.paper import render_letter
from app.refusals import NotVisible
from app.web.guard import current_actor

bp = Blueprint("letter", __name__, template_folder="templates", url_prefix="/letters")
__all__ = ["bp", "deciding_bp", "home", "on_case", "wire", "writing_bp"]

Page = str | tuple[str, int] | Answer


def wire(app: Flask) -> None:
    """Tell the gate who knows at which edition a letter stands, and the log which were signed."""
    register_log(log_of)
    register_subject(ExitKind.LETTER, queries.stands)
    register_objection(ExitKind.LETTER, objects)


@bp.get("")
@requires(Permission.LETTER_READ)
def index() -> str:
    """Every letter that is this person's to see."""
    actor = current_actor()
    found = service.my_letters(actor)
    return render_template(
        "letter/index.html",
        groups=shown.grouped(found),
        labels=STATE_LABELS,
        colours=STATE_COLOURS,
        decides=actor.may(Permission.DISCLOSURE_DECIDE),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.LETTER_WRITE)
def start() -> Page:
    """Whom a letter is about; where the firewall refused something, the road is kept as taken."""
    actor, form = current_actor(), ChooseCase()
    found = service.cases_to_write_for(actor)
    form.offer(found)
    if form.validate_on_submit():
        if attempt := _attempt(request.form.get("attempt", "")):
            take_way(actor, attempt, "letter")
        case_id = UUID(form.case.data)
        return redirect(url_for("letter_writing.begin", case_id=case_id), 303)
    attempt = _attempt(request.args.get("attempt", "") or request.form.get("attempt", ""))
    page = render_template("letter/start.html", form=form, count=len(found), attempt=attempt)
    return page, form.status


@bp.get("/<uuid:letter_id>")
@requires(Permission.LETTER_READ)
def show(letter_id: UUID) -> str:
    """One letter: its words as they stand, what is missing, and what comes next."""
    opened = service.open_letter(current_actor(), letter_id)
    form = AskChair(formdata=None)
    form.offer(opened)
    return page_of(opened, form)


@bp.get("/<uuid:letter_id>/draft.pdf")
@requires(Permission.LETTER_READ)
def draft(letter_id: UUID) -> Response:
    """The letter on paper as it stands, marked as a draft on every page."""
    opened = service.open_letter(current_actor(), letter_id, as_paper=True)
    return pdf_answer(render_letter(opened.drawn()), DRAFT_NAME)


@bp.get("/<uuid:letter_id>/copy.pdf")
@requires(Permission.LETTER_READ)
def copy(letter_id: UUID) -> Response:
    """The signed letter as its circle keeps it, marked as a copy on every page.

    What leaves are the signed bytes alone, through the gate; a copy does not prove itself.
    """
    opened = service.open_letter(current_actor(), letter_id, as_paper=True)
    signed = block_of(opened)
    if signed is None:
        raise NotVisible()
    drawn = opened.drawn(signed, dated_of(opened))
    return pdf_answer(render_letter(replace(drawn, mark=COPY)), COPY_NAME)


@bp.get("/results")
@requires(Permission.REGISTER_READ)
def results() -> str:
    """What came of letters, in total and of nobody."""
    years = answering.results(current_actor())
    return render_template("letter/results.html", years=years, outcomes=OUTCOME_SHORT)


def _attempt(given: str) -> UUID | None:
    """Return the attempt that led here, if the address names one."""
    try:
        return UUID(given) if given else None
    except ValueError:
        raise NotVisible() from None
