"""A table laid once a session and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import World, snapshot
from tests.marac.table import Table, lay


@pytest.fixture(scope="session")
def laid(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The area with its circle, its cases and today's meeting; nobody changes this one."""
    folder = tmp_path_factory.mktemp("table") / "instance"
    return snapshot("table", lambda: lay(first_world.copy_to(folder)).world)


@pytest.fixture
def table(laid: World, tmp_path: Path) -> Iterator[Table]:
    """A table of this test's own, inside its application."""
    own = Table(laid.copy_to(tmp_path / "table"))
    with own.world.inside():
        yield own
    own.world.close()
