"""The way in for migrations and checks: no authorizer, one connection, never for requests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlcipher3 import dbapi2 as sqlcipher

from app.db import ddl
from app.db.base import Base
from app.db.connection import GatedConnection, open_for_maintenance
from app.db.engine import WRITING, database_url, listen
from app.db.keyfile import StorageRefused, database_key, database_path
from app.db.version import stamp_head


def maintenance_engine(instance: Path) -> Engine:
    """An engine that may change the schema of an instance's database."""

    def creator() -> GatedConnection:
        return open_for_maintenance(database_path(instance), database_key(instance))

    engine = create_engine(
        database_url(instance),
        module=sqlcipher,
        creator=creator,
        poolclass=NullPool,
        hide_parameters=True,
    )
    listen(engine)
    return engine


@contextmanager
def schema_change(instance: Path) -> Iterator[Connection]:
    """Change the schema whole or not at all, with the triggers down and every reference checked."""
    engine = maintenance_engine(instance)
    with engine.connect() as connection:
        _without_foreign_keys(connection)
        with connection.execution_options(**{WRITING: True}).begin():
            ddl.drop_triggers(connection)
            yield connection
            ddl.create_triggers(connection)
            _refuse_orphans(connection)


def create_schema(instance: Path) -> None:
    """Make every table of the models at once, as the migrations would; for tests."""
    with schema_change(instance) as connection:
        Base.metadata.create_all(connection)
        stamp_head(connection)


def _without_foreign_keys(connection: Connection) -> None:
    raw = cast(GatedConnection, connection.connection.dbapi_connection)
    raw.execute("PRAGMA foreign_keys = OFF")  # has no effect once a transaction has begun


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        tables = sorted({str(row[0]) for row in orphans})
        raise StorageRefused(
            f"The migration was undone: rows of {', '.join(tables)} would point at nothing. "
            "Nothing has changed. Tell the developers which version you came from."
        )
