"""AC-32: an administrator edits the database; every altered byte of the trail is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError

from app.audit.model import AuditRow
from app.audit.verify import Broken, verify
from app.db import db, transaction
from app.db.keyfile import StorageRefused
from app.db.startup import check_storage
from tests.audit.trail import some_acts, tamper
from tests.storage.small_app import close, make_app, make_instance

COLUMNS = [column.name for column in AuditRow.__table__.columns if column.name != "seq"]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder with keys and an encrypted database."""
    return make_instance(tmp_path / "instance")


@pytest.fixture
def app(instance: Path) -> Iterator[Flask]:
    """A small application with nine rows in its trail."""
    app = make_app(instance)
    with app.app_context():
        some_acts()
        yield app
    close(app)


def stored(column: str) -> bytes:
    """The bytes of one column of row 5, as they are in the database."""
    statement = sa.text(f"SELECT CAST({column} AS BLOB) FROM audit_row WHERE seq = 5")  # noqa: S608
    value = db.session.execute(statement).scalar_one()
    db.session.rollback()
    return bytes(value)


def flip(column: str, content: bytes, position: int, bit: int) -> str:
    """The statement that flips one bit of that column and keeps its type."""
    changed = bytearray(content)
    changed[position] ^= bit
    kind = "BLOB" if column in {"prev", "hash"} else "TEXT"
    return f"UPDATE audit_row SET {column} = CAST(x'{changed.hex()}' AS {kind}) WHERE seq = 5"  # noqa: S608


@pytest.mark.parametrize("bit", [1, 0x20, 0x80])
@pytest.mark.parametrize("column", COLUMNS)
def test_one_flipped_bit_is_named(app: Flask, instance: Path, column: str, bit: int) -> None:
    """In the first, a middle and the last byte of every column: row 5 is named, then put back."""
    content = stored(column)
    for position in {0, len(content) // 2, len(content) - 1}:
        tamper(instance, flip(column, content, position, bit))
        db.session.rollback()
        with pytest.raises(Broken) as caught:
            verify(db.session())
        assert caught.value.seq == 5
        tamper(instance, flip(column, content, position, 0))
        db.session.rollback()
        assert verify(db.session()).seq == 9


def test_the_application_itself_cannot_edit_the_trail(app: Flask) -> None:
    """Not through SQL and not through a loaded row."""
    with pytest.raises(DatabaseError, match="not authorized"), transaction() as session:
        session.execute(sa.update(AuditRow).values(tag="x"))
    with pytest.raises(DatabaseError, match="not authorized"), transaction() as session:
        session.scalars(sa.select(AuditRow).limit(1)).one().tag = "x"
    with pytest.raises(DatabaseError, match="not authorized"), transaction() as session:
        session.delete(session.scalars(sa.select(AuditRow).limit(1)).one())
    assert verify(db.session()).seq == 9


def test_whoever_took_the_triggers_down_is_found_at_the_next_start(
    app: Flask, instance: Path
) -> None:
    """Editing the trail needs the triggers down, and a server does not start without them."""
    tamper(instance)
    with pytest.raises(StorageRefused, match="audit trail"):
        check_storage(instance)
