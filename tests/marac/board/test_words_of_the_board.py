"""Days in words, the clock of an agenda, actions said again, and what is missing: told purely."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.marac.board.by_when import as_typed, day_gone, day_of, quick
from app.marac.board.likeness import like_one_of
from app.marac.board.pace import Slot, minutes_behind, pace_of, span
from app.marac.board.rules import NOTHING_YET, warnings
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
        ("Wed 17 March", date(2027, 3, 17)),
        ("on Wednesday 17/3", date(2027, 3, 17)),
        ("Tue, 1 Feb", date(2028, 2, 1)),
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
    assert as_typed(TODAY) == "Wed 10 March"
    assert quick(TODAY)[:2] == [("Tomorrow", "Thu 11 March"), ("1 week", "Wed 17 March")]


@pytest.mark.parametrize("words", ["Thu 17 March", "Monday 17/3/2027", "Fri 8 March"])
def test_a_weekday_that_is_not_the_dates_is_asked_about(words: str) -> None:
    """Which of the two was meant, nobody guesses."""
    for read, today in ((day_of, TODAY), (day_gone, date(2027, 3, 20))):
        with pytest.raises(RuleBroken, match="is a .*, not a "):
            read(words, today)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("yesterday", date(2027, 3, 9)),
        ("monday", date(2027, 3, 8)),
        ("8 March", date(2027, 3, 8)),
        ("1/12", date(2026, 12, 1)),
        ("today", TODAY),
        ("Mon 8 March", date(2027, 3, 8)),
        ("Thu 10 December", date(2026, 12, 10)),
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


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (25, "25 minutes"),
        (60, "1 hour"),
        (65, "1 hour 5 minutes"),
        (121, "2 hours 1 minute"),
    ],
)
def test_many_minutes_are_said_as_a_clock_says_them(minutes: int, words: str) -> None:
    """Nobody divides 328 by 60 in a meeting."""
    assert span(minutes) == words


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


def test_cases_of_unequal_minutes_and_a_break_are_reckoned_with_theirs() -> None:
    """Twice as long as planned so far: five minutes left will be ten, a break stays a break."""
    first = Slot(TEN, 10, ItemState.HEARD, TEN, TEN + timedelta(minutes=20))
    second = Slot(TEN + timedelta(minutes=25), 20, ItemState.WAITING, pause=15)
    third = Slot(TEN + timedelta(minutes=45), 5, ItemState.WAITING)
    in_the_break = pace_of([first, second, third], TEN + timedelta(minutes=22))
    assert in_the_break is not None
    assert in_the_break.behind == 10
    assert in_the_break.ends_at == TEN + timedelta(minutes=20 + 15 + 40 + 10)
    begun = replace(second, state=ItemState.HEARING, began_at=TEN + timedelta(minutes=35))
    heard = pace_of([first, begun, replace(third, pause=10)], TEN + timedelta(minutes=40))
    assert heard is not None
    assert heard.ends_at == TEN + timedelta(minutes=35 + 20 + 10 + 10)


def test_how_far_behind_is_told_from_the_plan() -> None:
    """A late beginning counts, a hearing that runs over counts more, and a pause too."""

    def line(due: int, state: ItemState, began: int | None = None, minutes: int = 12) -> Slot:
        begun = None if began is None else TEN + timedelta(minutes=began)
        over = TEN if state == ItemState.HEARD else None
        return Slot(TEN + timedelta(minutes=due), minutes, state, begun, over)

    waits = line(18, ItemState.WAITING)
    assert minutes_behind([line(-10, ItemState.HEARING, -7), waits], TEN) == 3
    assert minutes_behind([line(-10, ItemState.HEARING, -7, minutes=5), waits], TEN) == 5
    assert minutes_behind([line(6, ItemState.HEARING, 0), waits], TEN) == -6
    assert minutes_behind([line(-4, ItemState.WAITING)], TEN) == 4
    assert minutes_behind([line(4, ItemState.WAITING)], TEN) == 0
    assert minutes_behind([line(-300, ItemState.WAITING)], TEN) == 0
    assert minutes_behind([line(-9, ItemState.HEARD, -9)], TEN) == 0
    assert minutes_behind([], TEN) == 0


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
        has_presented=False, has_shared=True, is_repeat=True, has_difference=False,
        risks={1: True, 2: False}, actions=1, absent=["Ruth Castle"], unconfirmed=[],
    )  # fmt: skip
    assert [words.split()[0] for words in said] == ["Nobody", "What", "Risk", "Not"]
    assert not warnings(
        has_presented=True, has_shared=False, is_repeat=False, has_difference=False,
        risks={1: True}, actions=1, absent=[], unconfirmed=[],
    )  # fmt: skip


def test_of_an_empty_board_one_thing_is_said() -> None:
    """Not everything that is missing from the first second on."""
    said = warnings(
        has_presented=False, has_shared=False, is_repeat=True, has_difference=False,
        risks={}, actions=0, absent=[], unconfirmed=[],
    )  # fmt: skip
    assert said == [NOTHING_YET]
