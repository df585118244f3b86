"""A meeting that has begun, made once and copied for each test that begins there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import World, snapshot
from tests.marac.conftest import further, own_table
from tests.marac.table import Table

BEGUN = {"hearing_first": "being_heard", "seated": "some_inside"}


@pytest.fixture(scope="session")
def some_inside(laid: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The meeting is open; an IDVA, housing, a police officer and the coordinator are inside."""
    folder = tmp_path_factory.mktemp("inside") / "instance"
    return snapshot("some inside", lambda: further(laid, folder, _let_in))


@pytest.fixture
def table(request: pytest.FixtureRequest, laid: World, tmp_path: Path) -> Iterator[Table]:
    """A table of this test's own; the meeting at it has begun if the test begins there."""
    begun = [BEGUN[name] for name in BEGUN if name in request.fixturenames]
    first = request.getfixturevalue(begun[0]) if begun else laid
    yield from own_table(first, tmp_path / "table")


@pytest.fixture
def hearing_first(table: Table) -> Table:
    """The meeting is open, four people are in, and the first case is being heard."""
    return table


@pytest.fixture
def seated(table: Table) -> Table:
    """The meeting is open; an IDVA, housing and a police officer are inside."""
    return table


def _let_in(table: Table) -> None:
    table.begin()
    table.seat("idva", "housing", "officer", "coordinator")
