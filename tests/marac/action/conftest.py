"""A meeting that hears a case and has named a risk."""

import pytest

from app.marac.meeting import hearing
from tests.marac.action.agreeing import Agreeing
from tests.marac.table import Table


@pytest.fixture
def agreeing(table: Table) -> Agreeing:
    """The chair hears the first case and has named a risk."""
    table.begin()
    table.seat("coordinator", "idva")
    chair = table.world.actor("chair")
    hearing.start_item(chair, table.item(0))
    risk = hearing.identify_risk(chair, table.item(0), "He has her keys")
    return Agreeing(table, risk.id)
