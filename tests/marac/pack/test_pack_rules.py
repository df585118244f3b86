"""A pack's hours and hands as rules."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.pack import rules
from app.marac.pack.rules import Copy, Stage
from app.refusals import Refused, RuleBroken

ASKED = datetime(2026, 11, 20, 9, tzinfo=UTC)
AGREED = ASKED + timedelta(hours=2)


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("agreed", "copies", "after", "stands"),
    [
        (None, [], 23, Stage.ASKED),
        (None, [], 25, Stage.LAPSED),
        (AGREED, [Copy(None, None)], 20, Stage.AGREED),
        (AGREED, [Copy(None, None)], 30, Stage.BACK),
        (AGREED, [Copy(AGREED, None)], 20, Stage.OUT),
        (AGREED, [Copy(AGREED, None)], 73, Stage.OUT),
        (AGREED, [Copy(AGREED, None)], 75, Stage.LATE),
        (AGREED, [Copy(AGREED, AGREED + _hours(70))], 80, Stage.BACK),
        (AGREED, [Copy(AGREED, AGREED + _hours(73))], 90, Stage.LATE),
        (AGREED, [Copy(None, None), Copy(AGREED, AGREED + _hours(1))], 90, Stage.BACK),
    ],
)
def test_where_a_pack_stands(
    agreed: datetime | None, copies: list[Copy], after: int, stands: Stage
) -> None:
    """24 hours to agree and to print, 72 to be back; back late is late for good."""
    assert rules.stage(ASKED, agreed, None, copies, ASKED + _hours(after)) is stands


def test_the_hours_count_from_the_meeting_if_it_is_after_the_agreement() -> None:
    """Nobody has to bring copies back before they were needed."""
    assert rules.back_by(AGREED) == AGREED + _hours(72)
    assert rules.back_by(AGREED, AGREED - _hours(5)) == AGREED + _hours(72)
    assert rules.back_by(AGREED, AGREED + _hours(50)) == AGREED + _hours(122)
    copies = [Copy(AGREED, None)]
    meeting, late = AGREED + _hours(50), AGREED + _hours(100)
    assert rules.stage(ASKED, AGREED, None, copies, late) is Stage.LATE
    assert rules.stage(ASKED, AGREED, None, copies, late, meeting) is Stage.OUT


def test_a_closed_pack_is_closed() -> None:
    """Whatever else is true of it."""
    copies = [Copy(AGREED, None)]
    assert rules.stage(ASKED, AGREED, AGREED, copies, ASKED + _hours(99)) is Stage.CLOSED


@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 200)), max_size=6))
def test_late_never_becomes_in_time_again(seen: list[tuple[bool, int | None]]) -> None:
    """Once a pack is late, no later hour makes it less so."""
    copies = [
        Copy(AGREED if out else None, AGREED + _hours(back) if back is not None else None)
        for out, back in seen
    ]
    late = [rules.are_late(AGREED, copies, AGREED + _hours(hour)) for hour in range(60, 240, 12)]
    assert late == sorted(late)


def test_two_people_of_two_agencies() -> None:
    """Neither alone, nor a colleague."""
    asker, agency = uuid4(), uuid4()
    rules.require_second(asker, agency, uuid4(), uuid4())
    for who in ((asker, uuid4()), (uuid4(), agency)):
        with pytest.raises(Refused):
            rules.require_second(asker, agency, *who)


def test_two_others_are_there_to_be_told() -> None:
    """An officer and one other are not enough."""
    one, two, three = uuid4(), uuid4(), uuid4()
    rules.require_others([one, two, three], one)
    with pytest.raises(RuleBroken):
        rules.require_others([one, two], one)


def test_a_lost_copy_needs_its_idvas_told() -> None:
    """First of all; what was done is kept for a lost copy only."""
    assert rules.require_fate("lost", ["idvas", "dpo"]) == ("lost", ["idvas", "dpo"])
    assert rules.require_fate("returned", ["idvas"]) == ("returned", [])
    for wrong in (("lost", []), ("burnt", []), ("lost", ["idvas", "nothing"])):
        with pytest.raises(RuleBroken):
            rules.require_fate(*wrong)
