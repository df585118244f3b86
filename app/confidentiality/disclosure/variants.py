"""Turns what never leaves, and names, into patterns that find them however they are written.

A house, a road and a school are found by themselves, without the town after them; a postcode and a
number however they are spaced, and by the half that is enough to find somebody; a name without its
accents, with any apostrophe or hyphen or with none. Every pattern is for text that was read by
``folding``. Words that are ordinary English are only found where a capital letter begins them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.confidentiality.disclosure.contact import ROADS
from app.confidentiality.disclosure.folding import folded


class Sought(NamedTuple):
    """A pattern for folded text. ``large``: only where a capital letter begins it."""

    pattern: re.Pattern[str]
    large: bool = False


_START, _END = r"(?<!\w)", r"(?!\w)"
_GAP, _WIDE = r"[\W_]{0,3}", r"[\W_]{0,4}"
_FEWEST, _SHORTEST_HOUSE, _SHORTEST_NUMBER, _LAST_DIGITS = 3, 5, 7, 6
_POSTCODE = re.compile(r"([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})")
_SAME = (
    ("street", "st"), ("road", "rd"), ("lane", "ln"), ("avenue", "ave", "av"), ("close", "cl"),
    ("drive", "dr"), ("court", "ct"), ("gardens", "gdns", "gardens"), ("grove", "gr", "gv"),
    ("place", "pl"), ("square", "sq"), ("terrace", "terr", "tce"), ("crescent", "cres"),
    ("saint", "st"), ("and", "&"), ("primary", "prim"), ("church", "c"),
)  # fmt: skip
_ROAD_WORDS = frozenset(ROADS.split("|")) | {
    "cottage", "cottages", "lodge", "farm", "villa", "villas", "building", "buildings", "tower",
    "towers", "flats", "hostel", "refuge", "apartments", "mansions", "heights", "point", "quay",
}  # fmt: skip
_FLATS = frozenset({"flat", "unit", "room", "apartment", "apt", "floor", "c", "o", "co", "no"})
_SCHOOL = (
    r"(?:primary|infants?|juniors?|nursery|academy|school|college|high|secondary|catholic|grammar"
    r"|church|pre-?school|kindergarten|of|england|c ?of ?e|rc|ce)"
)
_IS_SCHOOL = re.compile(rf"(?<!\w){_SCHOOL}(?!\w)")
_COMMON = frozenset(
    "a an and as at be but by do for from go had has he her him his how i if in is it its may me "
    "my no nor not of off on one or our out she so that the then they this to too up us was we "
    "were will with you art bill bob chase cook day dean dawn drew eve faith field frank gene "
    "grace grant green guy hill holly hope iris ivy jay joy king lance lily long mark miles mills "
    "moss park pat penny price rain ray rich rob rose round sage sky summer sue wade ward west "
    "white wood young april august june autumn baker black brown bishop brook carol church cross "
    "daisy fox heath jade jasmine lane mercy mill noble olive pearl poppy prince rowan ruby "
    "robin sandy small stone storm swift victor violet winter will wise old new high low north "
    "south east station lower upper middle great little main common court house".split()
)
_NEVER_ALONE = frozenset(
    "an as at be by do go he if in is it me mr ms my no of oh ok on or so to up us we dr mrs miss "
    "the and von van bin ibn del der den las los aka not known unknown".split()
)
"""What is no name by itself, whatever stands in the box for names."""


@lru_cache(maxsize=2048)
def of_words(words: str) -> tuple[Sought, ...]:
    """Return the patterns for words that never leave: address, postcode, number or school."""
    found: dict[str, Sought] = {}
    for each in (*_whole(words), *_of_code(words), *_of_number(words), *_of_parts(words)):
        found.setdefault(each.pattern.pattern, each)
    return tuple(found.values())


@lru_cache(maxsize=2048)
def of_name(name: str) -> tuple[Sought, ...]:
    """Return the patterns for a whole name and each part of it."""
    whole = _tokens(name)
    parts = [part.strip(".,;:'\"()") for part in folded(name).read.split()]
    found = []
    if len(whole) > 1:
        found.append(Sought(_joined(whole)))
        found += _initials(name)
    if len(whole) == 1 or len(parts) > 1:
        found += [one for part in parts for one in _single(part)]
    elif len(parts) == 1:
        found += [one for part in whole for one in _single(part)]
    return tuple(sorted(found, key=lambda each: len(each.pattern.pattern), reverse=True))


def _single(part: str) -> Iterator[Sought]:
    tokens = _tokens(part)
    letters = "".join(tokens)
    if letters in _NEVER_ALONE or len(letters) < _FEWEST - 1 or letters.isdigit():
        return
    short = len(letters) < _FEWEST
    yield Sought(_joined(tokens), large=short or letters in _COMMON)


def _initials(name: str) -> list[Sought]:
    """Return a pattern for the first letters of a name, each with its stop."""
    letters = [token[0] for token in _tokens(name.replace("'", "").replace("’", ""))]
    if len(letters) < 2:
        return []
    stops = r"\.[\s-]?".join(map(re.escape, letters))
    return [Sought(re.compile(rf"{_START}{stops}(?:\.|{_END})"), large=True)]


def _whole(words: str) -> Iterator[Sought]:
    tokens = _tokens(words)
    if len("".join(tokens)) >= _FEWEST:
        common = all(one in _COMMON | _ROAD_WORDS for one in tokens)
        yield Sought(_joined(tokens), large=common)


def _of_code(line: str) -> Iterator[Sought]:
    """Find a postcode however it is spaced, and its first half by itself."""
    for outward, inward in _POSTCODE.findall(folded(line).read):
        letters = [_looks_like(each) for each in outward + inward]
        yield Sought(re.compile(_START + _GAP.join(letters) + _END))
        rest = rf"(?!{_GAP}\d[a-z]{{2}}(?!\w))"
        yield Sought(re.compile(_START + re.escape(outward) + _END + rest))


def _looks_like(letter: str) -> str:
    return {"0": "[0o]", "o": "[0o]", "1": "[1il]", "i": "[1il]"}.get(letter, re.escape(letter))


def _of_number(line: str) -> Iterator[Sought]:
    """Find a telephone number however it is spaced, with the country’s number, and its end."""
    if re.search(r"[^\d\s+().\-–/]", folded(line).read):
        return
    digits = re.sub(r"\D", "", line)
    digits = re.sub(r"^(?:00)?44(?:0)?", "0", digits) if len(digits) > 10 else digits
    if len(digits) < _SHORTEST_NUMBER:
        return
    spaced = [_looks_like(each) for each in digits.removeprefix("0")]
    begins = r"(?:(?:\+|00)?[\W_]{0,2}44[\W_]{0,3})?(?:[(\[]?[0o][)\]]?)?"
    yield Sought(re.compile(rf"(?<!\w){begins}{_WIDE}{_WIDE.join(spaced)}(?!\w)"))
    yield Sought(re.compile(rf"(?<!\w){_GAP.join(spaced[-_LAST_DIGITS:])}(?!\w)"))


def _of_parts(words: str) -> Iterator[Sought]:
    """Find the house, the road and the school by themselves; never a town by itself."""
    parts = [part for part in re.split(r"[,\n;]+", folded(words).read) if _tokens(part)]
    parts = [part for part in parts if not _POSTCODE.fullmatch(part.strip())]
    named = [n for n, part in enumerate(parts) if _is_named(part)]
    last = max(named, default=0)
    for number, part in enumerate(parts[: last + 1]):
        tokens = _tokens(part)
        if _IS_SCHOOL.search(part):
            yield from _of_school(tokens)
        if number in named or len(parts) > 1:
            yield from _whole(part) if any(each.isdigit() for each in part) else ()
            yield from _of_place([one for one in tokens if not one[0].isdigit()])


def _is_named(part: str) -> bool:
    tokens = _tokens(part)
    has_road = len(tokens) > 1 and tokens[-1] in _ROAD_WORDS
    return has_road or part.strip()[:1].isdigit() or bool(_IS_SCHOOL.search(part))


def _of_place(tokens: list[str]) -> Iterator[Sought]:
    """Find a house or a road; ``The Green`` and one word alone only with a capital letter."""
    while tokens and tokens[0] in _FLATS:
        tokens = tokens[2:] if len(tokens) > 1 and len(tokens[1]) == 1 else tokens[1:]
    letters = "".join(tokens)
    if len(letters) < _SHORTEST_HOUSE or (len(tokens) == 1 and letters in _COMMON | _ROAD_WORDS):
        return
    own = [one for one in tokens if one not in _COMMON | _ROAD_WORDS]
    yield Sought(_joined(tokens), large=len(tokens) == 1 or not own)


def _of_school(tokens: list[str]) -> Iterator[Sought]:
    """Find a school by its own name, with any word for a school after it, or by a saint alone."""
    own = list(tokens)
    while own and _IS_SCHOOL.fullmatch(own[-1]):
        own.pop()
    if not own:
        return
    yield Sought(re.compile(_joined(own).pattern + rf"(?:[\W_]{{1,3}}{_SCHOOL}(?!\w)){{1,5}}"))
    if len("".join(own)) >= _SHORTEST_HOUSE and len(own) > 1:
        yield Sought(_joined(own), large=all(one in _COMMON for one in own))


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+|&", folded(text).read)


def _joined(tokens: list[str]) -> re.Pattern[str]:
    """Return a pattern for words with whatever may stand between them, or nothing."""
    return re.compile(_START + _GAP.join(_any_of(token) for token in tokens) + _END)


def _any_of(token: str) -> str:
    same = {other for group in _SAME if token in group for other in group} | {token}
    choices = "|".join(re.escape(each) for each in sorted(same, key=len, reverse=True))
    return f"(?:{choices})" if len(same) > 1 else choices
