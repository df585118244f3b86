"""A case being heard, with people around the table."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import World
from tests.marac.board.pages import Room
from tests.marac.conftest import own_table
from tests.marac.table import Table


@pytest.fixture
def table(request: pytest.FixtureRequest, laid: World, tmp_path: Path) -> Iterator[Table]:
    """A table of this test's own; in a room, the first case is being heard at it."""
    heard = "room" in request.fixturenames
    first = request.getfixturevalue("being_heard") if heard else laid
    yield from own_table(first, tmp_path / "table")


@pytest.fixture
def room(table: Table) -> Room:
    """The first case is being heard; chair, coordinator, both IDVAs and housing are in."""
    return Room(table)
