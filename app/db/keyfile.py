"""The two key files in the instance folder, and the sentences that say why one is refused."""

import os
import stat
from pathlib import Path

from app.config import ConfigError

KEY_BYTES = 32
DATABASE_KEY = "database.key"
APPLICATION_KEY = "application.key"
DATABASE = "marac.db"
PLAIN_HEADER = b"SQLite format 3\x00"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class StorageRefused(ConfigError):
    """The storage is not as it must be; the sentence says what is wrong and what to do."""

    def __init__(self, problem: str) -> None:
        super().__init__([problem])


def database_path(instance: Path) -> Path:
    """Where the encrypted database of this instance is."""
    return instance / DATABASE


def create_keys(instance: Path) -> list[Path]:
    """Make both key files, once: never over a key or a database that is already there."""
    paths = [instance / DATABASE_KEY, instance / APPLICATION_KEY]
    for path in [*paths, database_path(instance)]:
        if path.exists():
            raise StorageRefused(
                f"{path} is already there, so no key was made: a new key cannot open an existing "
                "database. Keep the keys you have, or move the whole folder away first."
            )
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    instance.chmod(0o700)
    for path in paths:
        _write_key(path)
    return paths


def database_key(instance: Path) -> bytes:
    """The 32 bytes that open the database file."""
    return _read_key(instance, DATABASE_KEY)


def application_key(instance: Path) -> bytes:
    """The 32 bytes that sign the application's own cookies and form tokens."""
    return _read_key(instance, APPLICATION_KEY)


def refuse_plain_database(path: Path) -> None:
    """Refuse a database file that anybody could read without a key."""
    with path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    if header == PLAIN_HEADER:
        raise StorageRefused(
            f"{path} is not encrypted: anybody who copies it can read it. Move it away, find out "
            "how it came here, and restore the encrypted database from your last backup."
        )


def wrong_key(path: Path) -> StorageRefused:
    """What to say when the key does not open the database."""
    return StorageRefused(
        f"{path.parent / DATABASE_KEY} does not open {path}: the key is of another database, or "
        "the file is damaged. Put back the key that belongs to this database, or restore both "
        "from the same backup."
    )


def _write_key(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(os.urandom(KEY_BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def _read_key(instance: Path, name: str) -> bytes:
    path = instance / name
    if not path.exists():
        raise StorageRefused(_missing(instance, path))
    _refuse_readable(instance, "700")
    _refuse_readable(path, "600")
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StorageRefused(
            f"{path} does not hold a key: it must be {KEY_BYTES * 2} hexadecimal characters. "
            "Put back the key file from your key backup."
        )
    return key


def _missing(instance: Path, path: Path) -> str:
    if database_path(instance).exists():
        return (
            f"{path} is missing, and {database_path(instance)} cannot be used without it. "
            "Put the key file back from your key backup; a new key would not open the database."
        )
    return f"{path} is missing. Run `flask keys create` to make the keys of a new installation."


def _refuse_readable(path: Path, wanted: str) -> None:
    if path.stat().st_mode & OTHERS:
        raise StorageRefused(
            f"{path} can be read by other accounts of this machine. Run `chmod {wanted} {path}`, "
            "and if others do use this machine, treat the key as known to them."
        )
