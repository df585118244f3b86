"""Commands on an installation that is not ready say what is missing, in one sentence."""

from pathlib import Path

import pytest

from app.db.keyfile import create_keys
from app.db.maintenance import create_schema
from tests.application import make_app
from tests.cli.terminal import run

COMMANDS = [
    ("area", "show"),
    ("agency", "list"),
    ("person", "list"),
    ("recovery", "rehearse"),
    ("circle", "verify"),
    ("audit", "verify"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_without_keys(words: tuple[str, ...], tmp_path: Path) -> None:
    """No key file: the command to make one."""
    result = run(make_app(tmp_path), *words)
    assert result.exit_code == 1
    assert "flask keys create" in result.output


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_without_a_database(words: tuple[str, ...], tmp_path: Path) -> None:
    """Keys and no database: the command to make it."""
    create_keys(tmp_path)
    result = run(make_app(tmp_path), *words)
    assert result.exit_code == 1
    assert "make migrate" in result.output


@pytest.mark.parametrize("words", COMMANDS[:5], ids=" ".join)
def test_without_an_area(words: tuple[str, ...], tmp_path: Path) -> None:
    """A database without an area: the command to set it up."""
    create_keys(tmp_path)
    create_schema(tmp_path)
    result = run(make_app(tmp_path), *words)
    assert result.exit_code == 1
    assert "flask area create" in result.output
