"""The days of a series of meetings, and the days on which hardly anybody is at work.

Bank holidays: the Banking and Financial Dealings Act 1971 and what is proclaimed by custom for
England and Wales. One that is moved by proclamation, for a jubilee or a coronation, is not known.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from dateutil.easter import easter

from app.refusals import RuleBroken

MOST = 26
SATURDAY = 5


class Every(StrEnum):
    """How often a meeting comes back."""

    ONCE = "once"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"


EVERY_LABELS: dict[Every, str] = {
    Every.ONCE: "Only once",
    Every.WEEK: "Every week",
    Every.FORTNIGHT: "Every 2 weeks",
    Every.FOUR_WEEKS: "Every 4 weeks",
    Every.MONTH: "Every month, on the same weekday of the month",
}
DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14, Every.FOUR_WEEKS: 28}


def days_of(first: date, every: Every, until: date | None) -> list[date]:
    """Return the days of a series, the first one and the last included.

    By the month it is the first, second, third or fourth such weekday, or the last one where the
    first day is a fifth.
    """
    if every is Every.ONCE:
        return [first]
    if until is None:
        raise RuleBroken("until", "Enter the date until which the meetings come back.")
    if until <= first:
        raise RuleBroken("until", "The last date must be after the first meeting.")
    found = []
    for day in _coming(first, every):
        if day > until:
            break
        found.append(day)
        if len(found) > MOST:
            raise RuleBroken(
                "until", f"That is more than {MOST} meetings. Enter an earlier last date."
            )
    if len(found) == 1:
        raise RuleBroken("until", "Only the first meeting is before this date. Enter a later one.")
    return found


def why_nobody_works(day: date) -> str:
    """Return why hardly anybody is at work on a day, in words for a message; else nothing."""
    if day in bank_holidays(day.year):
        return "a bank holiday"
    return f"a {day:%A}" if day.weekday() >= SATURDAY else ""


def bank_holidays(year: int) -> set[date]:
    """Return the bank holidays of England and Wales in a year."""
    sunday = easter(year)
    found = {
        _not_weekend(date(year, 1, 1)),
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    found |= {day for day in (christmas, boxing) if day.weekday() < SATURDAY}
    lost = sum(day.weekday() >= SATURDAY for day in (christmas, boxing))
    day = boxing
    while lost:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            found.add(day)
            lost -= 1
    return found


def _coming(first: date, every: Every) -> Iterator[date]:
    if every in DAYS:
        day = first
        while True:
            yield day
            day += timedelta(days=DAYS[every])
    which = (first.day - 1) // 7
    year, month = first.year, first.month
    while True:
        yield _weekday_of(year, month, first.weekday(), which)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _weekday_of(year: int, month: int, weekday: int, which: int) -> date:
    """The which-th such weekday of a month, counted from 0; the last for a fifth."""
    start = date(year, month, 1)
    day = start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * which)
    return day if day.month == month else day - timedelta(days=7)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _not_weekend(day: date) -> date:
    return _monday_from(day) if day.weekday() >= SATURDAY else day
