"""The pages on which a letter is written: what for, to whom, the words, her agreement, the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.marac.letter import asking, service, writing
from app.marac.letter.answering import record_outcome
from app.marac.letter.forms import (
    NEITHER,
    NOBODY,
    AskChair,
    ChoosePurpose,
    ChooseRecipient,
    ChooseWords,
    RecordAgreement,
    RecordOutcome,
    Withdraw,
)
from app.marac.letter.opened import Opened
from app.marac.letter.pages import page_of
from app.refusals import Changed
from app.web.guard import current_actor

bp = Blueprint("letter_writing", __name__, template_folder="templates")

Page = str | tuple[str, int] | Response


@bp.route("/cases/<uuid:case_id>/letters/new", methods=["GET", "POST"])
@requires(Permission.LETTER_WRITE)
def begin(case_id: UUID) -> Page:
    """What the letter is for."""
    actor, form = current_actor(), ChoosePurpose()
    _, case = service.may_begin(actor, case_id)
    if form.validate_on_submit():
        with form.rules():
            row = service.begin(actor, case_id, form.purpose.data)
            return redirect(url_for("letter_writing.recipient", letter_id=row.id), 303)
    return render_template("letter/purpose.html", form=form, case=case), form.status


@bp.route("/letters/<uuid:letter_id>/recipient", methods=["GET", "POST"])
@requires(Permission.LETTER_WRITE)
def recipient(letter_id: UUID) -> Page:
    """To whom it goes."""
    actor, form = current_actor(), ChooseRecipient()
    opened = service.open_letter(actor, letter_id)
    found = writing.choices_for(actor, opened.wording)
    form.offer(found)
    if form.validate_on_submit():
        with _saving(form, opened):
            writing.choose_recipient(actor, letter_id, *form.chosen, form.revision.data)
            return _on(opened, "words")
    if not form.is_submitted():
        form.choose(opened.content.recipient_id, opened.content.recipient_person_id)
    return _shown("letter/recipient.html", form, opened, count=len(found))


@bp.route("/letters/<uuid:letter_id>/words", methods=["GET", "POST"])
@requires(Permission.LETTER_WRITE)
def words(letter_id: UUID) -> Page:
    """Whom it names, and what stands in it besides the wording of its purpose."""
    actor = current_actor()
    opened = service.open_letter(actor, letter_id)
    form = filled(ChooseWords, data=_words_of(opened))
    form.offer(opened)
    if form.validate_on_submit():
        with _saving(form, opened):
            writing.choose_words(
                actor, letter_id, form.named, form.chosen, form.own, form.revision.data,
                birth=form.says_birth,
            )  # fmt: skip
            return _on(opened, "agreement")
    return _shown("letter/words.html", form, opened)


@bp.route("/letters/<uuid:letter_id>/agreement", methods=["GET", "POST"])
@requires(Permission.LETTER_WRITE)
def agreement(letter_id: UUID) -> Page:
    """That she agrees; where an adviser may use it, that regulated advice was offered."""
    actor = current_actor()
    opened = service.open_letter(actor, letter_id)
    form = filled(RecordAgreement, data=_agreement_of(opened))
    form.offer(opened, writing.advisers(actor))
    if form.validate_on_submit():
        with _saving(form, opened):
            writing.record_agreement(actor, letter_id, _agreed(form), form.revision.data)
            return _on(opened, "show")
    return _shown("letter/agreement.html", form, opened)


@bp.post("/letters/<uuid:letter_id>/ask")
@requires(Permission.LETTER_WRITE)
def ask(letter_id: UUID) -> Page:
    """Ask the chairs to sign it; where the regulation says member, sign it as one."""
    actor, form = current_actor(), AskChair()
    opened = service.open_letter(actor, letter_id)
    seen = form.revision.data
    form.offer(opened)
    if form.validate_on_submit():
        with _saving(form, opened):
            signs = bool(form.signs.data) if "signs" in form else False
            given = form.passphrase.data if "passphrase" in form else ""
            asking.sign_and_ask(actor, letter_id, seen, signs=signs, passphrase=given or "")
            flash("The chairs are asked. You will see here what they decide.", "success")
            return redirect(url_for("letter.show", letter_id=letter_id), 303)
    return page_of(opened, form), form.status


@bp.route("/letters/<uuid:letter_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LETTER_WRITE)
def withdraw(letter_id: UUID) -> Page:
    """Take it back: she no longer agrees, it is not safe now, or it is not needed."""
    actor, form = current_actor(), Withdraw()
    opened = service.open_letter(actor, letter_id)
    if form.validate_on_submit():
        with _saving(form, opened):
            service.withdraw(actor, letter_id, form.why.data, form.revision.data)
            flash(TOO_LATE if opened.is_handed_over else "The letter is withdrawn.", "success")
            return redirect(url_for("letter.show", letter_id=letter_id), 303)
    return _shown("letter/withdraw.html", form, opened)


@bp.route("/letters/<uuid:letter_id>/outcome", methods=["GET", "POST"])
@requires(Permission.LETTER_WRITE)
def outcome(letter_id: UUID) -> Page:
    """What came of it, as far as anybody has told her IDVA."""
    actor = current_actor()
    opened = service.open_letter(actor, letter_id)
    form = filled(RecordOutcome, data=_outcome_of(opened))
    form.offer(opened)
    if form.validate_on_submit():
        with _saving(form, opened):
            record_outcome(
                actor, letter_id, form.outcome.data, form.why.data or "", form.on.data,
                form.revision.data,
            )  # fmt: skip
            flash("What came of it is recorded.", "success")
            return redirect(url_for("letter.show", letter_id=letter_id), 303)
    return _shown("letter/outcome.html", form, opened)


TOO_LATE = (
    "The letter is withdrawn. It had been handed over already: tell whoever has it that it is not "
    "to be used."
)


@contextmanager
def _saving(form: Any, opened: Opened) -> Iterator[None]:
    """Show a broken rule beside its field; after a change by others, save from what stands now."""
    with form.rules():
        try:
            yield
        except Changed:
            form.revision.data = opened.letter.revision
            raise


def _shown(template: str, form: Any, opened: Opened, **more: object) -> tuple[str, int]:
    if not form.is_submitted():
        form.revision.data = opened.letter.revision
    return render_template(template, form=form, opened=opened, **more), form.status


def _on(opened: Opened, step: str) -> Response:
    """Lead to the next thing that is not done yet; at the end, to the letter."""
    letter_id, said = opened.letter.id, opened.content
    if step == "words" and (opened.wording.names_perpetrator == "no" or said.perpetrator_id):
        step = "agreement"
    if step == "agreement" and opened.has_agreement:
        step = "show"
    if step == "show":
        return redirect(url_for("letter.show", letter_id=letter_id), 303)
    return redirect(url_for(f"letter_writing.{step}", letter_id=letter_id), 303)


def _words_of(opened: Opened) -> dict[str, object]:
    said = opened.content
    nobody = NOBODY if said.agreed_on and opened.wording.names_perpetrator == "optional" else None
    return {
        "perpetrator": str(said.perpetrator_id) if said.perpetrator_id else nobody,
        "sentence": next(iter(said.sentences), NEITHER if said.agreed_on else None),
        "birth": said.birth,
        "added": said.added,
    }


def _agreement_of(opened: Opened) -> dict[str, object]:
    said = opened.content
    return {
        "agreed_on": said.agreed_on,
        "agreed_how": said.agreed_how,
        "advice_on": said.advice_on,
        "advice_from": str(said.advice_from_id or ""),
        "safe_if_seen": said.safe_if_seen,
        "safe_to_hand": said.safe_to_hand,
    }


def _outcome_of(opened: Opened) -> dict[str, object]:
    said = opened.content
    known = said.outcome.value if said.outcome else None
    return {
        "outcome": known,
        "why": said.outcome_why or None,
        "on": said.outcome_on or clock.today(),
    }


def _agreed(form: RecordAgreement) -> writing.Agreed:
    adviser = form.data_of("advice_from")
    return writing.Agreed(
        on=form.agreed_on.data,
        how=form.agreed_how.data,
        advice_on=form.data_of("advice_on"),
        advice_from_id=UUID(str(adviser)) if adviser else None,
        safe_if_seen=bool(form.data_of("safe_if_seen")),
        safe_to_hand=bool(form.data_of("safe_to_hand")),
    )
