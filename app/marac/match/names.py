"""Writes a name the one way in which names are compared: plain letters, and how it sounds.

A borough's people come from everywhere, and whoever takes a name down writes what they hear. So
Łukasz is lukasz, O’Brien obrien, MacDonald mcdonald, Abdul-Rahman abdrahman, and names that are
one name in several spellings or languages stand together in ``names.json``. Kaur and Singh say a
person's gender and are no shared surname; neither do Begum, Bibi or Devi make two women one.

Nothing that is read here is kept: no cache holds a name longer than the search that reads it.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Final

from anyascii import anyascii

LONGEST_SPELLING = 40
MOST_WORDS = 6


def _data() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Path(__file__).with_name("names.json").read_text("utf-8"))
    return read


_DATA: Final = _data()
_PARTICLES = frozenset(_DATA["particles"])
_SAYS_NOTHING = frozenset((*_DATA["titles"], *_DATA["nothing"]))
MARKERS = frozenset(_DATA["markers"])
OF_WOMEN = frozenset(_DATA["markers_of_women"])
OF_MEN = frozenset(_DATA["markers_of_men"])
_SPELLED: Final[dict[str, str]] = {word: group[0] for group in _DATA["spellings"] for word in group}

_LISTED: Final = frozenset(_SPELLED.values())
COMMON = frozenset(_SPELLED.get(word, word) for word in _DATA["common"])
"""Words that many people are called; that two people share one says less."""


def _short_forms() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_DATA["short_forms"]):
        for word in group:
            found.setdefault(_SPELLED.get(word, word), set()).add(number)
    return {word: frozenset(groups) for word, groups in found.items()}


_SHORT: Final = _short_forms()
_HEADS: Final = [_SPELLED.get(group[0], group[0]) for group in _DATA["short_forms"]]

_SERVANT = re.compile(r"abd(?:ul|ur|us|el|al)?")
_SERVANT_JOINED = re.compile(r"abd(?:ul|ur|us|el|al|i)?([a-z]{4,})")
_WITHOUT_MARKS = re.compile(r"['’‘ʼ`´ʻ]")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_WIDE = re.compile(r"[\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af]")
_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Word:
    """One word of a name: as it was written in plain letters, and its usual spelling.

    What else is asked of it is worked out when it is first asked, and once.
    """

    written: str
    text: str

    @cached_property
    def sound(self) -> str:
        """How it sounds: see ``sound_of``."""
        return sound_of(self.text)

    @cached_property
    def opens(self) -> str:
        """Which kind of vowel comes first, ``front`` or ``back``; empty if none does."""
        return _opening(self.text)

    @property
    def is_marker(self) -> bool:
        """Whether it says somebody's gender rather than who they are."""
        return self.text in MARKERS

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter."""
        return len(self.text) == 1

    @property
    def is_listed(self) -> bool:
        """Whether it is one of the names of which the usual spellings are known."""
        return self.text in _LISTED

    @cached_property
    def has_no_vowels(self) -> bool:
        """Whether it was written in a script that leaves vowels out."""
        return len(self.text) > 1 and not set(self.text) & set("aeiou")

    @cached_property
    def sounds(self) -> frozenset[str]:
        """How it sounds, and how the names sound of which it is a short form."""
        return frozenset({self.sound, *(sound_of(_HEADS[n]) for n in self.short_forms)})

    @property
    def short_forms(self) -> frozenset[int]:
        """The families of short forms that it belongs to."""
        return _SHORT.get(self.text, frozenset())


Reading = Callable[[str], tuple[Word, ...]]
"""``words``, or what ``reading`` returns."""


def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name, without titles and particles; at most six."""
    return _read(_word, name)


def reading() -> Reading:
    """Return a ``words`` for one search, which reads each name and each word once.

    Whoever makes it lets go of it when the search is over: with it goes every name it has read.
    """
    return cache(partial(_read, cache(_word)))


def strong(given: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words that say who somebody is; if there are none, all of them."""
    return tuple(word for word in given if not word.is_marker) or given


def _read(word: Callable[[str], Word], name: str) -> tuple[Word, ...]:
    parts = _joined(_plain(name))
    kept = [part for part in parts if part not in _SAYS_NOTHING]
    essential = [part for part in kept if part not in _PARTICLES] or kept
    return tuple(word(part) for part in essential[:MOST_WORDS])


def _word(part: str) -> Word:
    return Word(part, _SPELLED.get(part, part))


def _plain(name: str) -> list[str]:
    """Plain small letters, a word each."""
    latin = anyascii(_WITHOUT_MARKS.sub("", name[:200]))
    if _WIDE.search(name):
        latin = _INSIDE.sub(" ", latin)
    latin = _WITHOUT_MARKS.sub("", latin).lower()
    return [part[:LONGEST_SPELLING] for part in _NOT_LETTERS.split(latin) if part]


def _joined(parts: list[str]) -> list[str]:
    """Put together what is one name written as two: O Brien, Mc Donald, Abdul Rahman."""
    found: list[str] = []
    rest = list(parts)
    while rest:
        part = rest.pop(0)
        if part in ("o", "mc", "mac") and rest:
            part = ("mc" if part != "o" else "o") + rest.pop(0)
        elif _SERVANT.fullmatch(part):
            while rest and rest[0] in _PARTICLES:
                rest.pop(0)
            part = "abd" + rest.pop(0) if rest else part
        found.append(_one_spelling(part))
    return found


def _one_spelling(part: str) -> str:
    if part.startswith("mac") and len(part) >= 6:
        return "mc" + part[3:]
    part = part.removeprefix("c") if part.startswith("cabd") else part
    servant = _SERVANT_JOINED.fullmatch(part)
    if servant and not part.startswith("abdull"):
        rest = str(servant[1])
        return "abd" + _SPELLED.get(rest, rest)
    return part


# ---- how it sounds -----------------------------------------------------------------------------

_FIRST = (("kn", "n"), ("gn", "n"), ("wr", "r"), ("ps", "s"), ("hs", "s"), ("x", "s"), ("ts", "s"))
_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ght", "t"),
        (r"mps", "ms"),
        (r"mb$", "m"),
        (r"ph", "f"),
        (r"dzh|dj|xh", "j"),
        (r"gh|kh|ck|cq|q", "k"),
        (r"ch(?=[lr])", "k"),
        (r"sch|tch|tsch|sh|sz|cz|ch|ts|tz", "s"),
        (r"th|dh|d", "t"),
        (r"bh|b", "p"),
        (r"c(?=[eiy])", "s"),
        (r"x", "ks"),
        (r"[cg]", "k"),
        (r"z", "s"),
        (r"(?<=[aeiou])[wy](?![aeiou])", ""),
        (r"[wv]", "f"),
    )
)


def sound_of(text: str) -> str:
    """Return the consonants that are heard, voiced and voiceless as one; a first vowel as ``a``.

    Coarse on purpose: it only chooses who is compared at all.
    """
    for start, by in _FIRST:
        if text.startswith(start):
            text = by + text[len(start) :]
            break
    for pattern, by in _RULES:
        text = pattern.sub(by, text)
    first, rest = text[:1], re.sub(r"[aeiouyh]", "", text[1:])
    first = "a" if first in "aeiou" and first else "j" if first in ("y", "j") and first else first
    return re.sub(r"(.)\1+", r"\1", first + rest)


def _opening(text: str) -> str:
    """Which kind of vowel comes first: Hassan and Hussain share their consonants and not this."""
    found = re.search(r"[aeiouy]", text[1:] if text[:1] in "yw" else text)
    return "" if found is None else "back" if found[0] in "ou" else "front"
