"""A connection of the application: hardened, rows only, and reading unless told otherwise."""

import sqlite3
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlcipher3 import dbapi2 as sqlcipher

from app.db import db, new_id, transaction
from app.db.connection import (
    MUST_BE,
    GatedConnection,
    open_for_maintenance,
    open_restricted,
)
from app.db.gate import Gate, gate_for
from app.db.keyfile import PLAIN_HEADER, StorageRefused, database_key, database_path
from tests.storage.small_app import Note, Remark, texts

FORBIDDEN = [
    "DROP TABLE note",
    "DROP TRIGGER guard_audit_row_no_update",
    "ALTER TABLE note ADD COLUMN more TEXT",
    "CREATE TABLE more (id INTEGER)",
    "CREATE TEMP TABLE more (id INTEGER)",
    "CREATE TRIGGER more AFTER INSERT ON note BEGIN DELETE FROM note; END",
    "CREATE TEMP TRIGGER more AFTER INSERT ON note BEGIN DELETE FROM note; END",
    "CREATE VIEW more AS SELECT * FROM note",
    "CREATE INDEX more ON note (text)",
    "CREATE VIRTUAL TABLE more USING fts5(text)",
    "ATTACH DATABASE ':memory:' AS more",
    "DETACH DATABASE main",
    "PRAGMA key = 'x'",
    "PRAGMA rekey = 'x'",
    "PRAGMA writable_schema = ON",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA query_only = OFF",
    "PRAGMA cipher_log = stderr",
    "REINDEX",
    "ANALYZE",
    "SELECT load_extension('more')",
    "SELECT sqlcipher_export('main')",
    "UPDATE audit_row SET tag = 'x'",
    "DELETE FROM audit_row",
    "UPDATE alembic_version SET version_num = 'x'",
    "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, 'x')",
]


def test_the_file_is_sqlcipher_and_says_so(instance: Path) -> None:
    """The header is not SQLite's, and stock SQLite cannot read the file."""
    assert not database_path(instance).read_bytes().startswith(PLAIN_HEADER)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(database_path(instance)).execute("SELECT * FROM note")


def test_every_hardening_holds_on_every_connection(instance: Path) -> None:
    """Both kinds of connection have WAL, full sync, foreign keys, memory for what is temporary."""
    connection = open_for_maintenance(database_path(instance), database_key(instance))
    found = {name: str(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in MUST_BE}
    assert found == MUST_BE
    assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == 15000
    connection.close()


def test_a_build_that_is_not_hardened_is_refused(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If one hardening does not take effect the connection is refused, by name."""
    monkeypatch.setitem(MUST_BE, "temp_store", "7")
    with pytest.raises(StorageRefused, match="temp_store"):
        open_restricted(database_path(instance), database_key(instance))


@pytest.mark.parametrize("key", [b"", b"short", bytes(16), bytes(48)])
def test_only_a_raw_key_of_32_bytes_is_given_to_sqlcipher(instance: Path, key: bytes) -> None:
    """Anything else would silently become a passphrase."""
    with pytest.raises(ValueError, match="32 bytes"):
        open_restricted(database_path(instance), key)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_cannot_change_the_house(app: Flask, statement: str) -> None:
    """Schema, keys, other files, pragmas and written audit rows are out of its reach."""
    with pytest.raises(DatabaseError, match="not authorized|prohibited"), transaction() as session:
        session.execute(sa.text(statement))


def test_what_reads_never_writes_and_cannot_be_told_to(app: Flask, instance: Path) -> None:
    """A connection of the application only reads; in its turn the one that writes is asked."""
    raw = db.session.connection().connection.dbapi_connection
    assert isinstance(raw, GatedConnection)
    gate = gate_for(database_path(instance))
    for statement in ("PRAGMA query_only = OFF", "DELETE FROM note"):
        with pytest.raises(sqlcipher.DatabaseError, match="not authorized|readonly"):
            raw.execute(statement)
    with transaction() as session:
        session.add(Note(text="in turn"))
        session.flush()
        assert raw.writer is gate.writer is not None
    assert raw.writer is None
    with pytest.raises(sqlcipher.DatabaseError, match="readonly"):
        raw.execute("DELETE FROM note")
    assert texts() == ["in turn"]


def test_what_another_program_changed_is_counted_at_the_next_turn(
    app: Flask, instance: Path
) -> None:
    """A command in another process counts no change here; whoever writes next notices it."""
    gate = gate_for(database_path(instance))
    with transaction():
        pass
    with transaction():
        before = gate.changes
    other = open_for_maintenance(database_path(instance), database_key(instance))
    other.gate = Gate()  # as in a process of its own
    other.execute("INSERT INTO note (id, text) VALUES (randomblob(16), 'elsewhere')")
    other.close()
    assert gate.changes == before
    with transaction():
        assert gate.changes > before
    with transaction():
        assert gate.changes == before + 1


def test_the_one_that_writes_closes_with_the_last(app: Flask, instance: Path) -> None:
    """When the application lets go of its connections none is left open, and it can go on."""
    gate = gate_for(database_path(instance))
    with transaction() as session:
        session.add(Note(text="before"))
    assert gate.writer is not None
    db.session.remove()
    db.engine.dispose()
    assert gate.writer is None
    assert texts() == ["before"]


def test_extensions_cannot_be_loaded_from_python(app: Flask) -> None:
    """The door at Python's level is shut too."""
    raw = db.session.connection().connection.dbapi_connection
    with pytest.raises(sqlcipher.OperationalError, match="not authorized"):
        raw.load_extension("more")  # type: ignore[union-attr]


def test_no_copy_of_the_database_can_be_made(instance: Path, tmp_path: Path) -> None:
    """Not by VACUUM INTO either, which is no part of a transaction."""
    connection = open_restricted(database_path(instance), database_key(instance))
    with pytest.raises(sqlcipher.DatabaseError):
        connection.execute(f"VACUUM INTO '{tmp_path / 'copy.db'}'")
    assert not (tmp_path / "copy.db").exists()
    connection.close()


def test_foreign_keys_are_kept(app: Flask) -> None:
    """A row that points at nothing is refused."""
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(Remark(note_id=new_id()))


def test_sorting_much_leaves_no_file_behind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary tables and sorting stay in memory: nothing is opened in a temporary folder."""
    with transaction() as session:
        session.execute(sa.insert(Note), [{"text": f"{n:05}" * 40} for n in range(3000)])
    before = set(Path(tempfile.gettempdir()).glob("etilqs_*"))
    assert len(texts()) == 3000
    opened = {str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()}
    assert not [name for name in opened if "etilqs" in name]
    assert set(Path(tempfile.gettempdir()).glob("etilqs_*")) == before
