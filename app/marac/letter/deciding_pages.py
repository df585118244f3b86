"""The pages on which a chair decides about a letter: look, have it made, sign it, or do not."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from app import clock
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.confidentiality.gate.rules import FIRST_DAYS
from app.confidentiality.gate.telling import told
from app.marac.letter import deciding, shown
from app.marac.letter.forms import NotSigned, PrepareLetter, SignLetter
from app.marac.letter.opened import Opened
from app.marac.letter.pages import DRAFT_NAME, advisers_of, pdf_answer
from app.refusals import Changed
from app.web.guard import current_actor

bp = Blueprint("letter_deciding", __name__, template_folder="templates", url_prefix="/letters")

Page = str | tuple[str, int] | Answer


@bp.route("/<uuid:letter_id>/decide", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_DECIDE)
def decide(letter_id: UUID) -> Page:
    """All that a chair needs to know; then the paper is made with their name."""
    actor, form = current_actor(), PrepareLetter()
    try:
        opened, why_not = deciding.look(actor, letter_id)
    except Changed:
        return _to_the_letter(letter_id)
    if form.validate_on_submit():
        with form.rules():
            package = deciding.prepare(actor, letter_id, form.revision.data)
            way_on = url_for("letter_deciding.sign", letter_id=letter_id, package_id=package.id)
            return redirect(way_on, 303)
    form.revision.data = opened.letter.revision
    page = render_template("letter/decide.html", form=form, why_not=why_not, **_around(opened))
    return page, form.status


@bp.route("/<uuid:letter_id>/packages/<uuid:package_id>", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_DECIDE)
def sign(letter_id: UUID, package_id: UUID) -> Page:
    """Exactly what would leave, and the signature."""
    actor, form = current_actor(), SignLetter()
    try:
        ready = deciding.to_sign(actor, letter_id, package_id)
    except Changed:
        return _to_the_letter(letter_id)
    if form.validate_on_submit():
        with form.rules():
            released = deciding.sign(
                actor,
                letter_id,
                package_id,
                digest=form.digest.data,
                expires_on=form.expires_on.data,
                passphrase=form.passphrase.data,
            )
            told(actor, released.id, "Signed. Its writer can hand it over now.")
            return redirect(url_for("letter.show", letter_id=letter_id), 303)
    if not form.is_submitted():
        form.expires_on.data = clock.today() + timedelta(days=FIRST_DAYS)
    form.digest.data = ready.digest
    page = render_template("letter/sign.html", form=form, ready=ready, **_around(ready.opened))
    return page, form.status


@bp.get("/<uuid:letter_id>/packages/<uuid:package_id>/paper.pdf")
@requires(Permission.DISCLOSURE_DECIDE)
def paper(letter_id: UUID, package_id: UUID) -> Response | Answer:
    """The exact bytes, to be looked at in the browser before they are signed."""
    try:
        ready = deciding.to_sign(current_actor(), letter_id, package_id)
    except Changed:
        return _to_the_letter(letter_id)
    return pdf_answer(ready.pdf, DRAFT_NAME)


@bp.route("/<uuid:letter_id>/refuse", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_DECIDE)
def refuse(letter_id: UUID) -> Page:
    """Why it is not signed; its writer reads it."""
    actor = current_actor()
    form = filled(NotSigned)
    try:
        opened, _ = deciding.look(actor, letter_id)
    except Changed:
        return _to_the_letter(letter_id)
    if form.validate_on_submit():
        with form.rules():
            deciding.refuse(actor, letter_id, form.why.data, form.note.data, form.revision.data)
            flash("Its writer will read why it was not signed.", "success")
            return redirect(url_for("letter.show", letter_id=letter_id), 303)
    form.revision.data = opened.letter.revision
    return render_template("letter/refuse.html", form=form, opened=opened), form.status


def _around(opened: Opened) -> dict[str, object]:
    names = person_names(shown.people_in(opened))
    return {
        "opened": opened,
        "names": names,
        "to": shown.recipient_rows(opened.goes, opened.facts.victim.name),
        "agreed": shown.agreement_rows(opened, names, advisers_of(opened)),
    }


def _to_the_letter(letter_id: UUID) -> Answer:
    flash(deciding.DECIDED, "warning")
    return redirect(url_for("letter.show", letter_id=letter_id), 303)
