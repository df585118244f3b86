"""How well the rules tell one person written twice from two people, on labelled pairs.

A pair counts as found when both hold that make a page show it: the two share a token, so that they
are compared at all, and the comparison reaches the threshold.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from app.marac.match.rules import Card, compare
from app.marac.match.tokens import kept_under, sought_under
from app.marac.party.rules import Details, tidied
from bench.population import Made
from bench.variations import DIFFERENT, SAME, pair

TUNED_ON, HELD_OUT = 20261, 77003
"""Seeds. The rules were tuned on pairs of the first; the figures that count are of the second."""


@dataclass(frozen=True)
class Labelled:
    """Two cards, whether they are one person, and what was varied."""

    kind: str
    same: bool
    one: Card
    other: Card


@dataclass
class Figures:
    """What was found of what there was, for each kind."""

    there: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    wrong: list[Labelled] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """How many of the same people were found."""
        return sum(self.shown[kind] for kind in SAME) / sum(self.there[kind] for kind in SAME)

    @property
    def precision(self) -> float:
        """How many of those shown are the same person."""
        right = sum(self.shown[kind] for kind in SAME)
        return right / (right + sum(self.shown[kind] for kind in DIFFERENT))


def card(made: Made) -> Card:
    """The card of a made-up person, as the application makes it."""
    return Card.of(
        tidied(
            Details(
                name=made.name,
                aliases=made.aliases,
                date_of_birth=made.born,
                phone=made.phone,
                postcode=made.postcode,
            )
        )
    )


def labelled(seed: int, many: int) -> list[Labelled]:
    """Make so many pairs, half of them the same person, all kinds as often."""
    dice = random.Random(seed)
    found: list[Labelled] = []
    for kinds, same in ((SAME, True), (DIFFERENT, False)):
        names = list(kinds)
        for number in range(many // 2):
            kind = names[number % len(names)]
            one, other = pair(dice, kind, kinds[kind])
            found.append(Labelled(kind, same, card(one), card(other)))
    return found


def judged(pairs: list[Labelled]) -> Figures:
    """Ask the rules about every pair."""
    figures = Figures()
    for each in pairs:
        meets = bool(sought_under(each.one) & kept_under(each.other))
        shown = meets and compare(each.one, each.other).is_shown
        figures.there[each.kind] += 1
        figures.compared[each.kind] += meets
        figures.shown[each.kind] += shown
        if shown != each.same:
            figures.wrong.append(each)
    return figures
