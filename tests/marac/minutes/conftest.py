"""A meeting that was held, and one whose minutes are signed, made once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import World, snapshot
from tests.marac.conftest import further, own_table
from tests.marac.minutes.sitting import hold, sign_minutes
from tests.marac.table import Table


@pytest.fixture(scope="session")
def held_world(laid: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The meeting is over; nobody has written minutes."""
    folder = tmp_path_factory.mktemp("held") / "instance"
    return snapshot("held", lambda: further(laid, folder, hold))


@pytest.fixture(scope="session")
def signed_world(held_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The chair has signed the minutes."""
    folder = tmp_path_factory.mktemp("signed") / "instance"
    return snapshot("signed minutes", lambda: further(held_world, folder, sign_minutes))


@pytest.fixture
def held(held_world: World, tmp_path: Path) -> Iterator[Table]:
    """A test's own meeting that is over."""
    yield from own_table(held_world, tmp_path / "held")


@pytest.fixture
def signed(signed_world: World, tmp_path: Path) -> Iterator[Table]:
    """A test's own signed minutes."""
    yield from own_table(signed_world, tmp_path / "signed")
