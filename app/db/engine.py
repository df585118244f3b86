"""How SQLAlchemy gets its connections: the plain SQLite dialect over SQLCipher, one gate."""

from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, QueuePool, event
from sqlalchemy.engine import ExceptionContext
from sqlcipher3 import dbapi2 as sqlcipher

from app.db.connection import GatedConnection, open_restricted
from app.db.gate import GateTimeout
from app.db.keyfile import database_key, database_path
from app.db.session import WrittenOutside
from app.refusals import Unavailable

WRITING = "writing"
POOL_SIZE = 48
PASSING_FAULTS = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PROTOCOL",
    "SQLITE_NOMEM",
)


def engine_options(instance: Path) -> dict[str, Any]:
    """What Flask-SQLAlchemy hands to create_engine; the key is never part of an address."""

    def creator() -> GatedConnection:
        return open_restricted(database_path(instance), database_key(instance))

    return {
        "module": sqlcipher,
        "creator": creator,
        "poolclass": QueuePool,
        "pool_size": POOL_SIZE,
        "max_overflow": 0,
        "pool_timeout": 15,
        "pool_use_lifo": True,  # the connection used last has the pages that are asked for next
        "hide_parameters": True,  # an error message never repeats what somebody wrote
    }


def database_url(instance: Path) -> str:
    """An absolute address, because a relative one gives every thread the same connection."""
    return f"sqlite:///{database_path(instance).resolve()}"


def listen(engine: Engine) -> None:
    """Begin transactions ourselves and turn the machine's passing faults into a refusal."""
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _handle)
    event.listen(engine, "before_cursor_execute", _notice)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    raw = cast(GatedConnection, connection.connection.dbapi_connection)
    try:
        raw.begin_write() if options.get(WRITING) else raw.begin_read()
    except GateTimeout as error:
        raise Unavailable from error
    except sqlcipher.Error as error:
        if is_passing(error):
            raise Unavailable from error
        raise


def _notice(
    connection: Connection, _cursor: Any, statement: str, _given: Any, _context: Any, _many: bool
) -> None:
    raw = cast(GatedConnection, connection.connection.dbapi_connection)
    if raw.writing:
        raw.notice(statement)


def _handle(context: ExceptionContext) -> None:
    error = context.original_exception
    if not isinstance(error, sqlcipher.Error) or not is_passing(error):
        return
    if _is_read_only(context) and "READONLY" in _name(error):
        raise WrittenOutside from error
    raise Unavailable from error


def is_passing(error: BaseException) -> bool:
    """Whether a database error is the machine's (full, locked, unwritable) and not the code's."""
    return _name(error).startswith(PASSING_FAULTS)


def _name(error: BaseException) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def _is_read_only(context: ExceptionContext) -> bool:
    if context.connection is None or context.connection.closed:
        return False
    raw = cast(GatedConnection, context.connection.connection.dbapi_connection)
    return raw.restricted and not raw.writing
