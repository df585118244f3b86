"""At rest nothing can be read: not in the database file, its write-ahead log or its index."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.db import db, transaction
from app.db.keyfile import database_key
from tests.storage.small_app import Note

CANARY = "Canary Winifred Featherstonehaugh"


def files(instance: Path) -> dict[str, bytes]:
    """Every file of the instance but the keys."""
    return {path.name: path.read_bytes() for path in instance.iterdir() if path.suffix != ".key"}


def test_no_written_word_is_on_the_disk(app: Flask) -> None:
    """While the log is still open: a name written many times is in no file, in no encoding."""
    instance = app.config["MARAC"].instance
    with transaction() as session:
        session.execute(sa.insert(Note), [{"text": f"{CANARY} {n}"} for n in range(500)])
    found = files(instance)
    assert set(found) == {"marac.db", "marac.db-wal", "marac.db-shm"}
    for spelling in (CANARY.encode(), CANARY.encode("utf-16-le"), b"CREATE TABLE", b"audit_row"):
        assert [name for name, content in found.items() if spelling in content] == []


def test_no_error_message_repeats_what_was_written(app: Flask) -> None:
    """A refused statement names its columns, never its values."""
    with transaction() as session:
        session.add(note := Note(text="first"))
    with pytest.raises(IntegrityError) as caught, transaction() as session:
        session.execute(sa.insert(Note).values(id=note.id, text=CANARY))
    assert CANARY not in str(caught.value)


def test_the_key_is_in_no_other_file_and_no_address(app: Flask) -> None:
    """Neither raw nor as hexadecimal, and the engine can be printed without harm."""
    instance = app.config["MARAC"].instance
    key = database_key(instance)
    for content in files(instance).values():
        assert key not in content
        assert key.hex().encode() not in content
    assert key.hex() not in db.engine.url.render_as_string(hide_password=False)
    assert key.hex() not in repr(app.config)
