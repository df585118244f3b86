"""Takes out of a text what never leaves, and the names of people whom the reader need not know.

Addresses, numbers, e-mail addresses and postcodes in running text are always taken out: four of the
seven reprimands of the ICO about victims’ data were for a safe address in the wrong hands, one of
them typed into notes (ICO, September and November 2023). Safe contact has an item of its own.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from app.confidentiality.disclosure.ports import Somebody

ADDRESS, NUMBER, MAIL = "[address left out]", "[number left out]", "[e-mail left out]"
_ROADS = (
    r"street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|gardens|grove|place|square|terrace"
    r"|crescent|mews|hill|row|walk|park|house|green|yard|wharf|wharfside|parade|rise|view|estate"
)
_POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]?[\s\u00a0]{0,3}[0-9][a-z]{2}\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w])(?:\+|00)?\(?\d[\d\s\u00a0().\-–]{7,17}\d(?!\w)")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_STREET = re.compile(
    rf"\b(?:(?:flat|unit|room|apartment)\s+\w{{1,4}},?\s+)?\d{{1,4}}[a-z]?,?\s+"
    rf"(?:[A-Z][\w'’-]*\s+){{1,4}}(?:{_ROADS})\b\.?",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 3
_START, _BETWEEN, _END = r"(?<!\w)", r"[\s,]*", r"(?!\w)"
_TIME_OR_DATE = re.compile(r"\d{1,2}[.:]\d{2}|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}")


def redacted(
    text: str,
    never: Sequence[tuple[str, str]],
    people: Iterable[Somebody],
    shown: Collection[str] = (),
    *,
    contact: bool = False,
    victim_named: bool = True,
) -> str:
    """Return a text without what never leaves and without other people's names.

    ``shown``: the keys of people whose names stay. ``contact``: this is the item about safe
    contact, in which a safe number may stand. The victim is named unless ``victim_named`` is False.
    """
    everybody = list(people)
    named = {each.key for each in everybody if each.is_victim and victim_named} | set(shown)
    text = unicodedata.normalize("NFC", text)
    for words, instead in never:
        text = _without(text, words, instead)
    if not contact:
        text = _bare_of_contact(text)
    stays = {name.casefold() for each in everybody if each.key in named for name in names_of(each)}
    for each in everybody:
        if each.key not in named:
            for name in names_of(each):
                text = text if name.casefold() in stays else _without(text, name, f"[{each.role}]")
    return text


def _bare_of_contact(text: str) -> str:
    text = _POSTCODE.sub(ADDRESS, _STREET.sub(ADDRESS, _MAIL.sub(MAIL, text)))
    return _PHONE.sub(_unless_a_date, text)


def names_of(somebody: Somebody) -> list[str]:
    """Return the whole names and their parts, the longest first, so that no half of one is left."""
    whole = [" ".join(name.split()) for name in somebody.names if name.strip()]
    parts = [part.strip(".,;:'’\"()") for name in whole for part in name.split()]
    found = {each for each in (*whole, *parts) if len(each) >= _FEWEST_LETTERS}
    return sorted(found - _NOT_NAMES, key=len, reverse=True)


_NOT_NAMES = frozenset({"Not known", "not known", "Not", "not", "known", "Unknown", "unknown"})


def _without(text: str, words: str, instead: str) -> str:
    """Take out words however they are spaced or cased; each line of several by itself too."""
    for each in (words, *words.splitlines()):
        bare = [re.escape(part) for part in re.split(r"[\s,]+", each.strip(" ,.")) if part]
        if bare and len("".join(bare)) >= _FEWEST_LETTERS:
            pattern = _START + _BETWEEN.join(bare) + _END
            text = re.sub(pattern, lambda _: instead, text, flags=re.IGNORECASE)
    return text


def _unless_a_date(found: re.Match[str]) -> str:
    return found[0] if _TIME_OR_DATE.fullmatch(found[0].strip()) else NUMBER
