"""The twelve months as rules: until when, what is told, what fits as an answer."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.flag import rules
from app.marac.flag.rules import Ask, Standing, Wanted
from app.refusals import RuleBroken

CASE, AGENCY = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("heard_on", "months", "until"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_a_flag_lasts_to_the_same_day(heard_on: date, months: int, until: date) -> None:
    """The same day of the month so many months on, or that month's last."""
    assert rules.flag_until(heard_on, months) == until


@pytest.mark.parametrize(
    ("today", "stands"),
    [
        (date(2027, 10, 31), Standing.CURRENT),
        (date(2027, 11, 1), Standing.LAPSES_SOON),
        (date(2027, 11, 22), Standing.LAPSES_SOON),
        (date(2027, 11, 23), Standing.LAPSED),
    ],
)
def test_it_holds_on_its_last_day(today: date, stands: Standing) -> None:
    """Current, this month, the last day itself, the day after."""
    assert rules.standing(date(2027, 11, 22), False, today) is stands
    assert rules.standing(date(2027, 11, 22), True, today) is Standing.ENDED


def test_an_agency_is_told_what_it_does_not_know_yet() -> None:
    """Set once, again when the date moved; cleared once, and never what was never set."""
    until, later = date(2027, 11, 22), date(2028, 1, 3)
    ask = (CASE, AGENCY)
    assert rules.wanted(*ask, Standing.CURRENT, until, None) == Wanted(*ask, Ask.SET, until)
    assert rules.wanted(*ask, Standing.CURRENT, until, (Ask.SET, until)) is None
    moved = rules.wanted(*ask, Standing.CURRENT, later, (Ask.SET, until))
    assert moved == Wanted(*ask, Ask.SET, later)
    assert rules.wanted(*ask, Standing.LAPSED, until, None) is None
    assert rules.wanted(*ask, Standing.LAPSED, until, (Ask.CLEAR, until)) is None
    gone = rules.wanted(*ask, Standing.ENDED, later, (Ask.SET, until))
    assert gone == Wanted(*ask, Ask.CLEAR, until)
    again = rules.wanted(*ask, Standing.CURRENT, later, (Ask.CLEAR, until))
    assert again == Wanted(*ask, Ask.SET, later)


@given(
    stands=st.sampled_from(Standing),
    days=st.tuples(st.dates(), st.dates()),
    last=st.none() | st.sampled_from(Ask),
)
def test_told_twice_is_told_once(
    stands: Standing, days: tuple[date, date], last: Ask | None
) -> None:
    """Once an agency was told what is wanted, nothing is wanted of it any more."""
    found = rules.wanted(CASE, AGENCY, stands, days[0], (last, days[1]) if last else None)
    if found is not None:
        assert rules.wanted(CASE, AGENCY, stands, days[0], (found.ask, found.until)) is None


def test_an_answer_fits_what_was_asked() -> None:
    """Set for set, cleared for clear; whoever cannot says why, in words that fit."""
    assert rules.require_answer("set", "set", "") == "set"
    assert rules.require_answer("clear", "cannot", "No such person") == "cannot"
    for wrong in (("set", "cleared", ""), ("clear", "set", ""), ("set", "cannot", " ")):
        with pytest.raises(RuleBroken):
            rules.require_answer(*wrong)
    with pytest.raises(RuleBroken):
        rules.require_answer("set", "cannot", "x" * (rules.LONGEST_TEXT + 1))
