"""Whoever has taken the whole server: every file, every key and setting, and nobody's passphrase.

They read the file page by page and row by row, without a line of the application in between, and
try whatever is 32 bytes long, and what can be derived from it, as a key on every sealed value.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.accounts.session.service import sealing_key
from app.confidentiality.circle.trust import public_of
from app.db import Sealed, db
from app.db.connection import open_for_maintenance
from app.db.keyfile import application_key, database_key, database_path
from app.vault import digests, sealing, signing, wrapping
from app.vault.errors import DoesNotOpen

PAGE, RESERVED, SALT, IV = 4096, 80, 16, 16
WAL_HEAD, FRAME_HEAD = 32, 24
PURPOSES = (
    "web session",
    "receiving pair",
    "signing pair",
    "commitment to a secret",
    "sign-in failures",
    "hand-in token",
    "hand-in retries",
    "hand-in failures",
    "imported rows",
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Value:
    """One sealed value: where it was found, under which contract, with the row around it."""

    table: str
    column: str
    contract: str
    row: Row

    @property
    def bytes(self) -> bytes:
        """The envelope."""
        return bytes(self.row[self.column])

    @property
    def id(self) -> UUID:
        """The row that it is bound to."""
        return UUID(str(self.row[id_column(self.table).name]))

    @property
    def is_wrapped(self) -> bool:
        """Whether it is sealed to a public key and not under another key."""
        return self.contract == "grant.secret" and self.row["holder_kind"] != "secret"

    @property
    def context(self) -> str:
        """What a wrapped key is bound to."""
        holder = UUID(str(self.row["holder_key_id"]))
        return f"grant of {UUID(str(self.row['secret_id']))} to {holder}"

    def opens_with(self, key: bytes) -> bool:
        """Whether a key opens it: as a private half, as a seed of one, or as it is."""
        try:
            if not self.is_wrapped:
                return bool(sealing.unseal(key, self.contract, self.id, self.bytes))
            for private in (key, wrapping.receiving_pair_from_seed(key).private):
                if _unwraps(private, self.bytes, self.context):
                    return True
        except DoesNotOpen:
            pass
        return False


def id_column(table: str) -> Any:
    """The column that holds a row's id: of that name, or else the table's key."""
    columns = db.metadata.tables[table].c
    (key,) = db.metadata.tables[table].primary_key
    return columns.id if "id" in columns else key


def _unwraps(private: bytes, wrapped: bytes, context: str) -> bool:
    try:
        return bool(wrapping.unwrap(private, wrapped, context))
    except DoesNotOpen:
        return False


class Thief:
    """Reads a stolen instance folder."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """Every row of every table of the file, whether the application knows the table or not."""
        other = open_for_maintenance(database_path(self.instance), database_key(self.instance))
        names = [
            name for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found = {}
        for name in names:
            asked = other.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - of the file itself
            columns = [column[0] for column in asked.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in asked]
        other.close()
        return found

    @cached_property
    def values(self) -> list[Value]:
        """Every sealed value."""
        return [
            Value(table.name, column.name, column.type.contract, row)
            for table in db.metadata.tables.values()
            for column in table.columns
            if isinstance(column.type, Sealed)
            for row in self.rows[table.name]
            if row[column.name] is not None
        ]

    @cached_property
    def pages(self) -> bytes:
        """The file and its log, decrypted with the database's key, free pages too."""
        key, path = database_key(self.instance), database_path(self.instance)
        plain = b"".join(_pages(key, path.read_bytes(), 0, 0))
        log = path.with_name(path.name + "-wal")
        if log.exists():
            plain += b"".join(_pages(key, log.read_bytes(), WAL_HEAD, FRAME_HEAD))
        return plain

    @cached_property
    def own_keys(self) -> list[bytes]:
        """The keys of the installation, and whatever the application derives from them."""
        kept = [database_key(self.instance), application_key(self.instance)]
        return [*kept, *(made for key in kept for made in derived(key))]

    @cached_property
    def found_keys(self) -> list[bytes]:
        """Whatever lies in the database and is as long as a key."""
        found = {
            value[at : at + 32]
            for rows in self.rows.values()
            for row in rows
            for value in row.values()
            if isinstance(value, bytes)
            for at in ((0,) if len(value) == 32 else (0, 32) if len(value) == 64 else ())
        }
        salts = {
            bytes(row["salt"]) for row in self.rows["unlocker"] if len(bytes(row["salt"])) < 32
        }
        return sorted(found | {digests.sha256(salt) for salt in salts})

    def opened(self, keys: Iterable[bytes], values: Iterable[Value]) -> list[Value]:
        """Every value that any of the keys opens."""
        tried = list(keys)
        return [value for value in values if any(value.opens_with(key) for key in tried)]

    def few_of_each(self, most: int = 2) -> list[Value]:
        """A few sealed values of every contract, wrapped ones and others."""
        kinds: dict[tuple[str, bool], list[Value]] = {}
        for value in self.values:
            kinds.setdefault((value.contract, value.is_wrapped), []).append(value)
        return [value for found in kinds.values() for value in found[:most]]

    def publics(self) -> set[bytes]:
        """Every public half, and every commitment to a key."""
        names = ("receiving_public", "signing_public", "public", "root_public")
        more = ("recovery_receiving_public", "recovery_signing_public")
        return {
            bytes(row[name])
            for rows in self.rows.values()
            for row in rows
            for name in (*names, *more)
            if row.get(name)
        }

    def holding(self, words: Iterable[str]) -> list[str]:
        """Where any of the words can be read: in a column, or anywhere on a page."""
        wanted = list(words)
        found = [
            f"{table}.{column}: {word}"
            for table, column, text in self._texts()
            for word in wanted
            if word.encode() in text
        ]
        return found + [f"a page: {word}" for word in wanted if word.encode() in self.pages]

    def _texts(self) -> Iterator[tuple[str, str, bytes]]:
        for table, rows in self.rows.items():
            for name in rows[0] if rows else ():
                values = (row[name] for row in rows)
                yield (
                    table,
                    name,
                    b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values),
                )


def derived(key: bytes) -> Iterator[bytes]:
    """What the application, or somebody who has read it, would derive from a key."""
    yield digests.sha256(key)
    yield from (digests.derive(key, purpose) for purpose in PURPOSES)
    yield sealing_key(key.hex())
    yield wrapping.receiving_pair_from_seed(key).private


def publics_of(key: bytes) -> Iterator[bytes]:
    """The public halves and the commitment that would belong to a key."""
    yield wrapping.public_of(key)
    yield Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
    yield signing.signing_pair_from_seed(key).public
    yield public_of("officers", key)
    yield public_of("case", key)


def _pages(key: bytes, data: bytes, head: int, before: int) -> Iterator[bytes]:
    """Decrypt page by page: the vector lies at the end of each, a salt at the start of the file."""
    for at in range(head, len(data) - before - PAGE + 1, before + PAGE):
        page = data[at + before : at + before + PAGE]
        start = SALT if page[:SALT] == data[:SALT] and not head else 0
        vector = page[PAGE - RESERVED : PAGE - RESERVED + IV]
        opened = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
        yield opened.update(page[start : PAGE - RESERVED]) + opened.finalize()
