"""How two dates of birth compare: the same, or as people mistake them."""

from dataclasses import dataclass
from datetime import date

SAME, SAME_NEW_YEAR, SWAPPED, DIGIT, YEAR, TWO_OF_THREE = 10, 7, 7, 5, 5, -2
DIFFERENT = -8


@dataclass(frozen=True)
class Birth:
    """What two dates of birth say, in points and in plain words."""

    points: int = 0
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()


def births(one: date | None, other: date | None) -> Birth:
    """Compare two dates of birth, either of which may not be known."""
    if one is None and other is None:
        return Birth()
    if one is None or other is None:
        return Birth(speaks_against=("Date of birth is known in one record only",))
    if one == other:
        return _same(one)
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return Birth(SWAPPED, ("Day and month of birth swapped",))
    if abs(one.year - other.year) == 1 and (one.month, one.day) == (other.month, other.day):
        return Birth(YEAR, ("Dates of birth are one year apart",))
    if one_slip(one, other):
        return Birth(DIGIT, ("Dates of birth differ in one digit",))
    agree = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    points = TWO_OF_THREE if agree == 2 else DIFFERENT
    return Birth(points, speaks_against=("Different dates of birth",))


def one_slip(one: date, other: date) -> bool:
    """Say whether one digit is another, or two neighbouring digits changed places."""
    left, right = (day.isoformat().replace("-", "") for day in (one, other))
    differ = [place for place in range(len(left)) if left[place] != right[place]]
    if len(differ) == 1:
        return True
    if len(differ) != 2 or differ[1] - differ[0] != 1:
        return False
    first, second = differ
    return left[first] == right[second] and left[second] == right[first]


def _same(born: date) -> Birth:
    if (born.month, born.day) == (1, 1):
        often = "Same date of birth, 1 January, which is often written when the day is not known"
        return Birth(SAME_NEW_YEAR, (often,))
    return Birth(SAME, ("Same date of birth",))
