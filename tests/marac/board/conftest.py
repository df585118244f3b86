"""A case being heard, with people around the table."""

import pytest

from app.marac.meeting import hearing
from tests.marac.board.pages import Room
from tests.marac.table import Table


@pytest.fixture
def room(table: Table) -> Room:
    """The first case is being heard; chair, coordinator, both IDVAs and housing are in."""
    table.begin()
    table.seat("coordinator", "idva", "second_idva", "housing")
    hearing.start_item(table.world.actor("chair"), table.item(0))
    return Room(table)
