"""In which order cases come, when an agency is needed, and what can be typed into an agenda."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.agenda import rules
from app.marac.meeting import timetable
from app.marac.meeting.timetable import Slot
from app.refusals import RuleBroken

NINE_THIRTY = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)


def ids(count: int) -> list[UUID]:
    """So many cases."""
    return [UUID(int=number) for number in range(count)]


@given(order=st.permutations(ids(16)), data=st.data())
def test_a_case_goes_where_it_is_put(order: list[UUID], data: st.DataObject) -> None:
    """By hand or by a number that is typed; the others keep their order among themselves."""
    case = data.draw(st.sampled_from(order))
    place = data.draw(st.integers(1, len(order)))
    for found in (rules.moved(order, case, place), rules.placed(order, {case: place})):
        assert found.index(case) == place - 1
        assert [each for each in found if each != case] == [each for each in order if each != case]


@given(
    order=st.permutations(ids(8)),
    places=st.dictionaries(st.sampled_from(ids(8)), st.integers(1, 8)),
)
def test_typing_many_places_loses_no_case(order: list[UUID], places: dict[UUID, int]) -> None:
    """Whatever is typed, every case is on the agenda once."""
    assert sorted(rules.placed(order, places)) == sorted(order)


@given(order=st.permutations(ids(12)), agencies=st.lists(st.sampled_from("abc"), min_size=12))
def test_an_agencys_cases_come_together(order: list[UUID], agencies: list[str]) -> None:
    """Each agency comes once and goes; within it the order stays."""
    of = dict(zip(ids(12), agencies, strict=False))
    found = rules.by_agency(order, of)
    runs = [of[found[0]]]
    for case in found[1:]:
        if of[case] != runs[-1]:
            runs.append(of[case])
    assert len(runs) == len(set(runs))
    for agency in set(of.values()):
        own = [case for case in order if of[case] == agency]
        assert [case for case in found if of[case] == agency] == own


def test_an_agency_is_needed_from_its_first_case_to_its_last() -> None:
    """Two cases with one of another agency between them."""
    one, other = ids(2)
    at = timetable.times(NINE_THIRTY, [Slot(10), Slot(20), Slot(10)])
    asked = [(at[0], 10, {one}), (at[1], 20, {other}), (at[2], 10, {one})]
    first, second = rules.visits(asked)
    assert (first.agency_id, first.begins, first.ends) == (
        one, NINE_THIRTY, NINE_THIRTY + timedelta(minutes=40),
    )  # fmt: skip
    assert (second.begins, second.cases) == (at[1], 1)


@pytest.mark.parametrize("text", ["", "2", "61", "ten", "1.5", "-3", "٣٠٠٠", "9" * 30])
def test_minutes_that_cannot_be_are_refused(text: str) -> None:
    """From three minutes to an hour."""
    with pytest.raises(RuleBroken):
        rules.minutes_from(text)


@pytest.mark.parametrize("text", ["", "0", "17", "first"])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    """From 1 to as many as there are."""
    with pytest.raises(RuleBroken):
        rules.place_from(text, 16)
    assert rules.place_from(" 16 ", 16) == 16
