"""Column types: sealed columns take bytes only, and every moment has its zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import StatementError

from app.db import Sealed, UtcDateTime, new_id, transaction
from tests.storage.small_app import Note

SUMMER = timezone(timedelta(hours=1))


def test_a_sealed_column_refuses_words(app: Flask) -> None:
    """A string in a sealed column is somebody's words in the clear; it never gets there."""
    with pytest.raises(StatementError, match=r"note\.sealed"), transaction() as session:
        session.add(Note(text="x", sealed="in the clear"))


def test_a_sealed_column_gives_the_same_bytes_back(app: Flask) -> None:
    """Any byte survives, zero included."""
    envelope = bytes(range(256))
    with transaction() as session:
        session.add(Note(text="x", sealed=envelope))
    with transaction() as session:
        assert session.scalars(sa.select(Note.sealed)).one() == envelope


def test_the_contract_can_be_read_from_the_column() -> None:
    """The inventory of sealed columns is checked against this."""
    kind = Note.__table__.c.sealed.type
    assert isinstance(kind, Sealed)
    assert kind.contract == "note.sealed"


def test_a_time_without_a_zone_is_refused() -> None:
    """Nobody could say later when that was."""
    naive = datetime(2026, 7, 1, 12)  # noqa: DTZ001
    with pytest.raises(TypeError, match="time zone"):
        UtcDateTime().process_bind_param(naive, sa.create_mock_engine("sqlite://", None).dialect)


def test_a_moment_comes_back_as_the_same_moment() -> None:
    """Whatever zone it went in with, it comes back aware and in UTC, on both engines."""
    moment = datetime(2026, 7, 1, 12, tzinfo=SUMMER)
    for dialect in (sa.create_mock_engine("sqlite://", None).dialect, postgresql.dialect()):
        stored = UtcDateTime().process_bind_param(moment, dialect)
        back = UtcDateTime().process_result_value(stored, dialect)
        assert back == moment
        assert back is not None
        assert back.tzinfo is UTC


def test_ids_are_random() -> None:
    """Version 4: they tell nothing about order, number or time."""
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert {identity.version for identity in ids} == {4}
