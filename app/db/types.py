"""Column types of our own: sealed bytes, aware times, random ids."""

import uuid
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


def new_id() -> uuid.UUID:
    """A random id: it tells nothing about order, number or time."""
    return uuid.uuid4()


class Sealed(TypeDecorator[bytes]):
    """Bytes that only a key outside the database opens; `contract` says which promise they keep."""

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, contract: str) -> None:
        super().__init__()
        self.contract = contract

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Refuse anything but bytes: a string here would be somebody's words in the clear."""
        if value is not None and not isinstance(value, bytes):
            raise TypeError(f"Sealed column {self.contract} takes the bytes of an envelope.")
        return value

    def __repr__(self) -> str:
        return f"Sealed({self.contract!r})"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC on every engine."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone: nobody could say later when that was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("A time without a time zone cannot be stored. Use app.clock.")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back as an aware UTC time."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
