"""One keyed, hardened connection to the SQLCipher database, with the gate before every write."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from app.db.authorizer import authorize
from app.db.gate import Gate, gate_for
from app.db.keyfile import KEY_BYTES, StorageRefused, refuse_plain_database, wrong_key

BUSY_SECONDS = 15.0
STATEMENTS_KEPT = 256
"""How many statements a connection keeps prepared: to prepare one costs as much as to run it."""

CHANGES_NOTHING = (
    "SELECT",
    "INSERT INTO audit_row ",
    "INSERT INTO draft ",
    "UPDATE draft SET ",
    "UPDATE web_session SET seen_at=? ",
)
"""How the statements begin that change nothing which a page that follows by itself could show: the
trail grows, a draft is kept for its own writer, a session was used. Everything else counts."""

SAYS = (
    *(
        f"{verb} {table} "
        for verb in ("INSERT INTO", "UPDATE")
        for table in ("contribution", "identified_risk", "hearing_note")
    ),
    "DELETE FROM draft ",
)
"""How those begin that only change what is said at a hearing: boards show it, and it is nothing on
which anybody's right to know or to hold a key hangs."""

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "recursive_triggers = ON",
    "cache_size = -4000",
)

MUST_BE = {
    "cipher_status": "1",
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "secure_delete": "1",
    "temp_store": "2",
    "trusted_schema": "0",
    "recursive_triggers": "1",
}


class GatedConnection(sqlcipher.Connection):
    """Takes its turn before BEGIN IMMEDIATE and gives it up after the real COMMIT or ROLLBACK.

    A connection of the running application reads, and never anything else: while it has its turn,
    what it is asked goes to the one connection of the process that writes, which the gate keeps.
    That one has every page and every prepared statement at hand, because nobody else changes the
    file; and where somebody else did (a command), it notices.
    """

    gate: Gate
    open_writer: Callable[[], "GatedConnection"] | None = None
    writer: "GatedConnection | None" = None
    writing = False
    restricted = False
    has_changed = False
    has_moved = False

    def cursor(self, *given: Any, **named: Any) -> Any:
        """A cursor of this connection, or of the one that writes while it is this one's turn."""
        if self.writer is not None:
            return self.writer.cursor(*given, **named)
        return super().cursor(*given, **named)

    def begin_read(self) -> None:
        """Open a transaction that sees one moment and can change nothing."""
        self.execute("BEGIN")

    def begin_write(self) -> None:
        """Wait for the turn, then take the write lock at once."""
        self.gate.acquire(BUSY_SECONDS)
        self.writing = True
        try:
            if self.open_writer is None:
                self.execute("BEGIN IMMEDIATE")
                return
            if self.gate.writer is None:
                self.gate.writer = self.open_writer()
            self.gate.writer.execute("BEGIN IMMEDIATE")
            self.writer = self.gate.writer
            self._notice_others(self.writer)
        except BaseException:
            self.rollback()
            raise

    def notice(self, statement: str) -> None:
        """Note a statement that changes more than the audit trail, before it is run."""
        if self.writing and not statement.startswith(CHANGES_NOTHING):
            self.has_changed = True
            self.has_moved = self.has_moved or not statement.startswith(SAYS)

    def commit(self) -> None:
        """Commit; when it fails the turn is kept until the rollback that must follow."""
        super().commit() if self.writer is None else self.writer.commit()
        if self.has_changed or not self.restricted:  # counted once it can be read by others
            self.gate.changes += 1
        if self.has_moved or not self.restricted:
            self.gate.moves += 1
        self._leave()

    def rollback(self) -> None:
        """Undo, and let the next writer in."""
        try:
            super().rollback() if self.writer is None else self.writer.rollback()
        except BaseException:
            self._drop_writer()
            raise
        finally:
            self._leave()

    def close(self) -> None:
        """Close, and never take the turn along; the one that writes closes with the last."""
        try:
            if self.writer is not None:
                self._drop_writer()
            super().close()
        finally:
            self._leave()
            self.gate.left_by(self)

    def _notice_others(self, writer: "GatedConnection") -> None:
        """Count what another process, or a connection that is not gated, has changed meanwhile."""
        version = writer.execute("PRAGMA data_version").fetchone()[0]
        if version != self.gate.version:
            self.gate.version = version
            self.gate.changes += 1
            self.gate.moves += 1

    def _drop_writer(self) -> None:
        """Let the next writer open a connection of its own: this one is in no state to go on."""
        if self.writer is not None:
            self.gate.drop_writer()

    def _leave(self) -> None:
        self.has_changed = self.has_moved = False
        self.writer = None
        if self.writing:
            self.writing = False
            self.gate.release()


def open_restricted(path: Path, key: bytes) -> GatedConnection:
    """A connection for the running application: it reads, and in its turn writes; rows only."""
    if not path.exists():
        raise StorageRefused(f"{path} is not there yet. Run `make migrate` to make the database.")
    connection = _restricted(path, key)
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(authorize)
    connection.open_writer = partial(_open_writer, path, key)
    connection.gate.entered_by(connection)
    return connection


def _open_writer(path: Path, key: bytes) -> GatedConnection:
    """The one connection that may write, under the same rules about what."""
    connection = _restricted(path, key)
    connection.set_authorizer(authorize)
    return connection


def _restricted(path: Path, key: bytes) -> GatedConnection:
    connection = _open(path, key)
    connection.restricted = True
    return connection


def open_for_maintenance(path: Path, key: bytes) -> GatedConnection:
    """A connection for migrations and checks: makes the file if need be, may change the schema."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return _open(path, key)


def _open(path: Path, key: bytes) -> GatedConnection:
    if len(key) != KEY_BYTES:  # SQLCipher would take another length for a passphrase, silently
        raise ValueError("A database key has exactly 32 bytes.")
    refuse_plain_database(path)
    connection: GatedConnection = sqlcipher.connect(
        str(path),
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=STATEMENTS_KEPT,
        factory=GatedConnection,
    )
    connection.gate = gate_for(path)
    try:
        _prepare(connection, path, key)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: GatedConnection, path: Path, key: bytes) -> None:
    connection.enable_load_extension(False)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise wrong_key(path) from None
        raise
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _self_test(connection, path)


def _self_test(connection: GatedConnection, path: Path) -> None:
    for pragma, wanted in MUST_BE.items():
        row = connection.execute(f"PRAGMA {pragma}").fetchone()
        found = str(row[0]) if row else "nothing"
        if found != wanted:
            raise StorageRefused(
                f"{path} opened with {pragma} = {found} where it must be {wanted}: this build of "
                "SQLCipher is not safe to use. Install the pinned requirements again."
            )
