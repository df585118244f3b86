"""Asks whether a chair's decision is whole, and whether its words may be said at all."""

from collections.abc import Iterator
from datetime import date

from app import clock
from app.access.actor import Actor
from app.accounts.agency.screening import screened
from app.confidentiality.disclosure.building import (
    STATUS_IN_WORDS,
    ShownItem,
    in_words,
    shown_items,
    taken_from,
)
from app.confidentiality.disclosure.content import Chosen, ItemChoice
from app.confidentiality.disclosure.handers import handers
from app.confidentiality.disclosure.opening import OpenedRequest
from app.confidentiality.disclosure.requesting import KEPT_FROM, is_kept_from
from app.confidentiality.disclosure.rules import (
    CHANGED_MEANWHILE,
    COOLING_OFF,
    Outcome,
    not_before,
    require_words,
)
from app.confidentiality.disclosure.status import tells_status
from app.confidentiality.gate.rules import check_expiry
from app.confidentiality.recipient.rules import RecipientKind, Way, way_of
from app.firewall.screen import screen_commitment
from app.refusals import Changed, NotVisible, RuleBroken

STATUS_IN_ITEM = (
    "A part of this says, or may say, something of immigration status, and is never shared. Select "
    "‘Part’ or ‘Nothing’."
)
STATUS_IN_REASON = (
    "Whoever asked reads this, and it says, or may say, something of immigration status. Say the "
    "reason without it."
)
LEFT_OUT = " left out"
TAKE_OUT = (
    "Whoever receives this reads these words. Take out what does not leave in words of yours "
    "either: {what}."
)


def check_chosen(opened: OpenedRequest, chosen: Chosen) -> None:
    """Raise ``RuleBroken`` unless every item is decided, with reasons, and the terms hold."""
    if [each.key for each in chosen.items] != [item.key for item in opened.items]:
        raise Changed("send", CHANGED_MEANWHILE)
    pairs = zip(chosen.items, shown_items(opened), strict=True)
    for number, (choice, shown) in enumerate(pairs):
        _check_item(opened, number, choice, shown, says_why=chosen.outcome is not Outcome.REFUSED)
    if chosen.outcome is Outcome.REFUSED:
        require_words("reasons", chosen.reasons, "why nothing is shared")
        return
    if tells_status(chosen.conditions):
        raise RuleBroken("conditions", STATUS_IN_WORDS)
    _take_out("conditions", taken_from(opened, chosen.conditions))
    _check_terms(opened, chosen)


def screen_chosen(actor: Actor, chosen: Chosen) -> None:
    """Ask the firewall about every word that a chair writes for others to read."""
    for field, text, part in _written(chosen):
        if text.strip():
            screened(actor, screen_commitment(text), field, f"disclosure.{part}")
        if part == "reason" and tells_status(text):
            raise RuleBroken(field, STATUS_IN_REASON)


def way_for(opened: OpenedRequest) -> Way:
    """Say how it reaches the recipient."""
    to = opened.recipient
    if to is None:
        raise NotVisible()
    return way_of(RecipientKind(to.kind), is_member=to.agency_id is not None)


def first_day(opened: OpenedRequest) -> date | None:
    """Return the first day on which a demand can be decided, from what its requester signed."""
    if opened.asked_at is None:
        return opened.row.not_before
    on = clock.london(opened.asked_at).date()
    return not_before(opened.asked.ground, on, opened.asked.demand.judge_until)


def _check_item(
    opened: OpenedRequest, number: int, choice: ItemChoice, shown: ShownItem, *, says_why: bool
) -> None:
    if choice.answer is Outcome.FULL and shown.flagged:
        raise RuleBroken(f"answer_{number}", STATUS_IN_ITEM)
    if choice.answer is not Outcome.FULL and says_why:
        require_words(f"reason_{number}", choice.reason, "why, for the requester and the file")
    if choice.shown and choice.answer is not Outcome.REFUSED:
        require_words(f"why_{number}", choice.why_shown, "why the reader needs the names")
    if tells_status(choice.instead):
        raise RuleBroken(f"instead_{number}", STATUS_IN_WORDS)
    _take_out(f"instead_{number}", taken_from(opened, choice.instead, shown.item, choice.shown))


def _take_out(field: str, found: tuple[str, ...]) -> None:
    """Raise ``RuleBroken`` for words of a chair that hold what never leaves, or a name."""
    if found:
        what = ", ".join(_in_plain_words(each) for each in found)
        raise RuleBroken(field, TAKE_OUT.format(what=what))


def _in_plain_words(instead: str) -> str:
    said = instead.strip("[]")
    if not said.endswith(LEFT_OUT):
        return f"the name of {said}"
    kind = said.removesuffix(LEFT_OUT)
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _check_terms(opened: OpenedRequest, chosen: Chosen) -> None:
    row, to = opened.row, opened.recipient
    first = first_day(opened)
    if first is not None and clock.today() < first:
        raise RuleBroken("send", COOLING_OFF.format(day=in_words(first)))
    if to is None or is_kept_from(opened.ring, row, [to.agency_id] if to.agency_id else []):
        raise RuleBroken("send", KEPT_FROM)
    check_expiry(chosen.expires_on, clock.today())
    if way_for(opened) is Way.BROWSER and not chosen.readers:
        raise RuleBroken("readers", "Select who may read it.")
    if way_for(opened) is not Way.BROWSER and chosen.hand_over_by not in {
        each.id for each in handers(opened)
    }:
        raise RuleBroken("hand_over_by", "Select who hands it over.")


def _written(chosen: Chosen) -> Iterator[tuple[str, str, str]]:
    yield "reasons", chosen.reasons, "reason"
    yield "conditions", chosen.conditions, "conditions"
    for number, each in enumerate(chosen.items):
        yield f"reason_{number}", each.reason, "reason"
        yield f"why_{number}", each.why_shown, "reason"
        yield f"instead_{number}", each.instead, "words"
