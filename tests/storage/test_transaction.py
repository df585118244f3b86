"""transaction(): everything in it is kept or nothing, and nothing is written anywhere else."""

from contextlib import suppress

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.db import db, new_id, transaction
from app.db.session import WrittenOutside
from app.db.transaction import writing_session
from app.refusals import RuleBroken
from tests.storage.small_app import Note, Remark, texts


def keep(text: str) -> Note:
    """Write one note in a transaction, as a service would."""
    with transaction() as session:
        note = Note(text=text)
        session.add(note)
    return note


def keep_then_raise(text: str, error: BaseException) -> None:
    """Write one note, send it to the database, and fail before the end."""
    with transaction() as session:
        session.add(Note(text=text))
        session.flush()
        raise error


def test_what_is_written_is_kept_and_stays_loaded(app: Flask) -> None:
    """After the commit the row is there and the object can be rendered without another query."""
    note = keep("kept")
    assert sa.inspect(note).expired_attributes == set()
    db.session.expire_all()
    assert texts() == ["kept"]


def test_any_exception_undoes_everything(app: Flask) -> None:
    """A broken rule at the end takes back what was flushed before it."""
    with pytest.raises(RuleBroken):
        keep_then_raise("undone", RuleBroken("text", "No."))
    assert texts() == []
    keep("next")
    assert texts() == ["next"]


def test_even_an_interrupt_undoes_everything(app: Flask) -> None:
    """Not only ordinary errors: stopping the program half way keeps nothing."""
    with pytest.raises(KeyboardInterrupt):
        keep_then_raise("undone", KeyboardInterrupt())
    assert texts() == []


def test_nested_calls_join(app: Flask) -> None:
    """A service that calls a service is one act: the outer end commits both."""
    with transaction() as session:
        keep("inner")
        assert db.session() is session
        session.add(Note(text="outer"))
    assert texts() == ["inner", "outer"]


def test_a_failed_outer_undoes_the_inner(app: Flask) -> None:
    """The inner part is not kept when the outer part fails after it."""

    def outer() -> None:
        with transaction():
            keep("inner")
            raise RuleBroken("text", "No.")

    with pytest.raises(RuleBroken):
        outer()
    assert texts() == []


def test_a_swallowed_inner_failure_cannot_be_half_kept(app: Flask) -> None:
    """Who catches a nested failure and goes on is stopped at the end, and nothing is kept."""

    def outer() -> None:
        with transaction() as session:
            session.add(Note(text="outer"))
            with suppress(RuleBroken):
                keep_then_raise("inner", RuleBroken("text", "No."))

    with pytest.raises(RuntimeError, match="none of it"):
        outer()
    assert texts() == []
    keep("next")
    assert texts() == ["next"]


def test_flushing_outside_is_an_error(app: Flask) -> None:
    """An object added outside never reaches the database, not even by accident."""
    db.session.add(Note(text="stray"))
    with pytest.raises(WrittenOutside):
        texts()
    with pytest.raises(WrittenOutside):
        db.session.flush()
    db.session.rollback()
    assert texts() == []


def test_a_stray_change_is_not_carried_into_a_transaction(app: Flask) -> None:
    """A change made outside and followed by transaction() is an error, not silently dropped."""
    note = keep("as it was")
    note.text = "changed outside"
    with pytest.raises(WrittenOutside), transaction():
        pass
    db.session.rollback()
    assert texts() == ["as it was"]


def test_plain_statements_outside_are_refused_by_the_database(app: Flask) -> None:
    """Going round the session does not help: the connection itself only reads."""
    with pytest.raises(WrittenOutside):
        db.session.execute(sa.insert(Note).values(id=new_id(), text="stray"))
    db.session.rollback()
    with db.engine.connect() as connection, pytest.raises(WrittenOutside):
        connection.execute(sa.delete(Note))
    assert texts() == []


def test_the_connection_only_reads_again_after_a_write(app: Flask) -> None:
    """The right to write ends with the transaction, kept or undone."""
    keep("kept")
    with pytest.raises(RuleBroken), transaction():
        raise RuleBroken("text", "No.")
    with pytest.raises(WrittenOutside):
        db.session.execute(sa.delete(Note))


def test_nobody_else_commits(app: Flask) -> None:
    """session.commit() would cut an act in two, so it is an error inside as well as outside."""

    def cut_in_two() -> None:
        with transaction() as session:
            session.add(Note(text="half"))
            session.commit()

    with pytest.raises(RuntimeError, match="commits"):
        cut_in_two()
    assert texts() == []


def test_only_an_open_transaction_has_a_writing_session(app: Flask) -> None:
    """The audit trail asks for it, so that no row can be written without its act."""
    with pytest.raises(WrittenOutside):
        writing_session()
    with transaction() as session:
        assert writing_session() is session


def test_a_write_sees_what_others_kept_meanwhile(app: Flask) -> None:
    """What was read before is read anew under the write lock."""
    note = keep("first")
    assert texts() == ["first"]
    with app.app_context(), transaction() as session:
        session.scalars(sa.select(Note)).one().text = "second"
    with transaction():
        assert note.text == "second"


def test_savepoints_work(app: Flask) -> None:
    """A part that may fail can be tried without losing the rest."""
    with transaction() as session:
        session.add(Note(text="kept"))
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(sa.insert(Remark).values(note_id=new_id()))
    assert texts() == ["kept"]
