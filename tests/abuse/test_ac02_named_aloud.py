"""AC-02: somebody without an account who is called like a person in a case is asked first."""

import pytest

from app.confidentiality.circle import service as circle
from app.marac.meeting import service as meetings
from app.marac.meeting.model import Capacity
from app.refusals import RuleBroken
from tests.marac.conftest import laid, table
from tests.marac.table import Table

__all__ = ["laid", "table"]

HIS_NAME = "Basil Testcase"


def _seated(table: Table) -> None:
    table.begin()
    table.seat("coordinator", "idva")
    circle.admit(table.world.actor("chair"))


def test_his_name_as_an_observer_is_asked_about(table: Table) -> None:
    """The perpetrator of a case does not become an observer because nobody looked at his name."""
    _seated(table)
    chair, housing = table.world.actor("chair"), table.world.agencies["housing"]
    with pytest.raises(RuleBroken) as broken:
        meetings.witness(chair, table.meeting_id, HIS_NAME, housing, capacity=Capacity.OBSERVER)
    assert broken.value.field == "name"
    assert "Ask this person" in broken.value.message


def test_a_namesake_is_recorded_once_the_chair_has_asked(table: Table) -> None:
    """Two people may be called the same: the chair says that she asked."""
    _seated(table)
    chair, housing = table.world.actor("chair"), table.world.agencies["housing"]
    row = meetings.witness(chair, table.meeting_id, HIS_NAME, housing, was_asked=True)
    assert row.name == HIS_NAME


def test_another_name_is_recorded_without_a_question(table: Table) -> None:
    """The control: a name that is in no case."""
    _seated(table)
    chair, housing = table.world.actor("chair"), table.world.agencies["housing"]
    assert meetings.witness(chair, table.meeting_id, "Leah Thornton", housing).name
