"""Whether somebody who is written down at a meeting may be a person who has an account (AC-02).

“Dan Price” and “D. Price” of an agency where Daniel Price works may be him, and he may be kept from
a case that is about to be heard. It finds reasons to ask, and is right about nobody.
"""

from collections.abc import Iterable

from app.accounts.person.model import Person
from app.marac.match.likeness import alike
from app.marac.match.names import Word, words

ALIKE = 0.9


def is_like(written: str, name: str) -> bool:
    """Say whether a name as it was written may be this person's: they share a family's name, or as
    many words as the shorter one has."""
    left, right = _telling(written), _telling(name)
    shared = sum(any(_same(a, b) for b in right) for a in left)
    if not left or not right or not shared:
        return False
    return shared >= min(len(left), len(right)) or any(_same(each, right[-1]) for each in left)


def like(written: str, people: Iterable[Person]) -> list[Person]:
    """Return those whose name may be meant."""
    return [each for each in people if is_like(written, each.name)]


def _telling(name: str) -> list[Word]:
    return [each for each in words(name) if not each.is_marker and not each.is_initial]


def _same(one: Word, other: Word) -> bool:
    return alike(one, other) >= ALIKE
