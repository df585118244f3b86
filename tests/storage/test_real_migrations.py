"""The project's own migrations, over a database in which every table has a row."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlcipher3 import dbapi2

from app.config import Config
from app.db.connection import open_for_maintenance
from app.db.keyfile import create_keys, database_key, database_path
from app.db.version import MIGRATIONS
from tests.application import make_app

ONE = "0123456789abcdef0123456789abcdef"
"""The one id that every row has and every row points at."""
RULED = {"sector": "housing"}
"""Columns of which the database itself says what they may hold."""
BYTES, WHEN = b"sealed", "2026-11-01 09:00:00.000000"
SKIPPED = frozenset({"alembic_version", "audit_row"})
"""The trail has rules of its own and no migration touches it."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An application with keys but no database yet."""
    create_keys(tmp_path)
    app = make_app(tmp_path)
    with app.app_context():
        yield app


def connect(app: Flask) -> Any:
    """A connection of its own, so that nothing is left open when a migration runs."""
    config: Config = app.config["MARAC"]
    return open_for_maintenance(database_path(config.instance), database_key(config.instance))


def tables(connection: Any) -> list[str]:
    """Every table of the application."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return sorted({row[0] for row in found if not row[0].startswith("sqlite_")} - SKIPPED)


def value(kind: str, name: str) -> object:
    """Something of a column's type."""
    kind = kind.upper()
    if name in RULED:
        return RULED[name]
    if kind in ("CHAR(32)", "UUID"):
        return ONE
    if "BLOB" in kind or "BINARY" in kind:
        return BYTES
    if "DATETIME" in kind or "TIMESTAMP" in kind:
        return WHEN
    if "INT" in kind or "BOOL" in kind:
        return 1
    return "{}" if kind == "JSON" else name[:10]


def fill(app: Flask) -> dict[str, int]:
    """Put one row into every table that takes it; say how many each has."""
    connection = connect(app)
    connection.execute("PRAGMA foreign_keys = OFF")  # each row points at rows yet to come
    for table in tables(connection):
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        values = [value(column[2], column[1]) for column in columns]
        marks = ", ".join("?" for _ in values)
        with suppress(dbapi2.IntegrityError):  # a rule of the table asks for more than any value
            connection.execute(f'INSERT INTO "{table}" VALUES ({marks})', values)  # noqa: S608
    connection.commit()
    counted = counts(connection)
    connection.close()
    return counted


def counts(connection: Any) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
        for table in tables(connection)
    }


def test_an_area_at_work_comes_up_to_the_newest_version(app: Flask) -> None:
    """No row is lost, and a referral that was waiting waits still, neither urgent nor decided."""
    flask_migrate.upgrade(directory=str(MIGRATIONS), revision="0001")
    before = fill(app)
    assert sum(before.values()) >= 20
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    connection = connect(app)
    after = counts(connection)
    assert {table: after[table] for table in before} == before
    waiting = connection.execute("SELECT urgent, compartment_id, revision FROM referral").fetchone()
    assert tuple(waiting) == (0, None, 1)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_a_version_can_be_taken_back(app: Flask) -> None:
    """Down to the first one and up again, with rows in place."""
    flask_migrate.upgrade(directory=str(MIGRATIONS), revision="0001")
    before = fill(app)
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="0001")
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    connection = connect(app)
    after = counts(connection)
    assert {table: after[table] for table in before} == before
    connection.close()
