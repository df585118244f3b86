"""One keyed, hardened connection to the SQLCipher database, with the gate before every write."""

import os
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from app.db.authorizer import authorize
from app.db.gate import Gate, gate_for
from app.db.keyfile import KEY_BYTES, StorageRefused, refuse_plain_database, wrong_key

BUSY_SECONDS = 15.0

CHANGES_NOTHING = (
    "SELECT",
    "INSERT INTO audit_row ",
    "INSERT INTO draft ",
    "UPDATE draft SET ",
    "UPDATE web_session SET seen_at=? ",
)
"""How the statements begin that change nothing which a page that follows by itself could show: the
trail grows, a draft is kept for its own writer, a session was used. Everything else counts."""

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
    """Takes its turn before BEGIN IMMEDIATE and gives it up after the real COMMIT or ROLLBACK."""

    gate: Gate
    writing = False
    restricted = False
    has_changed = False

    def begin_read(self) -> None:
        """Open a transaction that sees one moment and can change nothing."""
        self.execute("BEGIN")

    def begin_write(self) -> None:
        """Wait for the turn, then take the write lock at once."""
        self.gate.acquire(BUSY_SECONDS)
        self.writing = True
        try:
            self.execute("PRAGMA query_only = OFF")
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._leave()
            raise

    def notice(self, statement: str) -> None:
        """Note a statement that changes more than the audit trail, before it is run."""
        if self.writing and not statement.startswith(CHANGES_NOTHING):
            self.has_changed = True

    def commit(self) -> None:
        """Commit; when it fails the turn is kept until the rollback that must follow."""
        super().commit()
        if self.has_changed or not self.restricted:  # counted once it can be read by others
            self.gate.changes += 1
        self.has_changed = False
        self._leave()

    def rollback(self) -> None:
        """Undo, and let the next writer in."""
        self.has_changed = False
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        """Close, and never take the turn along."""
        try:
            super().close()
        finally:
            self._leave(closed=True)

    def _leave(self, *, closed: bool = False) -> None:
        if not self.writing:
            return
        self.writing = False
        try:
            if self.restricted and not closed:
                self.execute("PRAGMA query_only = ON")
        finally:
            self.gate.release()


def open_restricted(path: Path, key: bytes) -> GatedConnection:
    """A connection for the running application: reads by default, rows only, no schema."""
    if not path.exists():
        raise StorageRefused(f"{path} is not there yet. Run `make migrate` to make the database.")
    connection = _open(path, key)
    connection.restricted = True
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(authorize)
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
