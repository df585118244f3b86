"""The hand that alters one byte of the database behind the application's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from app.db.connection import open_for_maintenance
from app.db.keyfile import database_key, database_path
from tests.builders import World


@contextmanager
def altered(world: World, table: str, column: str, where: str = "1") -> Iterator[UUID]:
    """Flip one bit in the middle of one value while the block runs; gives the row's id."""
    row_id, before = _value(world, table, column, where)
    after = bytearray(before)
    after[len(after) // 2] ^= 1
    _write(world, table, column, row_id, bytes(after))
    try:
        yield UUID(row_id)
    finally:
        _write(world, table, column, row_id, before)


def _value(world: World, table: str, column: str, where: str) -> tuple[str, bytes]:
    found = f"{column} IS NOT NULL AND {where}"
    asked = f"SELECT id, CAST({column} AS BLOB) FROM {table} WHERE {found} LIMIT 1"  # noqa: S608
    other = open_for_maintenance(database_path(world.instance), database_key(world.instance))
    row_id, value = other.execute(asked).fetchone()
    other.close()
    return str(row_id), bytes(value)


def _write(world: World, table: str, column: str, row_id: str, value: bytes) -> None:
    kind = "TEXT" if column == "body" else "BLOB"
    change = f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE id = ?"  # noqa: S608
    other = open_for_maintenance(database_path(world.instance), database_key(world.instance))
    other.execute(change, (value, row_id))
    other.close()
