"""Takes whom nobody here knows as words for the officers, so that no answer says who works here.

On the pages and in a file somebody signed in is told at once that an address is nobody's. Whoever
stole a token could ask so for one address after another. Here the answer is the same for everybody.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.access.actor import Actor
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people
from app.marac.referral.parts import MOST_PARTS, Part
from app.marac.referral.reading import KEPT, Reading, read_referral
from app.marac.referral.rules import LONGEST_TEXT
from app.refusals import RuleBroken

LONGEST_REASON = 1000
ENTRY = re.compile(r"kept_from\.(\d+)(.*)")
TOO_MUCH = (
    f"Together with “watch_for” this must be {LONGEST_TEXT} characters or fewer. Shorten the "
    "reasons, and telephone the coordinator with the rest."
)


def read_in_words(actor: Actor, given: Mapping[str, Any]) -> Reading:
    """As ``read_referral``; a person in ``kept_from`` whom nobody knows becomes ``watch_for``.

    Everything else about such an entry is checked as if the person were known, and faults keep the
    places that the sender gave them.
    """
    listed = given.get("kept_from")
    if not isinstance(listed, list) or len(listed) > MOST_PARTS:
        return read_referral(actor, given)
    named = {place: each for place, each in enumerate(map(_in_words, listed)) if each}
    _check_length(given, named.values())
    known = _known(actor)
    strange = {place: words for place, (who, words) in named.items() if who not in known}
    places = [place for place in range(len(listed)) if place not in strange]
    told = dict(given) | {"kept_from": [listed[place] for place in places]}
    if strange:
        told |= _watched(given, strange.values())
    try:
        return read_referral(actor, told)
    except RuleBroken as broken:
        raise RuleBroken(_as_given(broken.field, places), broken.message) from None


def _in_words(entry: Any) -> tuple[str, str] | None:
    """Return the address and the words of an entry that names one person and is well made."""
    try:
        part = Part(entry, "", KEPT)
        person, agency, reason = part.line("person"), part.line("agency"), part.words("reason")
    except RuleBroken:
        return None
    if not person or agency or len(reason) > LONGEST_REASON:
        return None
    return person.lower(), f"To be kept from {person}. {reason}".strip()


def _known(actor: Actor) -> set[str]:
    at_work = [each for each in people(actor) if each.state != PersonState.LEFT]
    return {name for each in at_work for name in (each.email.lower(), str(each.id))}


def _check_length(given: Mapping[str, Any], named: Iterable[tuple[str, str]]) -> None:
    """Refuse what would not fit, whether or not anybody of it is known."""
    watched = _watch_for(given)
    if len("\n".join((watched, *(words for _, words in named)))) > LONGEST_TEXT >= len(watched):
        raise RuleBroken("kept_from", TOO_MUCH)


def _watch_for(given: Mapping[str, Any]) -> str:
    summary = given.get("summary")
    watched = summary.get("watch_for") if isinstance(summary, Mapping) else None
    return watched if isinstance(watched, str) else ""


def _watched(given: Mapping[str, Any], strange: Iterable[str]) -> dict[str, Any]:
    """Return the summary with these words; a summary that cannot be read is refused anyway."""
    summary = given.get("summary")
    if not isinstance(summary, Mapping) or not isinstance(summary.get("watch_for"), str | None):
        return {}
    words = "\n".join(each for each in (_watch_for(given), *strange) if each)
    return {"summary": dict(summary) | {"watch_for": words}}


def _as_given(field: str, places: list[int]) -> str:
    match = ENTRY.fullmatch(field)
    return f"kept_from.{places[int(match[1])]}{match[2]}" if match else field
