"""A meeting that hears a case and has named a risk, made once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.marac.meeting import hearing
from tests.builders import World, snapshot
from tests.marac.action.agreeing import Agreeing
from tests.marac.conftest import further, own_table
from tests.marac.table import Table


@pytest.fixture(scope="session")
def risk_named(laid: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The chair hears the first case and has named a risk; nobody changes this one."""
    folder = tmp_path_factory.mktemp("risk") / "instance"
    return snapshot("risk named", lambda: further(laid, folder, _name_a_risk))


@pytest.fixture
def table(request: pytest.FixtureRequest, laid: World, tmp_path: Path) -> Iterator[Table]:
    """A table of this test's own; where actions are agreed, a risk has been named at it."""
    named = "agreeing" in request.fixturenames
    first = request.getfixturevalue("risk_named") if named else laid
    yield from own_table(first, tmp_path / "table")


@pytest.fixture
def agreeing(table: Table) -> Agreeing:
    """The chair hears the first case and has named a risk."""
    return Agreeing(table, table.world.extra["risk"])


def _name_a_risk(table: Table) -> None:
    table.begin()
    table.seat("coordinator", "idva")
    chair = table.world.actor("chair")
    hearing.start_item(chair, table.item(0))
    table.world.extra["risk"] = hearing.identify_risk(chair, table.item(0), "He has her keys").id
