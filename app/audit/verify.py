"""Walks the trail from its first row and names the first that is not as it was written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.audit.body import body
from app.audit.model import FIRST_PREV, AuditRow
from app.vault import digests

PAGE = 1000

Row = dict[str, Any]


@dataclass(frozen=True)
class Head:
    """The last row at some moment; kept elsewhere, it shows later that nothing was cut off."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a head as it was printed; ValueError when it is not one."""
        seq, _, hexed = text.strip().partition(":")
        head = cls(int(seq), bytes.fromhex(hexed))
        if head.seq < 0 or len(head.hash) != len(FIRST_PREV):
            raise ValueError("A head is a number, a colon and 64 hexadecimal characters.")
        return head


class Broken(Exception):
    """The first row that is not as it was written, and what is wrong with it."""

    def __init__(self, seq: int, because: str) -> None:
        super().__init__(f"Row {seq} {because}.")
        self.seq = seq
        self.because = because


def head(session: Session) -> Head:
    """The last row of the trail as it is now."""
    last = session.execute(
        sa.select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
    ).one_or_none()
    return Head(last.seq, last.hash) if last else Head(0, FIRST_PREV)


def verify(
    session: Session, kept: Head | None = None, progress: Callable[[int], None] | None = None
) -> Head:
    """Walk the whole trail; return its head, or raise Broken with the first broken row.

    Without a kept head, rows cut off the end cannot be noticed: nothing is left that names them.
    """
    last = Head(0, FIRST_PREV)
    for row in _rows(session):
        last = _follow(last, row)
        _compare(last, kept)
        if progress is not None and last.seq % (100 * PAGE) == 0:
            progress(last.seq)
    if kept is not None and kept.seq > last.seq:
        raise Broken(last.seq + 1, "is missing: the trail has been cut off after the row before it")
    return last


def _follow(last: Head, row: Row) -> Head:
    expected = last.seq + 1
    if row["seq"] != expected:
        raise Broken(expected, f"is missing: row {row['seq']} comes next")
    if row["prev"] != last.hash:
        raise Broken(expected, "does not follow the row before it: it was altered, moved or added")
    if not _is_whole(row):
        raise Broken(expected, "has been altered: it is not what was written")
    return Head(expected, row["hash"])


def _is_whole(row: Row) -> bool:
    if not isinstance(row["hash"], bytes):
        return False
    try:
        return digests.same(digests.chain(row["prev"], body(row)), row["hash"])
    except TypeError:  # a value of another kind than was ever written
        return False


def _compare(last: Head, kept: Head | None) -> None:
    if kept is not None and kept.seq == last.seq and kept.hash != last.hash:
        raise Broken(last.seq, "is not the row of the kept head: the trail has been written anew")


def _rows(session: Session) -> Iterator[Row]:
    after = 0
    while page := _page(session, after):
        yield from page
        after = page[-1]["seq"]


def _page(session: Session, after: int) -> list[Row]:
    try:
        return _read(session, after, PAGE)
    except SQLAlchemyError:
        pass  # one row of the page cannot be read: find out which
    try:
        return _read(session, after, 1)
    except SQLAlchemyError as error:
        raise Broken(after + 1, "cannot be read") from error


def _read(session: Session, after: int, limit: int) -> list[Row]:
    table = AuditRow.__table__
    statement = sa.select(table).where(table.c.seq > after).order_by(table.c.seq).limit(limit)
    return [dict(row) for row in session.execute(statement).mappings()]
