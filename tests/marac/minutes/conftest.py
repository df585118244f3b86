"""A meeting that was held, and one whose minutes are signed, made once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import World, snapshot
from tests.marac.minutes.sitting import hold, sign_minutes
from tests.marac.table import Table


@pytest.fixture(scope="session")
def held_world(laid: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The meeting is over; nobody has written minutes."""
    folder = tmp_path_factory.mktemp("held") / "instance"

    def build() -> World:
        own = Table(laid.copy_to(folder))
        with own.world.inside():
            hold(own)
        return own.world

    return snapshot("held", build)


@pytest.fixture(scope="session")
def signed_world(held_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The chair has signed the minutes."""
    folder = tmp_path_factory.mktemp("signed") / "instance"

    def build() -> World:
        own = Table(held_world.copy_to(folder))
        with own.world.inside():
            sign_minutes(own)
        return own.world

    return snapshot("signed minutes", build)


@pytest.fixture
def held(held_world: World, tmp_path: Path) -> Iterator[Table]:
    """A test's own meeting that is over."""
    yield from _own(held_world, tmp_path / "held")


@pytest.fixture
def signed(signed_world: World, tmp_path: Path) -> Iterator[Table]:
    """A test's own signed minutes."""
    yield from _own(signed_world, tmp_path / "signed")


def _own(world: World, folder: Path) -> Iterator[Table]:
    own = Table(world.copy_to(folder))
    with own.world.inside():
        yield own
    own.world.close()
