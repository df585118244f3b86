"""When each case is due, and that nobody sees a trace of what is kept from them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.marac.meeting import rules, timetable
from app.marac.meeting.timetable import Slot

NINE_THIRTY = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
SLOTS = st.builds(Slot, st.integers(3, 60), st.sampled_from([0, 10, 15, 20, 30]))


def ids(count: int) -> list[UUID]:
    """So many cases."""
    return [UUID(int=number) for number in range(count)]


@given(
    slots=st.lists(SLOTS, min_size=1, max_size=20),
    kept=st.sets(st.integers(0, 19)),
    hidden=st.sets(st.integers(0, 19)),
)
def test_what_is_kept_from_somebody_leaves_no_trace(
    slots: list[Slot], kept: set[int], hidden: set[int]
) -> None:
    """However long cases and breaks are: no gap, and the same as if the case were on no agenda.

    For the cases that are kept from nobody, everybody sees one number and one time.
    """
    cases = ids(len(slots))
    slot_of = dict(zip(cases, slots, strict=True))
    from_somebody = frozenset(case for case in cases if case.int in kept)
    from_me = {case for case in from_somebody if case.int in hidden}
    order = rules.sensitive_last(cases, from_somebody)
    mine = [case for case in order if case not in from_me]
    whole = timetable.times(NINE_THIRTY, [slot_of[case] for case in order])
    seen = timetable.times(NINE_THIRTY, [slot_of[case] for case in mine])

    never_there = rules.sensitive_last(
        [case for case in cases if case not in from_me], from_somebody - from_me
    )
    assert mine == never_there
    assert seen == timetable.times(NINE_THIRTY, [slot_of[case] for case in never_there])
    for number, (case, at) in enumerate(zip(mine, seen, strict=True)):
        if number:
            before = mine[number - 1]
            gap = at - seen[number - 1]
            assert gap == timedelta(minutes=slot_of[before].minutes + slot_of[case].pause)
        if case not in from_somebody:
            assert order.index(case) == number
            assert whole[number] == at
