"""The database itself keeps the audit trail growing only, even for whoever holds the key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.db.connection import GatedConnection, open_for_maintenance
from app.db.keyfile import StorageRefused, database_key, database_path
from app.db.startup import check_storage, runs_unchecked

ROW = "(seq, at, tag, subject_kind, detail, prev, hash)"
FIRST = (1, "t", "x:y", "x", "{}", bytes(32), b"a" * 32)
SECOND = (2, "t", "x:y", "x", "{}", b"a" * 32, b"b" * 32)


@pytest.fixture
def raw(instance: Path) -> Iterator[GatedConnection]:
    """A connection without the authorizer, with two rows in the trail."""
    connection = open_for_maintenance(database_path(instance), database_key(instance))
    add(connection, FIRST)
    add(connection, SECOND)
    yield connection
    connection.close()


def add(connection: GatedConnection, row: tuple[object, ...], verb: str = "INSERT") -> None:
    """Write one row as it is given."""
    connection.execute(f"{verb} INTO audit_row {ROW} VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def test_rows_that_follow_are_taken(raw: GatedConnection) -> None:
    """The rules let the real thing through."""
    add(raw, (3, "t", "x:y", "x", "{}", b"b" * 32, b"c" * 32))
    assert raw.execute("SELECT count(*) FROM audit_row").fetchone() == (3,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_row SET tag = 'changed' WHERE seq = 1",
        "UPDATE audit_row SET seq = 9 WHERE seq = 2",
        "UPDATE OR REPLACE audit_row SET seq = 1 WHERE seq = 2",
        "DELETE FROM audit_row WHERE seq = 2",
        "DELETE FROM audit_row",
        "INSERT INTO audit_row SELECT * FROM audit_row WHERE seq = 1 "
        "ON CONFLICT DO UPDATE SET tag = 'changed'",
        "REPLACE INTO audit_row SELECT * FROM audit_row WHERE seq = 1",
    ],
)
def test_a_written_row_stays(raw: GatedConnection, statement: str) -> None:
    """No change and no removal, one row or all."""
    before = raw.execute("SELECT * FROM audit_row").fetchall()
    with pytest.raises(sqlcipher.IntegrityError, match="only grows"):
        raw.execute(statement)
    assert raw.execute("SELECT * FROM audit_row").fetchall() == before


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
@pytest.mark.parametrize(
    "row",
    [
        (4, "t", "x:y", "x", "{}", b"b" * 32, b"c" * 32),  # leaves a gap
        (2, "t", "x:y", "x", "{}", b"a" * 32, b"c" * 32),  # in the place of the second
        (1, "t", "x:y", "x", "{}", bytes(32), b"c" * 32),  # in the place of the first
        (None, "t", "x:y", "x", "{}", b"b" * 32, b"c" * 32),  # no number
        (3, "t", "x:y", "x", "{}", b"a" * 32, b"c" * 32),  # follows the wrong row
        (3, "t", "x:y", "x", "{}", None, b"c" * 32),  # follows nothing
        (3, "t", "x:y", "x", "{}", b"b" * 32, b"c" * 31),  # hash too short
        (3, "t", "x:y", "x", "{}", b"b" * 32, "c" * 32),  # hash is text
        (3, "t", "x:y", "x", "{}", b"b" * 32, None),  # no hash
    ],
)
def test_a_row_that_does_not_follow_is_refused(
    raw: GatedConnection, verb: str, row: tuple[object, ...]
) -> None:
    """By no way of inserting, INSERT OR REPLACE included, which deletes without a word."""
    before = raw.execute("SELECT * FROM audit_row").fetchall()
    with pytest.raises(sqlcipher.IntegrityError, match="only grows"):
        add(raw, row, verb)
    assert raw.execute("SELECT * FROM audit_row").fetchall() == before


@pytest.mark.parametrize("name", ["no_update", "no_delete", "next"])
def test_a_lost_rule_stops_the_start(raw: GatedConnection, instance: Path, name: str) -> None:
    """Whoever removes a trigger outside the program is found out at the next start."""
    raw.execute(f"DROP TRIGGER guard_audit_row_{name}")
    with pytest.raises(StorageRefused, match=f"guard_audit_row_{name}"):
        check_storage(instance)


def test_a_weakened_rule_stops_the_start(raw: GatedConnection, instance: Path) -> None:
    """A trigger of the right name that does nothing is not taken for the rule."""
    raw.execute("DROP TRIGGER guard_audit_row_no_delete")
    raw.execute(
        "CREATE TRIGGER guard_audit_row_no_delete BEFORE DELETE ON audit_row WHEN 0 "
        "BEGIN SELECT RAISE(ABORT, 'never'); END"
    )
    with pytest.raises(StorageRefused, match="guard_audit_row_no_delete"):
        check_storage(instance)


def test_a_lost_table_stops_the_start(raw: GatedConnection, instance: Path) -> None:
    """Without the table there is no rule either, and that is said too."""
    raw.execute("DROP TRIGGER guard_audit_row_no_delete")
    raw.execute("DROP TABLE audit_row")
    with pytest.raises(StorageRefused, match="audit_row"):
        check_storage(instance)


@pytest.mark.parametrize(
    ("command", "unchecked"),
    [
        ("flask db upgrade", True),
        ("flask --app wsgi db upgrade", True),
        ("/x/bin/flask --debug -A wsgi keys create", True),
        ("flask --app db run", False),
        ("flask audit verify", True),
        ("flask run db", False),
        ("gunicorn wsgi:app db", False),
        ("flask", False),
    ],
)
def test_only_what_mends_runs_without_the_check(command: str, unchecked: bool) -> None:
    """Keys, migrations and the audit must work when storage is not right; nothing else does."""
    assert runs_unchecked(command.split()) is unchecked
