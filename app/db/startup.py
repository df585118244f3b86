"""Wires storage into the application and refuses to start on a database that is not right."""

from pathlib import Path
from typing import cast

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection

from app.config import Config
from app.db import ddl
from app.db.base import db
from app.db.engine import database_url, engine_options, listen
from app.db.keyfile import StorageRefused, database_path
from app.db.maintenance import maintenance_engine

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def init_storage(app: Flask) -> None:
    """Give the application its database. Nothing is opened yet: `check_storage` does that."""
    instance = cast(Config, app.config["MARAC"]).instance
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url(instance)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(instance)
    db.init_app(app)
    with app.app_context():
        listen(db.engine)


def check_storage(instance: Path, migrations: Path = MIGRATIONS) -> None:
    """Open the database once and refuse, in a sentence, what a server must not run on."""
    path = database_path(instance)
    if not path.exists():
        raise StorageRefused(f"{path} is not there yet. Run `make migrate` to make the database.")
    engine = maintenance_engine(instance)
    with engine.connect() as connection:
        _refuse_other_version(connection, migrations)
        _refuse_missing_triggers(connection)


def at_head(connection: Connection, migrations: Path = MIGRATIONS) -> bool:
    """Whether the database has had every migration of this version of the code."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(migrations))
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == wanted


def _refuse_other_version(connection: Connection, migrations: Path) -> None:
    if not at_head(connection, migrations):
        raise StorageRefused(
            "The database is of another version than the program. Run `make migrate`."
        )


def _refuse_missing_triggers(connection: Connection) -> None:
    names = ddl.missing(connection)
    if names:
        raise StorageRefused(
            f"The database has lost rules that protect the audit trail ({', '.join(names)}). "
            "Somebody has changed it outside the program: keep a copy as evidence, run "
            "`flask audit verify`, and restore the last backup."
        )
