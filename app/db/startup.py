"""Wires storage into the application and refuses to start on a database that is not right."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from flask import Flask
from sqlalchemy import Connection

from app.config import Config
from app.db import ddl
from app.db.base import db
from app.db.engine import database_url, engine_options, listen
from app.db.keyfile import StorageRefused, application_key, database_path
from app.db.maintenance import maintenance_engine
from app.db.version import MIGRATIONS, at_head

UNCHECKED = frozenset({"db", "keys", "audit"})
STAND_ALONE = frozenset({"firewall"})
TAKES_A_VALUE = frozenset({"-A", "--app", "-e", "--env-file"})


def init_storage(app: Flask) -> None:
    """Give the application its database. Nothing is opened yet: `check_storage` does that."""
    instance = cast(Config, app.config["MARAC"]).instance
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url(instance)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(instance)
    db.init_app(app)
    with app.app_context():
        listen(db.engine)


def runs_unchecked(arguments: Sequence[str]) -> bool:
    """Whether this is `flask keys …`, `flask db …` or `flask audit …`: what mends must not wait."""
    return _command(arguments) in UNCHECKED


def stands_alone(arguments: Sequence[str]) -> bool:
    """Whether this is `flask firewall …`: pure rules, which need no settings, keys or database."""
    return _command(arguments) in STAND_ALONE


def _command(arguments: Sequence[str]) -> str | None:
    """Return the first word after `flask` and its options; nothing if it is not `flask`."""
    if Path(arguments[0]).name not in {"flask", "flask.exe", "__main__.py"}:
        return None
    words = iter(arguments[1:])
    for word in words:
        if word in TAKES_A_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def check_storage(instance: Path, migrations: Path = MIGRATIONS) -> None:
    """Open the database once and refuse, in a sentence, what a server must not run on."""
    application_key(instance)
    path = database_path(instance)
    if not path.exists():
        raise StorageRefused(f"{path} is not there yet. Run `make migrate` to make the database.")
    with maintenance_engine(instance).connect() as connection:
        _refuse_other_version(connection, migrations)
        _refuse_missing_triggers(connection)


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
