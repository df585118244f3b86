"""What the journeys share: the demonstration, made once a session for all tests."""

from pathlib import Path

import pytest

from tests.demonstration.conftest import made_once


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of a demonstration that was just made; nobody changes this one."""
    return made_once(tmp_path_factory)
