"""Writes into the database as whoever owns its file and its key: past the application's refusals.

as_owner(update(MinutesLeaf).where(...).values(...))
"""

import sqlite3
from typing import cast

from sqlalchemy import Executable

from app.db import authorizer, db, transaction
from app.db.connection import GatedConnection


def as_owner(*statements: Executable) -> None:
    """Carry out statements that the application's own connection would refuse."""
    with transaction():
        asking = cast(GatedConnection, db.session.connection().connection.driver_connection)
        raw = cast(sqlite3.Connection, asking.writer)  # it is this one's turn
        raw.set_authorizer(None)
        try:
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in raw.execute(named).fetchall():
                raw.execute(f'DROP TRIGGER "{name}"')
            for statement in statements:
                db.session.execute(statement)
            db.session.flush()
        finally:
            raw.set_authorizer(authorizer.authorize)
    db.session.expire_all()
