"""The page of one letter, and a letter on paper as a browser shows it."""

from datetime import date
from uuid import UUID

from flask import Response, make_response, render_template

from app.access.permissions import Permission
from app.accounts.person.queries import person_names
from app.confidentiality.recipient.queries import recipient
from app.marac.letter import shown
from app.marac.letter.forms import AskChair
from app.marac.letter.opened import Opened, block_of
from app.marac.letter.rules import STATE_COLOURS, STATE_LABELS
from app.web.guard import current_actor

DRAFT_NAME, COPY_NAME = "MARAC-draft.pdf", "MARAC-copy.pdf"
COPY = "Copy for the file"


def page_of(opened: Opened, form: AskChair) -> str:
    """The page of one letter."""
    actor = current_actor()
    names = person_names(shown.people_in(opened))
    return render_template(
        "letter/show.html",
        opened=opened,
        paper=opened.drawn(block_of(opened), dated_of(opened)),
        form=form,
        labels=STATE_LABELS,
        colours=STATE_COLOURS,
        names=names,
        to=shown.recipient_rows(opened.goes, opened.facts.victim.name),
        agreed=shown.agreement_rows(opened, names, advisers_of(opened)),
        outcome=shown.outcome_rows(opened, names),
        writes=actor.may(Permission.LETTER_WRITE),
        decides=actor.may(Permission.DISCLOSURE_DECIDE),
        hands_over=actor.person_id == opened.hander_id,
    )


def pdf_answer(pdf: bytes, name: str) -> Response:
    """Return a PDF to be looked at in the browser; its name says nothing of anybody."""
    answer = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def dated_of(opened: Opened) -> date | None:
    """Return the day on the paper: a chair’s letter has that of the signature."""
    row = opened.release
    return row.decided_on if row is not None and not opened.wording.by_member else None


def advisers_of(opened: Opened) -> dict[UUID, str]:
    """Return the name of the adviser with whom advice was offered, as the register has it."""
    found = opened.content.advice_from_id
    return {found: recipient(opened.ring.actor, found).name} if found else {}
