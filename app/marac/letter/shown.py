"""A letter as its pages show it: rows of words, who did what, the list in groups."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.confidentiality.recipient.rules import KIND_LABELS, REGULATED, RecipientKind
from app.marac.letter.opened import Goes, Opened
from app.marac.letter.rules import (
    HOW_LABELS,
    OUTCOME_LABELS,
    OVER,
    WHY_REFUSED_LABELS,
    How,
    LetterState,
    Outcome,
    WhyRefused,
)
from app.marac.letter.service import Listed
from app.web.templating import day

Rows = list[dict[str, Any]]


def grouped(found: Sequence[Listed]) -> list[tuple[str, list[Listed]]]:
    """Return a list in the order of what is to be done: by a chair, by a writer, by nobody."""
    waits = [one for one in found if one.state is LetterState.ASKED]
    done = [one for one in found if one.state in OVER]
    rest = [one for one in found if one not in waits and one not in done]
    groups = (("Waiting for the chair", waits), ("In hand", rest), ("Finished", done))
    return [(heading, each) for heading, each in groups if each]


def people_in(opened: Opened) -> set[UUID]:
    """Return the ids of everybody at work whom the page of a letter names."""
    row, said = opened.letter, opened.content
    known = (
        row.drafted_by, row.requester_id, opened.hander_id, said.agreed_recorded_by,
        said.advice_offered_by, said.member_id, said.not_signed_by, said.withdrawn_by,
        said.outcome_by, opened.release.decided_by if opened.release else None,
    )  # fmt: skip
    return {each for each in known if each is not None}


def recipient_rows(goes: Goes | None, victim: str) -> Rows:
    """To whom a letter goes, with the number on the public register."""
    if goes is None:
        return []
    kind = RecipientKind(goes.row.kind)
    if kind is RecipientKind.VICTIM:
        return [_row("To", f"Into the hand of {victim}"), _row("How", "In person, never by post")]
    rows = [_row("To", goes.entry.name), _row("Class", KIND_LABELS[kind])]
    if kind in REGULATED:
        rows.append(_row("Number on the public register", goes.entry.number))
    if goes.attention:
        rows.append(_row("For the attention of", goes.attention))
    how = "They read it here, after signing in" if goes.in_browser else "As a locked file"
    return [*rows, _row("Address", goes.entry.postal_address), _row("How", how)]


def agreement_rows(opened: Opened, names: dict[UUID, str], advisers: dict[UUID, str]) -> Rows:
    """What is recorded of her agreement, and of the advice that was offered."""
    said = opened.content
    if said.agreed_on is None:
        return []
    rows = [
        _row("She agreed on", day(said.agreed_on)),
        _row("How she was asked", HOW_LABELS[How(said.agreed_how)]),
        _row("Recorded by", _by(said.agreed_recorded_by, names)),
    ]
    if said.advice_on is not None and said.advice_from_id is not None:
        offered = f"{day(said.advice_on)}, by {_by(said.advice_offered_by, names)}"
        rows.append(_row("Regulated advice offered", offered))
        rows.append(_row("With", advisers.get(said.advice_from_id, "")))
    if opened.wording.court_bundle:
        rows.append(_row("If he sees it", "She knows that he may, and says that this is safe"))
    if opened.goes_by_hand:
        rows.append(_row("Handing it over", "In person, at a contact that is safe"))
    return rows


def outcome_rows(opened: Opened, names: dict[UUID, str]) -> Rows:
    """What came of a letter."""
    said = opened.content
    if said.outcome is None or said.outcome_on is None:
        return []
    rows = [_row("What came of it", OUTCOME_LABELS[Outcome(said.outcome)])]
    if said.outcome_why:
        rows.append(_row("Why", WHY_REFUSED_LABELS[WhyRefused(said.outcome_why)]))
    return [*rows, _row("Heard on", f"{day(said.outcome_on)}, {_by(said.outcome_by, names)}")]


def _row(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value}


def _by(person_id: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(person_id, "") if person_id else ""
