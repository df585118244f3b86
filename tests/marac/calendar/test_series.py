"""Meetings that come back, and the days on which hardly anybody is at work."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.calendar.series import (
    DAYS,
    MOST,
    Every,
    bank_holidays,
    days_of,
    why_nobody_works,
)
from app.refusals import RuleBroken

DAYS_OF_YEARS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(first=DAYS_OF_YEARS, every=st.sampled_from(list(DAYS)), weeks=st.integers(4, 25))
def test_a_series_by_weeks_keeps_its_weekday(first: date, every: Every, weeks: int) -> None:
    """So many days apart, the first one in it, none after the last date."""
    until = first + timedelta(weeks=weeks)
    days = days_of(first, every, until)
    assert days[0] == first
    assert {b - a for a, b in zip(days, days[1:], strict=False)} == {timedelta(days=DAYS[every])}
    assert days[-1] <= until < days[-1] + timedelta(days=DAYS[every])


@given(first=DAYS_OF_YEARS, months=st.integers(2, 20))
def test_a_series_by_months_keeps_its_weekday_of_the_month(first: date, months: int) -> None:
    """One in each month, always the same weekday, and the same one of them where there is one."""
    days = days_of(first, Every.MONTH, first + timedelta(days=31 * months))
    assert {day.weekday() for day in days} == {first.weekday()}
    assert len({(day.year, day.month) for day in days}) == len(days)
    which = (first.day - 1) // 7
    if which < 4:
        assert {(day.day - 1) // 7 for day in days} == {which}
    else:
        assert all((day + timedelta(days=7)).month != day.month for day in days)


@pytest.mark.parametrize("until", [None, date(2027, 1, 4), date(2027, 1, 5), date(2030, 1, 1)])
def test_an_end_that_cannot_be_is_said_beside_its_box(until: date | None) -> None:
    """None, before the second meeting, or so late that it is no plan any more."""
    with pytest.raises(RuleBroken) as caught:
        days_of(date(2027, 1, 4), Every.WEEK, until)
    assert caught.value.field == "until"


def test_a_series_has_a_most() -> None:
    """26 by the fortnight is a year."""
    first = date(2027, 1, 4)
    assert len(days_of(first, Every.FORTNIGHT, first + timedelta(days=14 * (MOST - 1)))) == MOST
    assert days_of(first, Every.ONCE, None) == [first]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2023, ["01-02", "04-07", "04-10", "05-01", "05-29", "08-28", "12-25", "12-26"]),
    ],
)
def test_the_bank_holidays_are_those_of_england_and_wales(year: int, days: list[str]) -> None:
    """As gov.uk lists them, but for a coronation."""
    assert sorted(f"{day:%m-%d}" for day in bank_holidays(year)) == days


def test_a_day_off_says_why() -> None:
    """In words that go into a message."""
    assert why_nobody_works(date(2026, 12, 25)) == "a bank holiday"
    assert why_nobody_works(date(2026, 11, 22)) == "a Sunday"
    assert why_nobody_works(date(2026, 11, 24)) == ""
