"""An area with a case that was heard and with recipients on the register, made once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import World, snapshot
from tests.marac.letter.writing import Desk, hear


@pytest.fixture(scope="session")
def first_heard(first_marac: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The area as it was built; nobody changes this one."""
    folder = tmp_path_factory.mktemp("heard") / "instance"
    return snapshot("heard", lambda: hear(first_marac.copy_to(folder)))


@pytest.fixture
def heard(first_heard: World, tmp_path: Path) -> Iterator[World]:
    """An area of this test's own."""
    own = first_heard.copy_to(tmp_path / "heard")
    yield own
    own.close()


@pytest.fixture
def desk(heard: World) -> Iterator[Desk]:
    """The IDVA at her desk, inside the application."""
    with heard.inside():
        yield Desk(heard)
