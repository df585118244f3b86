"""Reads the trail for people who may: only their own area's rows, and only ids."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

import sqlalchemy as sa

from app.audit.body import canonical
from app.audit.model import AuditRow
from app.db import db

if TYPE_CHECKING:
    from app.access.actor import Actor

MOST = 500

# Asked on every page that opens something: built once, so that asking costs little but the asking.
_LAST_EACH = (
    sa.select(AuditRow.tag, AuditRow.subject_id, sa.func.max(AuditRow.seq))
    .where(AuditRow.tag.in_(sa.bindparam("tags", expanding=True)))
    .where(AuditRow.subject_id.in_(sa.bindparam("subjects", expanding=True)))
    .group_by(AuditRow.tag, AuditRow.subject_id)
)

_LATEST_EACH = (
    sa.select(AuditRow.tag, AuditRow.subject_id, sa.func.max(AuditRow.at))
    .where(AuditRow.tag.in_(sa.bindparam("tags", expanding=True)))
    .where(AuditRow.subject_id.in_(sa.bindparam("subjects", expanding=True)))
    .group_by(AuditRow.tag, AuditRow.subject_id)
)

_ACT = (
    AuditRow.subject_id,
    AuditRow.tag,
    AuditRow.actor_id,
    AuditRow.detail,
    AuditRow.seq,
    AuditRow.at,
)
_ACTS_EACH = (
    sa.select(*_ACT)
    .where(AuditRow.tag.in_(sa.bindparam("tags", expanding=True)))
    .where(AuditRow.subject_id.in_(sa.bindparam("subjects", expanding=True)))
    .order_by(AuditRow.seq)
)


_OF_AREA = (
    sa.select(AuditRow)
    .where(AuditRow.tag.in_(sa.bindparam("tags", expanding=True)))
    .where(AuditRow.area_id == sa.bindparam("area"))
    .order_by(AuditRow.seq)
)


@dataclass(frozen=True)
class Act:
    """What one row of the trail says was done with a record, and by whom."""

    subject_id: UUID
    tag: str
    actor_id: UUID | None
    detail: dict[str, Any]
    seq: int
    at: str

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """Read what was asked for with ``_ACT``."""
        by = UUID(row[2]) if row[2] else None
        return cls(UUID(row[0]), row[1], by, json.loads(row[3]), row[4], row[5])


@dataclass(frozen=True)
class Entry:
    """One row of the trail as a page may show it."""

    seq: int
    at: str
    actor_id: UUID | None
    agency_id: UUID | None
    tag: str
    subject_kind: str
    subject_id: UUID | None
    detail: dict[str, Any]

    @classmethod
    def of(cls, row: AuditRow) -> Self:
        """Read a stored row."""
        return cls(
            seq=row.seq,
            at=row.at,
            actor_id=UUID(row.actor_id) if row.actor_id else None,
            agency_id=UUID(row.agency_id) if row.agency_id else None,
            tag=row.tag,
            subject_kind=row.subject_kind,
            subject_id=UUID(row.subject_id) if row.subject_id else None,
            detail=json.loads(row.detail),
        )


def rows_about(actor: "Actor", subject_id: UUID) -> Sequence[Entry]:
    """What was done with one record, newest first."""
    return _entries(actor, AuditRow.subject_id == str(subject_id))


def rows_of(actor: "Actor", person_id: UUID) -> Sequence[Entry]:
    """What one person did, newest first."""
    return _entries(actor, AuditRow.actor_id == str(person_id))


def rows_tagged(
    actor: "Actor", tag: str, since: datetime, by: UUID | None = None
) -> Sequence[Entry]:
    """What was done of one kind since a moment, by one person or by anybody, newest first."""
    condition = (AuditRow.tag == tag) & (AuditRow.at >= since.isoformat(timespec="microseconds"))
    if by is not None:
        condition &= AuditRow.actor_id == str(by)
    return _entries(actor, condition)


def details_tagged(actor: "Actor", tag: str, since: datetime, by: UUID) -> Sequence[dict[str, Any]]:
    """What one person's rows of one kind say, each thing once and all of them, to be counted."""
    asked = sa.select(AuditRow.detail).where(
        AuditRow.tag == tag,
        AuditRow.at >= since.isoformat(timespec="microseconds"),
        AuditRow.actor_id == str(by),
        AuditRow.area_id == str(actor.area_id),
    )
    return [json.loads(detail) for detail in db.session.scalars(asked.distinct())]


def last_of(tags: Iterable[str], subject_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Where in the trail the last row of any of these tags is, for each of these records."""
    rows = db.session.execute(
        sa.select(AuditRow.subject_id, sa.func.max(AuditRow.seq))
        .where(AuditRow.tag.in_(list(tags)))
        .where(AuditRow.subject_id.in_({str(one) for one in subject_ids}))
        .group_by(AuditRow.subject_id)
    )
    return {UUID(row[0]): row[1] for row in rows}


def last_each(tags: Iterable[str], subject_ids: Iterable[UUID]) -> dict[tuple[str, UUID], int]:
    """Where in the trail the last row of each of these tags is, for each of these records."""
    asked = {"tags": list(tags), "subjects": [str(one) for one in subject_ids]}
    rows = db.session().connection().execute(_LAST_EACH, asked)
    return {(row[0], UUID(row[1])): row[2] for row in rows}


def last_rows(tags: Iterable[str], subject_ids: Iterable[UUID]) -> dict[UUID, Entry]:
    """The last row of any of these tags, for each of these records: what was done last."""
    where = last_of(tags, subject_ids).values()
    rows = db.session.scalars(sa.select(AuditRow).where(AuditRow.seq.in_(list(where))))
    return {UUID(row.subject_id): Entry.of(row) for row in rows if row.subject_id}


def rows_tagged_about(tags: Iterable[str], subject_id: UUID) -> Sequence[Entry]:
    """All rows of any of these tags about one record, newest first."""
    rows = db.session.scalars(
        sa.select(AuditRow)
        .where(AuditRow.tag.in_(list(tags)), AuditRow.subject_id == str(subject_id))
        .order_by(AuditRow.seq.desc())
    )
    return [Entry.of(row) for row in rows]


def rows_each(tags: Iterable[str], subject_ids: Iterable[UUID]) -> dict[UUID, list[Entry]]:
    """All rows of any of these tags about each of these records, the oldest first."""
    rows = db.session.scalars(
        sa.select(AuditRow)
        .where(AuditRow.tag.in_(list(tags)))
        .where(AuditRow.subject_id.in_({str(one) for one in subject_ids}))
        .order_by(AuditRow.seq)
    )
    found: dict[UUID, list[Entry]] = {}
    for row in rows:
        found.setdefault(UUID(str(row.subject_id)), []).append(Entry.of(row))
    return found


def acts_each(tags: Iterable[str], subject_ids: Iterable[UUID]) -> list[Act]:
    """What the rows of these tags say of these records, the oldest first; asked at every opening.

    ``rows_each`` gives the whole rows.
    """
    asked = {"tags": list(tags), "subjects": [str(one) for one in subject_ids]}
    rows = db.session().connection().execute(_ACTS_EACH, asked)
    return [Act.of(row) for row in rows]


def acts_about_oneself(tag: str, area_id: UUID) -> list[Act]:
    """What an area's rows of a tag say, whose one field is a person, where that is the writer."""
    before, after = canonical({"person_id": "?"}).split("?")
    asked = sa.select(*_ACT).where(
        AuditRow.tag == tag,
        AuditRow.area_id == str(area_id),
        AuditRow.detail == before + AuditRow.actor_id + after,
    )
    return [Act.of(row) for row in db.session().connection().execute(asked)]


def entries_of(area_id: UUID, tags: Iterable[str]) -> list[Entry]:
    """All rows of an area of any of these tags, the oldest first; for tags that are seldom written,
    because what each says is read whole."""
    asked = {"tags": list(tags), "area": str(area_id)}
    rows = db.session.execute(_OF_AREA, asked).scalars()
    return [Entry.of(row) for row in rows]


def latest_each(tags: Iterable[str], subject_ids: Iterable[UUID]) -> dict[tuple[str, UUID], str]:
    """The latest moment that any row of each of these tags gives, for each of these records.

    Moments are as the trail writes them, to be compared with ``moment``'s: whoever adds a row later
    cannot make what was there older.
    """
    asked = {"tags": list(tags), "subjects": [str(one) for one in subject_ids]}
    rows = db.session().connection().execute(_LATEST_EACH, asked)
    return {(row[0], UUID(row[1])): row[2] for row in rows}


def last_at(tags: Iterable[str], area_id: UUID) -> str:
    """When an area's last row of any of these tags was written, as the trail has it; or ""."""
    asked = sa.select(sa.func.max(AuditRow.at)).where(
        AuditRow.tag.in_(list(tags)), AuditRow.area_id == str(area_id)
    )
    return db.session.scalar(asked) or ""


def first_in(tag: str, area_id: UUID) -> int | None:
    """Where in the trail an area's first row of a tag is; None for none."""
    asked = sa.select(sa.func.min(AuditRow.seq)).where(
        AuditRow.tag == tag, AuditRow.area_id == str(area_id)
    )
    return db.session.scalar(asked)


def subjects_by(tags: Iterable[str], actor_id: UUID) -> set[UUID]:
    """Which records this person did any of these things with."""
    asked = sa.select(AuditRow.subject_id).where(
        AuditRow.tag.in_(list(tags)), AuditRow.actor_id == str(actor_id)
    )
    return {UUID(found) for found in db.session.scalars(asked.distinct()) if found}


def last_by(tag: str, actor_id: UUID) -> int:
    """Where in the trail the last row of a tag is that this person wrote; 0 for none."""
    asked = sa.select(sa.func.max(AuditRow.seq)).where(
        AuditRow.tag == tag, AuditRow.actor_id == str(actor_id)
    )
    return db.session.scalar(asked) or 0


def _entries(actor: "Actor", condition: sa.ColumnElement[bool]) -> Sequence[Entry]:
    statement = (
        sa.select(AuditRow)
        .where(condition, AuditRow.area_id == str(actor.area_id))
        .order_by(AuditRow.seq.desc())
        .limit(MOST)
    )
    return [Entry.of(row) for row in db.session.scalars(statement)]
