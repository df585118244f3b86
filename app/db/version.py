"""Which migration the database has had, and which it should have had."""

from pathlib import Path
from typing import Any, Literal

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.db.types import Sealed, UtcDateTime

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def at_head(connection: Connection, migrations: Path = MIGRATIONS) -> bool:
    """Whether the database has had every migration of this version of the program."""
    had = set(MigrationContext.configure(connection).get_current_heads())
    return had == set(_scripts(migrations).get_heads())


def stamp_head(connection: Connection, migrations: Path = MIGRATIONS) -> None:
    """Note that a database made at once from the models needs no migration."""
    MigrationContext.configure(connection).stamp(_scripts(migrations), "heads")


def render_item(kind: str, item: Any, context: Any) -> str | Literal[False]:
    """Write plain column types into migrations, so that an old one never needs today's code."""
    if kind == "type" and isinstance(item, Sealed):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _scripts(migrations: Path) -> ScriptDirectory:
    config = AlembicConfig()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)
