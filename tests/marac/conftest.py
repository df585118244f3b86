"""A table laid once a session, and a meeting that has begun at it; copied for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.marac.meeting import hearing
from tests.builders import World, snapshot
from tests.marac.table import Table, lay


@pytest.fixture(scope="session")
def laid(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The area with its circle, its cases and today's meeting; nobody changes this one."""
    folder = tmp_path_factory.mktemp("table") / "instance"
    return snapshot("table", lambda: lay(first_world.copy_to(folder)).world)


@pytest.fixture(scope="session")
def being_heard(laid: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The first case is being heard; chair, coordinator, both IDVAs and housing are in."""
    folder = tmp_path_factory.mktemp("heard") / "instance"
    return snapshot("being heard", lambda: further(laid, folder, begin_hearing))


@pytest.fixture
def table(laid: World, tmp_path: Path) -> Iterator[Table]:
    """A table of this test's own, inside its application."""
    yield from own_table(laid, tmp_path / "table")


def own_table(first: World, folder: Path) -> Iterator[Table]:
    """A test's own table, as the first one was left, inside its application."""
    own = Table(first.copy_to(folder))
    with own.world.inside():
        yield own
    own.world.close()


def further(first: World, folder: Path, act: Callable[[Table], None]) -> World:
    """A copy of a table at which something more has been done."""
    own = Table(first.copy_to(folder))
    with own.world.inside():
        act(own)
    return own.world


def begin_hearing(table: Table) -> None:
    """The chair opens the meeting, four are let in, and the first case is begun."""
    table.begin()
    table.seat("coordinator", "idva", "second_idva", "housing")
    hearing.start_item(table.world.actor("chair"), table.item(0))
