"""Rules that the database itself keeps: the audit trail only grows, one linked row at a time."""

import sqlalchemy as sa
from sqlalchemy import Connection

from app.db.authorizer import APPEND_ONLY

PREFIX = "guard_"

SQLITE = {
    "guard_{table}_no_update": """
CREATE TRIGGER guard_{table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows: a row cannot be changed'); END""",
    "guard_{table}_no_delete": """
CREATE TRIGGER guard_{table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows: a row cannot be removed'); END""",
    "guard_{table}_next": """
CREATE TRIGGER guard_{table}_next BEFORE INSERT ON {table}
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM {table})
  OR NEW.prev IS NOT coalesce(
       (SELECT hash FROM {table} ORDER BY seq DESC LIMIT 1), zeroblob(32))
  OR typeof(NEW.hash) <> 'blob' OR length(NEW.hash) <> 32
BEGIN SELECT RAISE(ABORT, '{table} only grows: a row must follow the last one'); END""",
}


def expected() -> dict[str, tuple[str, str]]:
    """Every trigger that must be there: its name, its table and its exact words."""
    return {
        name.format(table=table): (table, words.format(table=table).strip())
        for table in sorted(APPEND_ONLY)
        for name, words in SQLITE.items()
    }


def create_triggers(connection: Connection) -> None:
    """Put up the triggers of every table that exists; the ones already there are made anew."""
    drop_triggers(connection)
    tables = set(sa.inspect(connection).get_table_names())
    for table, words in expected().values():
        if table in tables:
            connection.exec_driver_sql(words)


def drop_triggers(connection: Connection) -> None:
    """Take the triggers down, because SQLite cannot rebuild a table that a trigger names."""
    for name in _present(connection):
        if name.startswith(PREFIX):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def missing(connection: Connection) -> list[str]:
    """The triggers that are not there, or not in the words they must have."""
    present = _present(connection)
    return [name for name, (_, words) in expected().items() if present.get(name) != words]


def _present(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: words for name, words in rows}
