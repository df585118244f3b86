"""The rules of a meeting, over plain values."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from app.marac.meeting import rules
from app.marac.meeting.rules import ItemState, MeetingState, Outcome, Place
from app.refusals import RuleBroken

NINE_THIRTY = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)
DAY = date(2027, 3, 3)


def test_sixteen_cases_of_twelve_minutes_follow_one_another() -> None:
    """Each case starts when the one before it should have ended."""
    times = rules.slots(NINE_THIRTY, 16, 12)
    assert (times[0], times[-1]) == (NINE_THIRTY, datetime(2027, 3, 3, 12, 30, tzinfo=UTC))


@pytest.mark.parametrize("minutes", [0, 2, 61, -12])
def test_a_case_gets_a_sensible_time(minutes: int) -> None:
    """Nobody plans a case of no minutes, or of hours."""
    with pytest.raises(RuleBroken):
        rules.slots(NINE_THIRTY, 2, minutes)


def test_a_case_kept_from_somebody_is_heard_last() -> None:
    """The order of all other cases stays as it was given."""
    ids = [UUID(int=number) for number in range(5)]
    ordered = rules.sensitive_last(ids, frozenset({ids[0], ids[3]}))
    assert ordered == [ids[1], ids[2], ids[4], ids[0], ids[3]]


def test_officers_and_people_of_invited_agencies_may_attend() -> None:
    """An agency that was not asked has no way in; the officers always have."""
    asked, other = uuid4(), uuid4()
    assert rules.may_attend(is_officer=False, agency_id=asked, invited=[asked])
    assert rules.may_attend(is_officer=True, agency_id=other, invited=[asked])
    assert not rules.may_attend(is_officer=False, agency_id=other, invited=[asked])


def test_a_meeting_opens_once_and_not_before_its_day() -> None:
    """A meeting whose day has passed can still be opened; tomorrow's cannot."""
    rules.require_openable(MeetingState.PLANNED, DAY, DAY)
    rules.require_openable(MeetingState.PLANNED, DAY, date(2027, 3, 9))
    with pytest.raises(RuleBroken):
        rules.require_openable(MeetingState.PLANNED, DAY, date(2027, 3, 2))
    for state in (MeetingState.OPEN, MeetingState.CLOSED):
        with pytest.raises(RuleBroken):
            rules.require_openable(state, DAY, DAY)


def test_nobody_signs_before_the_declaration_was_read() -> None:
    """Signing needs an open meeting and words that were read out in it."""
    rules.require_declared(MeetingState.OPEN, is_read=True)
    for state, is_read in (
        (MeetingState.OPEN, False),
        (MeetingState.PLANNED, False),
        (MeetingState.CLOSED, True),
    ):
        with pytest.raises(RuleBroken):
            rules.require_declared(state, is_read)


def test_the_steps_into_a_meeting_come_one_after_another() -> None:
    """Opened, read, signed, admitted: nobody is inside who has not gone through all of them."""
    places = {
        steps: rules.place(
            MeetingState.OPEN, is_read=steps > 0, has_signed=steps > 1, is_admitted=steps > 2
        )
        for steps in range(4)
    }
    assert places == {
        0: Place.UNREAD,
        1: Place.TO_SIGN,
        2: Place.AT_THE_DOOR,
        3: Place.INSIDE,
    }


def test_a_key_without_a_signature_of_the_day_is_not_inside() -> None:
    """An officer or a referrer who holds a case's key signs like everybody else."""
    found = rules.place(MeetingState.OPEN, is_read=True, has_signed=False, is_admitted=True)
    assert found is Place.TO_SIGN


def test_before_and_after_a_meeting_nobody_is_inside() -> None:
    """Only an open meeting has an inside."""
    for state, place in (
        (MeetingState.PLANNED, Place.BEFORE),
        (MeetingState.CLOSED, Place.AFTER),
    ):
        assert rules.place(state, is_read=True, has_signed=True, is_admitted=True) is place


def test_the_declaration_is_recorded_once() -> None:
    """A second record would make it unclear what people signed after."""
    rules.require_undeclared(MeetingState.OPEN, is_read=False)
    with pytest.raises(RuleBroken):
        rules.require_undeclared(MeetingState.OPEN, is_read=True)


def test_one_case_is_heard_at_a_time() -> None:
    """A case is started when no other is being heard, also one heard in part or deferred."""
    for state in (ItemState.WAITING, ItemState.DEFERRED, ItemState.HEARD):
        rules.require_startable(state, another_is_heard=False)
        with pytest.raises(RuleBroken):
            rules.require_startable(state, another_is_heard=True)
    with pytest.raises(RuleBroken):
        rules.require_startable(ItemState.HEARING, another_is_heard=False)


def test_only_what_is_being_heard_can_be_concluded() -> None:
    """The second person to press the button is told, and nothing is concluded twice."""
    rules.require_being_heard(ItemState.HEARING)
    for state in (ItemState.WAITING, ItemState.HEARD, ItemState.DEFERRED):
        with pytest.raises(RuleBroken):
            rules.require_being_heard(state)


def test_a_hearing_ends_in_one_of_five_ways() -> None:
    """Three leave the case heard, two put it off; a made-up word ends nothing."""
    after = {outcome: rules.state_after(rules.outcome_of(outcome.value)) for outcome in Outcome}
    put_off = {Outcome.DEFERRED, Outcome.UNHEARD}
    assert {outcome for outcome, state in after.items() if state == ItemState.DEFERRED} == put_off
    assert set(after.values()) == set(rules.OUTCOMES)
    with pytest.raises(RuleBroken):
        rules.outcome_of("waiting")


def test_closing_says_how_each_hearing_ended() -> None:
    """A case that waited is put off; one that was begun was heard in part, and both come again.
    What somebody ended stays as they ended it."""
    after = {state: rules.closing_outcome(state) for state in ItemState}
    assert after == {
        ItemState.WAITING: Outcome.DEFERRED,
        ItemState.HEARING: Outcome.IN_PART,
        ItemState.HEARD: None,
        ItemState.DEFERRED: None,
    }


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (rules.LONGEST_TEXT + 1)])
def test_words_are_there_and_fit(text: str) -> None:
    """An empty or endless entry is refused beside its field."""
    with pytest.raises(RuleBroken) as refusal:
        rules.require_words("text", text, "what your agency shares")
    assert refusal.value.field == "text"


def test_the_clock_says_how_late_the_meeting_runs() -> None:
    """Minutes late are positive, minutes early negative."""
    ten_late = datetime(2027, 3, 3, 9, 40, tzinfo=UTC)
    assert rules.minutes_late(NINE_THIRTY, ten_late) == 10
    assert rules.minutes_late(ten_late, NINE_THIRTY) == -10


def test_a_meeting_held_at_another_time_is_not_called_late() -> None:
    """A meeting that was moved to the afternoon is not four hours late at every case."""
    assert rules.minutes_late(NINE_THIRTY, datetime(2027, 3, 3, 14, 0, tzinfo=UTC)) == 0
