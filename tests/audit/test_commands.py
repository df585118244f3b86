"""The commands: `flask audit head`, `flask audit verify` and `flask keys create`."""

import os
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.cli.audit import audit
from app.cli.keys import keys
from app.db import db
from app.db.keyfile import application_key, database_key
from tests.audit.trail import some_acts, tamper


def run(app: Flask, *arguments: str) -> Result:
    """Run `flask audit …`, which in a process of its own begins with a fresh reading."""
    db.session.rollback()
    return app.test_cli_runner().invoke(audit, arguments)


def test_a_whole_trail_exits_with_0(app: Flask) -> None:
    """It says how many rows, and that a kept head is needed for the end."""
    some_acts()
    result = run(app, "verify")
    assert result.exit_code == 0
    assert "9 rows" in result.output
    assert "--head" in result.output


def test_a_broken_trail_exits_with_1_and_names_the_row(app: Flask, instance: Path) -> None:
    """The first broken row is in the message."""
    some_acts()
    tamper(instance, "UPDATE audit_row SET tag = 'case:close' WHERE seq = 5")
    result = run(app, "verify")
    assert result.exit_code == 1
    assert "Row 5 " in result.output


def test_what_head_prints_verify_takes(app: Flask, instance: Path) -> None:
    """The printed head shows later that rows were cut off."""
    some_acts()
    kept = run(app, "head").output.strip()
    assert run(app, "verify", "--head", kept).exit_code == 0
    tamper(instance, "DELETE FROM audit_row WHERE seq = 9")
    result = run(app, "verify", "--head", kept)
    assert result.exit_code == 1
    assert "Row 9 is missing" in result.output


def test_a_wrongly_copied_head_is_a_mistake_in_the_command(app: Flask) -> None:
    """It exits with 2, so that nobody takes it for a broken trail."""
    assert run(app, "verify", "--head", "9:abc").exit_code == 2


def test_a_key_that_is_refused_is_said_in_a_sentence(app: Flask, instance: Path) -> None:
    """The person at the terminal reads what to do, not where in the program it happened."""
    db.engine.dispose()
    (instance / "database.key").chmod(0o644)
    result = run(app, "verify")
    assert result.exit_code == 1
    assert "chmod 600" in result.output


def test_keys_are_made_once(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time it refuses and leaves the keys as they are; no key is printed."""
    folder = tmp_path / "new"
    monkeypatch.setitem(os.environ, "MARAC_INSTANCE", str(folder))
    first = app.test_cli_runner().invoke(keys, ["create"])
    made = database_key(folder), application_key(folder)
    second = app.test_cli_runner().invoke(keys, ["create"])
    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "already there" in second.output
    assert (database_key(folder), application_key(folder)) == made
    assert made[0].hex() not in first.output + second.output
