"""What is compared of a person, and how like each other two people are. No figure decides anything:
an officer does, and a second one before two records count as one person's.

Points add up what speaks for and against, after Fellegi and Sunter (1969): a date of birth says
more than a first name, a first name that many have says less, and a telephone in a family says
nothing about which sister it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from app.marac.match.dates import Birth, births
from app.marac.match.likeness import WHOLE, Comparing, Names, compare_names
from app.marac.party.rules import Details
from app.refusals import RuleBroken

LONGEST_WHY = 1000
SHOWN_FROM = 10
LIKELY_FROM = 15
SAME_PEOPLE_AROUND = 3
"""What it adds that the victims of both records, or the perpetrators, look like one person."""
BEST = Names(WHOLE)
"""What names say at most for two people being one."""
LAST_DIGITS = 9
LEAST_DIGITS = 9


class Decision(StrEnum):
    """What an officer says of two people on the records."""

    SAME = "same"
    NOT_SAME = "not"
    UNSURE = "unsure"


DECISION_LABELS: dict[Decision, str] = {
    Decision.SAME: "The same person",
    Decision.NOT_SAME: "Not the same person",
    Decision.UNSURE: "Not sure yet",
}


@dataclass(frozen=True)
class Card:
    """What is compared of one person. ``confidential``: no page ever shows the postcode."""

    names: tuple[str, ...]
    date_of_birth: date | None = None
    phones: tuple[str, ...] = ()
    postcode: str = ""
    confidential: bool = False
    phone: str = ""

    @classmethod
    def of(cls, details: Details) -> Self:
        """Take from a person's details what is compared, and nothing else."""
        return cls(
            names=(details.name, *details.aliases),
            date_of_birth=details.date_of_birth,
            phones=phones_of(details.phone),
            postcode="".join(details.postcode.split()).upper(),
            confidential=details.address_confidential,
            phone=details.phone,
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        born = self.date_of_birth
        return {
            "names": list(self.names),
            "born": born.isoformat() if born else None,
            "phones": list(self.phones),
            "postcode": self.postcode,
            "confidential": self.confidential,
            "phone": self.phone,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        born = given["born"]
        return cls(
            names=tuple(given["names"]),
            date_of_birth=date.fromisoformat(born) if born else None,
            phones=tuple(given["phones"]),
            postcode=str(given["postcode"]),
            confidential=bool(given["confidential"]),
            phone=str(given["phone"]),
        )


@dataclass(frozen=True)
class Likeness:
    """How like two people are: points, and what speaks for and against in plain words."""

    points: int
    speaks_for: tuple[str, ...] = field(default=())
    speaks_against: tuple[str, ...] = field(default=())

    @property
    def is_shown(self) -> bool:
        """Whether an officer is asked."""
        return self.points >= SHOWN_FROM

    @property
    def is_likely(self) -> bool:
        """Whether much speaks for it."""
        return self.points >= LIKELY_FROM


def compare(
    one: Card, other: Card, *, around: bool = False, by: Comparing = compare_names
) -> Likeness:
    """Compare two people. ``around``: the people around them look like each other already.

    ``by``: how names are compared; ``likeness.comparing()`` where many are.
    """
    birth = births(one.date_of_birth, other.date_of_birth)
    return _likeness(one, other, birth, around, by)


def compare_if_shown(
    one: Card, other: Card, *, around: bool = False, by: Comparing = compare_names
) -> Likeness | None:
    """Compare two people as ``compare`` does; None if an officer would not be asked.

    Of most whom a search brings together the dates of birth are too far apart for any names to
    make up for it. So names, which take long to compare, are read only where they can count.
    """
    birth = births(one.date_of_birth, other.date_of_birth)
    most = WHOLE + birth.points + _reach(one, other, BEST) + SAME_PEOPLE_AROUND * around
    if most < SHOWN_FROM:
        return None
    likeness = _likeness(one, other, birth, around, by)
    return likeness if likeness.is_shown else None


def _likeness(one: Card, other: Card, birth: Birth, around: bool, by: Comparing) -> Likeness:
    names = by(one.names, other.names)
    points = names.points + birth.points + _reach(one, other, names)
    points += SAME_PEOPLE_AROUND if around else 0
    speaks_for, speaks_against = list(birth.speaks_for), list(birth.speaks_against)
    speaks_for += names.speaks_for
    speaks_against += names.speaks_against
    speaks_for += ["Same phone number"] if _same_phone(one, other) else []
    speaks_for += ["Same postcode"] if _same_postcode(one, other) else []
    speaks_for += ["Others in both records match too"] if around else []
    return Likeness(points, tuple(speaks_for), tuple(speaks_against))


def phones_of(written: str) -> tuple[str, ...]:
    """Return the last nine digits of every number in a line: +44, 0044 and 0 fall away."""
    found: list[str] = []
    digits = ""
    for character in written + "\n":
        if character.isdigit():
            digits += character
        elif character not in " ()-.+":
            found.append(digits)
            digits = ""
    return tuple(number[-LAST_DIGITS:] for number in found if len(number) >= LEAST_DIGITS)


def check_why(why: str) -> None:
    """Raise ``RuleBroken`` unless it says why, in not too many words."""
    if not why.strip():
        raise RuleBroken("why", "Enter what you looked at, so that a colleague can follow it.")
    if len(why) > LONGEST_WHY:
        raise RuleBroken("why", f"Reasons must be {LONGEST_WHY} characters or fewer.")


def _reach(one: Card, other: Card, names: Names) -> int:
    """What a shared telephone and postcode add; next to nothing where only the family fits."""
    telephone, address = (2, 1) if names.is_family_only else (7, 5)
    return telephone * _same_phone(one, other) + address * _same_postcode(one, other)


def _same_phone(one: Card, other: Card) -> bool:
    return bool(set(one.phones) & set(other.phones))


def _same_postcode(one: Card, other: Card) -> bool:
    return bool(one.postcode) and one.postcode == other.postcode
