"""The one way to write: everything in it is kept, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy.exc import TimeoutError

from app.db.base import db
from app.db.connection import GatedConnection
from app.db.engine import WRITING
from app.db.session import GuardedSession, WrittenOutside
from app.refusals import Unavailable


@contextmanager
def transaction() -> Iterator[GuardedSession]:
    """Write under the write lock, commit at the end, undo on any exception. Nested calls join."""
    session = cast(GuardedSession, db.session())
    if session.writing:
        with _joined(session):
            yield session
        return
    _begin(session)
    try:
        yield session
        if session.doomed:
            raise RuntimeError("A part of this transaction failed, so none of it can be kept.")
        session.commit_whole()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.writing = session.doomed = False
        session.turn = None


def writing_session() -> GuardedSession:
    """The session of the transaction that is open; an error when none is."""
    session = cast(GuardedSession, db.session())
    if not session.writing:
        raise WrittenOutside
    return session


def _begin(session: GuardedSession) -> None:
    if session.new or session.dirty or session.deleted:
        raise WrittenOutside
    session.rollback()  # ends the read transaction, so that what is read now is what is true now
    try:
        connection = session.connection(execution_options={WRITING: True})
    except TimeoutError as error:  # every connection is taken
        raise Unavailable from error
    session.turn = cast(GatedConnection, connection.connection.dbapi_connection)
    session.writing = True


@contextmanager
def _joined(session: GuardedSession) -> Iterator[None]:
    try:
        yield
    except BaseException:
        session.doomed = True
        raise
