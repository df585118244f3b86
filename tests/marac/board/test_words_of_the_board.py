"""Days in words, the clock of an agenda, actions said again, and what is missing: told purely."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.marac.board.by_when import as_typed, day_gone, day_of
from app.marac.board.likeness import like_one_of
from app.marac.board.pace import Slot, lengths, pace_of
from app.marac.board.rules import warnings
from app.marac.meeting.rules import ItemState
from app.refusals import RuleBroken

TODAY = date(2027, 3, 10)  # a Wednesday
TEN = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", TODAY),
        ("Tomorrow", date(2027, 3, 11)),
        ("1 week", date(2027, 3, 17)),
        ("2 weeks", date(2027, 3, 24)),
        ("in two weeks", date(2027, 3, 24)),
        ("3 days", date(2027, 3, 13)),
        ("1 month", date(2027, 4, 9)),
        ("friday", date(2027, 3, 12)),
        ("next mon", date(2027, 3, 15)),
        ("27/3/2027", date(2027, 3, 27)),
        ("2027-03-27", date(2027, 3, 27)),
        ("27 March", date(2027, 3, 27)),
        ("1/2", date(2028, 2, 1)),
    ],
)
def test_a_day_is_read_as_people_say_it(words: str, day: date) -> None:
    """In words, as a date, or by the weekday that comes next."""
    assert day_of(words, TODAY) == day


@pytest.mark.parametrize("words", ["", "soon", "31/2/2027", "0x", "week", "9999 weeks"])
def test_what_is_no_day_is_said_beside_the_box(words: str) -> None:
    """Nobody is given a day that nobody meant."""
    with pytest.raises(RuleBroken) as broken:
        day_of(words, TODAY)
    assert broken.value.field == "due_on"


def test_weeks_end_on_a_working_day_and_the_box_reads_itself() -> None:
    """A month from a Wednesday is no Saturday; what the box shows is read back as it is."""
    assert day_of("1 month", date(2027, 3, 11)).weekday() < 5
    assert day_of(as_typed(TODAY), TODAY) == TODAY


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("yesterday", date(2027, 3, 9)),
        ("monday", date(2027, 3, 8)),
        ("8 March", date(2027, 3, 8)),
        ("1/12", date(2026, 12, 1)),
        ("today", TODAY),
    ],
)
def test_a_day_that_has_gone(words: str, day: date) -> None:
    """When advice was offered lies behind."""
    assert day_gone(words, TODAY) == day


@pytest.mark.parametrize("words", ["tomorrow", "11/3/2027", "some time"])
def test_nothing_was_offered_on_a_day_to_come(words: str) -> None:
    """A plan to ask is not advice."""
    with pytest.raises(RuleBroken):
        day_gone(words, TODAY)


def slot(number: int, state: ItemState, began: int | None = None, over: int | None = None) -> Slot:
    """A case of ten minutes, the first at ten; begun and over so many minutes after ten."""
    at = [None if each is None else TEN + timedelta(minutes=each) for each in (began, over)]
    return Slot(TEN + timedelta(minutes=10 * number), 10, state, *at)


def test_the_clock_says_how_far_behind_and_when_it_ends() -> None:
    """Two cases took seventeen minutes each: the third is behind, and so will be the rest."""
    slots = [
        slot(0, ItemState.HEARD, 0, 17),
        slot(1, ItemState.HEARD, 17, 34),
        slot(2, ItemState.HEARING, 34),
        slot(3, ItemState.WAITING),
    ]
    pace = pace_of(slots, TEN + timedelta(minutes=36))
    assert pace is not None
    assert (pace.behind, pace.words) == (14, "14 minutes behind.")
    assert pace.ends_at == TEN + timedelta(minutes=34 + 10 + 17)
    late = pace_of(slots, TEN + timedelta(minutes=50))
    assert late is not None
    assert late.behind == 20


def test_the_clock_is_quiet_before_and_after() -> None:
    """No pace before the first case, after the last, or on another part of the day."""
    waiting = [slot(0, ItemState.WAITING), slot(1, ItemState.WAITING)]
    assert pace_of(waiting, TEN) is None
    assert pace_of([slot(0, ItemState.HEARD, 0, 9)], TEN) is None
    assert pace_of([], TEN) is None
    moved = [slot(0, ItemState.HEARING, 300)]
    assert pace_of(moved, TEN + timedelta(minutes=300)) is None


def test_ahead_and_on_time_are_said_too() -> None:
    """A minute is nothing; ten minutes in hand are good news."""
    heard = slot(0, ItemState.HEARD, 0, 4)
    on_time = pace_of([heard, slot(1, ItemState.HEARING, 9)], TEN + timedelta(minutes=10))
    early = pace_of([heard, slot(1, ItemState.HEARING, 4)], TEN + timedelta(minutes=5))
    assert on_time is not None
    assert early is not None
    assert (on_time.words, early.words) == ("On time.", "6 minutes ahead.")


def test_a_case_is_as_long_as_it_was_planned() -> None:
    """Its own minutes, else until the next begins; the last as long as the one before."""
    times = [TEN, TEN + timedelta(minutes=12), TEN + timedelta(minutes=27)]
    assert lengths(times, [None, None, None], 10) == [12, 15, 15]
    assert lengths(times, [20, None, 5], None) == [20, 15, 5]
    assert lengths([TEN], [None], 10) == [10]


UNDONE = ["Police to change the locks at the house", "IDVA to ring her weekly"]


@pytest.mark.parametrize(
    "what", ["Change the locks of the house, police", "Police to be changing locks at house"]
)
def test_an_action_said_again_is_seen(what: str) -> None:
    """Other endings and another order make it no new plan."""
    assert like_one_of(what, UNDONE)


@pytest.mark.parametrize("what", ["Housing to offer a refuge space", "Police to arrest him", ""])
def test_a_new_action_is_new(what: str) -> None:
    """One word in common is none."""
    assert not like_one_of(what, UNDONE)


def test_what_is_missing_is_said_in_the_order_of_the_board() -> None:
    """Presented, different, risks, actions, owners; nothing where nothing is missing."""
    said = warnings(
        has_presented=False, is_repeat=True, has_difference=False, risks={1: True, 2: False},
        actions=1, absent=["Ruth Castle"], unconfirmed=[],
    )  # fmt: skip
    assert [words.split()[0] for words in said] == ["Nobody", "What", "Risk", "Not"]
    assert not warnings(
        has_presented=True, is_repeat=False, has_difference=False, risks={1: True},
        actions=1, absent=[], unconfirmed=[],
    )  # fmt: skip
