"""Asks for plain rows straight from the connection: for statements that are built once.

To go through the session's own way costs several times what SQLite takes to answer.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable

from app.db.base import db


def ask(question: Executable, asked: dict[str, Any] | None = None) -> Sequence[Any]:
    """Return the rows as plain values, after writing what was not written yet."""
    session = db.session()
    if session.new or session.dirty or session.deleted:
        session.flush()
    return session.connection().execute(question, asked or {}).all()
