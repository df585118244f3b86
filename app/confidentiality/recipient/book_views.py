"""The page on which an area brings its address book in."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.marks import requires
from app.access.permissions import Permission
from app.confidentiality.recipient.book import KINDS, PROOFS, Problem, read_book, template
from app.confidentiality.recipient.bringing import NotBrought, bring_in
from app.confidentiality.recipient.forms import BookForm
from app.web.guard import current_actor

bp = Blueprint("recipient_book", __name__, url_prefix="/recipients/book")

Page = str | AnyResponse | tuple[str, int]


@bp.route("", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def bring() -> Page:
    """Propose a whole address book, or be told everything that is wrong in it."""
    form, problems = BookForm(), list[Problem]()
    if form.validate_on_submit():
        with form.rules():
            try:
                count = bring_in(current_actor(), read_book(form.book.data.read()))
            except NotBrought as faulty:
                problems = faulty.problems
                raise
            flash(f"{count} recipients are entered. Each waits for a second person.", "success")
            return redirect(url_for("recipient.index"), 303)
    page = render_template(
        "recipient/book.html", form=form, problems=problems, kinds=KINDS, proofs=PROOFS
    )
    return page, form.status


@bp.get("/template.csv")
@requires(Permission.RECIPIENT_READ)
def empty() -> Response:
    """The empty address book."""
    answer = Response(template(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="recipients.csv"'
    return answer
