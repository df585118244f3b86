"""How two people's names compare: any name of the one with any name of the other, in any order."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from itertools import product

from rapidfuzz.distance import OSA, JaroWinkler

from app.marac.match.names import COMMON, OF_MEN, OF_WOMEN, Reading, Word, reading, strong, words

ALIKE = 0.85
SAME, SHORT_FORM, SPELLING, SOUND, INITIAL = 1.0, 0.97, 0.98, 0.93, 0.85
WHOLE, WHOLE_ALIKE, MOST_OF_IT, ONE_WORD, FIRST_NAME, ONE_OF_THEM = 10, 8, 6, 6, 5, 3
ACROSS, FAMILY_ONLY, NOTHING_ALIKE, LESS_IF_COMMON = -1, -8, -6, 2
TOGETHER = 0.93


@dataclass(frozen=True)
class Names:
    """What two people's names say, in points and in plain words."""

    points: int
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    is_family_only: bool = False


@dataclass(frozen=True)
class _Pair:
    """Two words that are alike: their places, and how much."""

    one: int
    other: int
    like: float


UNKNOWN = Names(0, speaks_against=("A name is not known",))


def compare_names(one: tuple[str, ...], other: tuple[str, ...], read: Reading = words) -> Names:
    """Compare all names of two people, and keep what fits best."""
    left = [found for name in one if (found := read(name))]
    right = [found for name in other if (found := read(name))]
    if not left or not right:
        return UNKNOWN
    main = _compare(left[0], right[0])
    if len(left) == len(right) == 1:
        return main
    best = max((_compare(a, b) for a, b in product(left, right)), key=lambda each: each.points)
    if best.points <= main.points:
        return main
    alias = "A name in one record is another name of the person in the other"
    return Names(best.points, (alias, *best.speaks_for), best.speaks_against, best.is_family_only)


Comparing = Callable[[tuple[str, ...], tuple[str, ...]], Names]
"""``compare_names``, or what ``comparing`` returns."""


def comparing() -> Comparing:
    """Return a ``compare_names`` for one search: it reads each name, and compares each two, once.

    Many of those whom a search brings together are called the same. As with ``names.reading``,
    what it has read goes when the search lets go of it.
    """
    return cache(partial(compare_names, read=reading()))


def alike(one: Word, other: Word) -> float:
    """Return how alike two words are, from 0 to 1; below 0.85 they are different words."""
    if one.text == other.text:
        return SAME if one.written == other.written else SPELLING
    if one.is_initial or other.is_initial:
        return INITIAL if one.text[0] == other.text[0] else 0.0
    if one.short_forms & other.short_forms:
        return SHORT_FORM
    if one.is_listed and other.is_listed:
        return 0.0
    if one.has_no_vowels or other.has_no_vowels:
        return SOUND if one.sound.lstrip("a") == other.sound.lstrip("a") else 0.0
    if len(one.sound) > 1 and (one.sound, one.opens) == (other.sound, other.opens):
        return SOUND
    return _spelt_alike(one, other)


def _spelt_alike(one: Word, other: Word) -> float:
    """Forgive a slip or two, but not at the start: Harpreet and Gurpreet may be sisters."""
    left, right = one.written, other.written
    if one.sound[:1] != other.sound[:1]:
        return 0.0
    shorter, longer = sorted((len(left), len(right)))
    slips = OSA.distance(left, right, score_cutoff=2)
    if slips == 1 and longer >= 4:
        return 0.92
    like = JaroWinkler.similarity(left, right)
    if slips == 2 and (shorter >= 6 or (shorter == 5 and like >= 0.8)):
        return 0.88
    return like if like >= 0.92 and shorter >= 4 else 0.0


def _compare(one: tuple[Word, ...], other: tuple[Word, ...]) -> Names:
    pairs = _paired(one, other)
    firm = [pair for pair in pairs if not (one[pair.one].is_marker or other[pair.other].is_marker)]
    fewer = min(len(strong(one)), len(strong(other)))
    common = bool(firm) and all(one[pair.one].text in COMMON for pair in firm)
    if len(firm) >= 2 and _first_names_differ(pairs):
        return Names(FAMILY_ONLY, ("Family names are alike",), ("First names differ",), True)
    if len(firm) >= 2 and len(firm) >= fewer:
        return _whole(one, other, firm, common)
    if len(firm) < 2 and _together(one, other):
        return Names(WHOLE_ALIKE, ("Same letters, divided differently",))
    if len(firm) >= 2:
        return Names(MOST_OF_IT, ("Most of the names are alike",), ("Other parts differ",))
    if len(firm) == 1:
        return _one_word(one, other, firm[0], pairs, common)
    if pairs and all(word.is_marker for word in (*one, *other)):
        return Names(0, speaks_against=("Only a name that many people have",))
    if pairs:
        return Names(FAMILY_ONLY, (), ("First names differ",), True)
    return Names(NOTHING_ALIKE, speaks_against=("Different names",))


def _first_names_differ(pairs: list[_Pair]) -> bool:
    """Whether the first word of neither name is anywhere in the other."""
    return all(pair.one != 0 and pair.other != 0 for pair in pairs)


def _paired(one: tuple[Word, ...], other: tuple[Word, ...]) -> list[_Pair]:
    """Pair the words that are most alike first; where it is all the same, those in one place."""
    found = [
        _Pair(i, j, like)
        for i, j in product(range(len(one)), range(len(other)))
        if (like := alike(one[i], other[j])) >= ALIKE
    ]
    found.sort(key=lambda pair: (-pair.like, abs(pair.one - pair.other)))
    taken: list[_Pair] = []
    for pair in found:
        if all(pair.one != each.one and pair.other != each.other for each in taken):
            taken.append(pair)
    return taken


def _whole(
    one: tuple[Word, ...], other: tuple[Word, ...], pairs: list[_Pair], common: bool
) -> Names:
    initials = any(one[p.one].is_initial or other[p.other].is_initial for p in pairs)
    least = min(pair.like for pair in pairs)
    if initials:
        points = MOST_OF_IT
    else:
        points = (WHOLE if least == SAME else WHOLE_ALIKE) - LESS_IF_COMMON * common
    said = [_how(least, initials)]
    ordered = sorted(pairs, key=lambda pair: pair.one)
    if any(a.other > b.other for a, b in zip(ordered, ordered[1:], strict=False)):
        said.append("Names are in another order")
    if len(strong(one)) != len(strong(other)):
        said.append("One record has a name more")
    return Names(points, tuple(said), _genders(one, other))


def _how(like: float, initials: bool) -> str:
    if initials:
        return "An initial fits the name"
    if like == SAME:
        return "Same names"
    if like == SPELLING:
        return "Same names, written differently"
    if like == SHORT_FORM:
        return "One is a short form of the same name"
    return "Names sound alike" if like == SOUND else "Names are spelt nearly alike"


def _one_word(
    one: tuple[Word, ...],
    other: tuple[Word, ...],
    pair: _Pair,
    pairs: list[_Pair],
    common: bool,
) -> Names:
    """Only one word that says who it is fits: the first name, the family's, or all there is."""
    less = LESS_IF_COMMON * common
    alone = len(strong(one)), len(strong(other))
    how = _how(pair.like, one[pair.one].is_initial or other[pair.other].is_initial)
    if pair.one == 0 and pair.other == 0 and (crossed := _genders(one, other)):
        return Names(FIRST_NAME - 5, (how,), crossed)
    if alone == (1, 1):
        whole = 1 if len(pairs) > 1 else 0
        return Names(ONE_WORD + whole - less, (how,))
    if pair.one == 0 and pair.other == 0:
        apart = ("The family names differ",) if 1 not in alone else ()
        return Names(FIRST_NAME - less, ("First names are alike",), apart)
    if 1 in alone:
        return Names(ONE_OF_THEM - less, ("One of the names is alike",), ("Other parts differ",))
    if (pair.one == 0) != (pair.other == 0):
        return Names(ACROSS, ("One of the names is alike",), ("Other parts differ",))
    return Names(FAMILY_ONLY, ("Family names are alike",), ("First names differ",), True)


def _together(one: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    """Say whether two names are the same letters, divided into words in another way."""
    if len(one) == len(other):
        return False
    left, right = ("".join(word.written for word in name) for name in (one, other))
    return min(len(left), len(right)) >= 6 and JaroWinkler.similarity(left, right) >= TOGETHER


def _genders(one: tuple[Word, ...], other: tuple[Word, ...]) -> tuple[str, ...]:
    """Kaur against Singh: the one is a woman's name, the other a man's."""
    left, right = ({word.text for word in name} for name in (one, other))
    crossed = (left & OF_WOMEN and right & OF_MEN) or (left & OF_MEN and right & OF_WOMEN)
    return ("One name is a woman’s, the other a man’s",) if crossed else ()
