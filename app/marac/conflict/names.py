"""How somebody's name compares with the names of a person in a case: the same, like it, a family's.

It finds reasons to ask, and is right about nobody: two people may be called the same. The words of
names are compared as the matching of records does (``match.names``, ``match.likeness``).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Self

from app.marac.match.likeness import alike
from app.marac.match.names import Reading, Word, words

ALIKE = 0.9
"""From here on two words may be one name, spelt otherwise."""
Alike = Callable[[Word, Word], float]


class Likeness(IntEnum):
    """How one name is like another; the strongest comes first."""

    SAME_NAME = 1
    LIKE_NAME = 2
    SAME_SURNAME = 3


def parts(text: str) -> tuple[str, ...]:
    """The words of a name in small plain letters: no accents, hyphens taken apart."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W\d_]+", plain.casefold()))


@dataclass(frozen=True)
class Name:
    """A name taken apart once: all its words, and those that point to a family or a person."""

    whole: tuple[str, ...]
    telling: tuple[Word, ...]

    @classmethod
    def of(cls, written: str, read: Reading = words) -> Self:
        """Take a name apart; an initial, Kaur and Singh point to nobody."""
        telling = (word for word in read(written) if not word.is_marker and not word.is_initial)
        return cls(tuple(sorted(parts(written))), tuple(telling))


def comparing() -> Alike:
    """Return an ``alike`` for one comparison of many people, which compares each two words once."""
    return cache(alike)


def compare(one: Name, other: Name, by: Alike = alike) -> Likeness | None:
    """Compare two names; None if they are not alike."""
    if len(one.whole) > 1 and one.whole == other.whole:
        return Likeness.SAME_NAME
    left, right = one.telling, other.telling
    pairs = _pairs(left, right, by)
    if len(pairs) > 1 and len(pairs) == min(len(left), len(right)):
        whole = len(left) == len(right) and all(left[i].text == right[j].text for i, j in pairs)
        return Likeness.SAME_NAME if whole else Likeness.LIKE_NAME
    family = any(_is_family(left, i) and _is_family(right, j) for i, j in pairs)
    return Likeness.SAME_SURNAME if family else None


def strongest(one: Name, others: Iterable[Name], by: Alike = alike) -> Likeness | None:
    """Compare a name with all names of somebody, and keep what points to them most."""
    found = [likeness for other in others if (likeness := compare(one, other, by))]
    return min(found, default=None)


def _pairs(one: Sequence[Word], other: Sequence[Word], by: Alike) -> list[tuple[int, int]]:
    """Pair the words that are alike, each once, the most alike first."""
    found = sorted(
        (
            (like, i, j)
            for i, a in enumerate(one)
            for j, b in enumerate(other)
            if (like := by(a, b)) >= ALIKE
        ),
        key=lambda each: -each[0],
    )
    taken: list[tuple[int, int]] = []
    for _, i, j in found:
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def _is_family(name: Sequence[Word], at: int) -> bool:
    """Say whether a word may be a family's name: any but the first, or the only one."""
    return at > 0 or len(name) == 1
