"""Takes out of a text what never leaves, and the names of people whom the reader need not know.

Addresses, numbers, e-mail addresses and postcodes in running text are always taken out: four of the
seven reprimands of the ICO about victims’ data were for a safe address in the wrong hands, one of
them typed into notes (ICO, September and November 2023). Safe contact has an item of its own.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

from app.confidentiality.disclosure.contact import ways_to_reach
from app.confidentiality.disclosure.folding import Folded, folded
from app.confidentiality.disclosure.ports import Somebody
from app.confidentiality.disclosure.variants import Sought, of_name, of_words

Span = tuple[int, int, str]
_FEWEST_LETTERS = 3
_TWICE = re.compile(r"(\[[\w -]+ left out\])(?:[\s,]+\1)+")
_NOT_NAMES = frozenset({"Not known", "not known", "Not", "not", "known", "Unknown", "unknown"})


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

    ``shown``: the keys of people whose names stay. ``contact``: this is the line of a safe number
    or address, in which it may stand. The victim is named unless ``victim_named`` is False.
    """
    text = unicodedata.normalize("NFC", text)
    spans = _merged(_spans(text, never, people, shown, contact=contact, victim_named=victim_named))
    for start, end, instead in reversed(spans):
        text = text[:start] + instead + text[end:]
    return _TWICE.sub(r"\1", text) if spans else text


def left_out_of(
    text: str,
    never: Sequence[tuple[str, str]],
    people: Iterable[Somebody],
    shown: Collection[str] = (),
    *,
    victim_named: bool = True,
) -> tuple[str, ...]:
    """Return what would stand in the place of words of this text, each once; nothing if it stays.

    The words themselves are not returned: a message beside a field repeats nothing of a case.
    """
    text = unicodedata.normalize("NFC", text)
    spans = _merged(_spans(text, never, people, shown, contact=False, victim_named=victim_named))
    return tuple(dict.fromkeys(instead for _, _, instead in spans))


def names_of(somebody: Somebody) -> list[str]:
    """Return the whole names and their parts, the longest first."""
    whole = [" ".join(name.split()) for name in somebody.names if name.strip()]
    parts = [part.strip(".,;:'’\"()") for name in whole for part in name.split()]
    found = {each for each in (*whole, *parts) if len(each) >= _FEWEST_LETTERS}
    return sorted(found - _NOT_NAMES, key=len, reverse=True)


def is_named(text: str, somebody: Somebody) -> bool:
    """Say whether a text names somebody, however their name is written."""
    read = folded(unicodedata.normalize("NFC", text))
    return any(True for name in _names(somebody) for _ in _found(read, of_name(name)))


def _spans(
    text: str,
    never: Sequence[tuple[str, str]],
    people: Iterable[Somebody],
    shown: Collection[str],
    *,
    contact: bool,
    victim_named: bool,
) -> Iterator[Span]:
    everybody, read = list(people), folded(text)
    for words, instead in never:
        yield from ((*span, instead) for span in _found(read, of_words(words)))
    if not contact:
        yield from ways_to_reach(text)
    named = {each.key for each in everybody if each.is_victim and victim_named} | set(shown)
    stays = {
        sought
        for each in everybody
        if each.key in named
        for name in _names(each)
        for sought in of_name(name)
    }
    for each in everybody:
        if each.key in named:
            continue
        for name in _names(each):
            sought = [one for one in of_name(name) if one not in stays]
            yield from ((*span, f"[{each.role}]") for span in _found(read, sought))


def _names(somebody: Somebody) -> list[str]:
    return [name for name in somebody.names if name.strip() and name.strip() not in _NOT_NAMES]


def _found(read: Folded, sought: Iterable[Sought]) -> Iterator[tuple[int, int]]:
    for pattern, large in sought:
        for match in pattern.finditer(read.read):
            if match.end() > match.start() and (not large or read.begins_large(match.start())):
                yield read.span(match.start(), match.end())


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return what is to be taken out, in order: what overlaps is one, called what came first."""
    order = [(start, end, place, instead) for place, (start, end, instead) in enumerate(spans)]
    merged: list[tuple[int, int, int, str]] = []
    for start, end, place, instead in sorted(order):
        if merged and start < merged[-1][1]:
            before = merged[-1]
            first = min((before[2], before[3]), (place, instead))
            merged[-1] = (before[0], max(before[1], end), *first)
        else:
            merged.append((start, end, place, instead))
    return [(start, end, instead) for start, end, _, instead in merged]
