"""The rules of an action, over plain values."""

from datetime import date, timedelta

import pytest

from app.marac.action import rules
from app.marac.action.rules import FINISHED, ActionState
from app.refusals import RuleBroken

TODAY = date(2027, 3, 3)


@pytest.mark.parametrize("start", [date(2027, 3, day) for day in range(1, 8)])
def test_the_suggested_date_is_two_weeks_on_and_a_working_day(start: date) -> None:
    """A suggestion never falls on a weekend."""
    due = rules.suggested_due(start)
    assert due.weekday() < 5
    assert timedelta(days=14) <= due - start <= timedelta(days=16)


def test_an_action_is_finished_in_three_ways_told_apart() -> None:
    """Done, circumstances changed and not done are each reachable from an open action."""
    for state in (ActionState.AGREED, ActionState.IN_PROGRESS):
        assert set(rules.next_states(state)) >= FINISHED
        assert ActionState.AGREED not in rules.next_states(state)


@pytest.mark.parametrize("state", sorted(FINISHED))
def test_a_finished_action_can_only_be_taken_up_again(state: ActionState) -> None:
    """Done does not become not done without being open in between, so that the log shows it."""
    rules.require_next(state, ActionState.IN_PROGRESS)
    for other in set(ActionState) - {ActionState.IN_PROGRESS}:
        with pytest.raises(RuleBroken):
            rules.require_next(state, other)


def test_overdue_is_open_after_its_day() -> None:
    """On its day an action is not overdue, and a finished one never is."""
    yesterday = TODAY - timedelta(days=1)
    assert rules.is_overdue(ActionState.AGREED, yesterday, TODAY)
    assert not rules.is_overdue(ActionState.AGREED, TODAY, TODAY)
    assert not any(rules.is_overdue(state, yesterday, TODAY) for state in FINISHED)


def test_the_longest_overdue_comes_first_and_finished_ones_last() -> None:
    """The list of actions is by urgency."""
    old, soon, done = (
        (ActionState.AGREED, date(2027, 2, 1)),
        (ActionState.IN_PROGRESS, date(2027, 3, 9)),
        (ActionState.DONE, date(2027, 1, 1)),
    )
    assert sorted([done, soon, old], key=lambda pair: rules.urgency(*pair)) == [old, soon, done]


@pytest.mark.parametrize("due", [None, TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_an_action_has_a_date_that_can_be_kept(due: date | None) -> None:
    """No date, a date gone by and a date years away are refused beside the field."""
    with pytest.raises(RuleBroken) as refusal:
        rules.require_due(due, TODAY)
    assert refusal.value.field == "due_on"


def test_today_is_a_date_that_can_be_kept() -> None:
    """Some things must be done the same day."""
    assert rules.require_due(TODAY, TODAY) == TODAY
