"""Reads attempts out of the trail, and what was written down of callers: the actor's own area."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit.events import (
    EnquiriesListed,
    EnquiryRecorded,
    FirewallBlocked,
    RegisterRead,
    RoadTaken,
)
from app.audit.model import AuditRow
from app.audit.queries import last_by
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant
from app.confidentiality.register.model import Enquiry
from app.db import db
from app.refusals import NotVisible


@dataclass(frozen=True)
class Attempt:
    """Something that the firewall refused. ``way`` is which way was taken then, empty for none.

    ``person_id`` and ``agency_id`` are None at the command line.
    """

    id: UUID
    at: datetime
    person_id: UUID | None
    agency_id: UUID | None
    where: str
    rule: str
    road: str
    way: str


def attempts(actor: Actor, since: datetime, until: datetime) -> list[Attempt]:
    """Return what was refused from one moment until before another, the newest first."""
    rows = db.session.scalars(
        select(AuditRow)
        .where(_blocked(actor), AuditRow.at >= _text(since), AuditRow.at < _text(until))
        .order_by(AuditRow.seq.desc())
    ).all()
    taken = _ways_taken(actor, {row.subject_id for row in rows if row.subject_id})
    return [_attempt(row, taken) for row in rows if row.subject_id]


def own_attempt(actor: Actor, attempt_id: UUID) -> Attempt:
    """Return something that this very person was refused; ``NotVisible`` for anybody else's."""
    row = db.session.scalars(
        select(AuditRow).where(
            _blocked(actor),
            AuditRow.subject_id == str(attempt_id),
            AuditRow.actor_id == str(actor.person_id),
        )
    ).first()
    if row is None:
        raise NotVisible()
    return _attempt(row, _ways_taken(actor, {str(attempt_id)}))


def how_many_new(actor: Actor) -> int:
    """Count what was refused since this officer last read the register."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(AuditRow)
            .where(_blocked(actor), AuditRow.seq > last_by(RegisterRead.tag, actor.person_id))
        )
        or 0
    )


def last_read(actor: Actor) -> datetime | None:
    """Return when this officer last read the register."""
    at = db.session.scalar(
        select(AuditRow.at)
        .where(AuditRow.tag == RegisterRead.tag, AuditRow.actor_id == str(actor.person_id))
        .order_by(AuditRow.seq.desc())
        .limit(1)
    )
    return datetime.fromisoformat(at) if at else None


def first_attempt(actor: Actor) -> datetime | None:
    """Return when the firewall first refused something in this area."""
    at = db.session.scalar(select(func.min(AuditRow.at)).where(_blocked(actor)))
    return datetime.fromisoformat(at) if at else None


def enquiries(actor: Actor) -> Sequence[Enquiry]:
    """Return who asked, the newest first: all for an officer, else what one wrote down oneself."""
    return db.session.scalars(
        select(Enquiry).where(_may_read(actor)).order_by(Enquiry.asked_at.desc(), Enquiry.id)
    ).all()


def enquiry(actor: Actor, enquiry_id: UUID) -> Enquiry:
    """Return one of them; ``NotVisible`` for any other."""
    found = db.session.scalars(
        select(Enquiry).where(Enquiry.id == enquiry_id, _may_read(actor))
    ).first()
    if found is None:
        raise NotVisible()
    return found


def how_many_new_enquiries(actor: Actor) -> int:
    """Count what others wrote down of callers since this officer last read their list."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(AuditRow)
            .where(
                AuditRow.tag == EnquiryRecorded.tag,
                AuditRow.area_id == str(actor.area_id),
                AuditRow.actor_id != str(actor.person_id),
                AuditRow.seq > last_by(EnquiriesListed.tag, actor.person_id),
            )
        )
        or 0
    )


def how_many_open(actor: Actor) -> int:
    """Count one's own entries that are not closed."""
    own = (Enquiry.area_id == actor.area_id) & (Enquiry.recorded_by == actor.person_id)
    return (
        db.session.scalar(
            select(func.count()).select_from(Enquiry).where(own, Enquiry.outcome.is_(None))
        )
        or 0
    )


def due(area_id: UUID) -> Iterator[Due]:
    """Name the writers of open entries whose keys of now have not been given the entry's."""
    rows = db.session.execute(
        select(Enquiry.secret_id, Enquiry.id, Enquiry.recorded_by)
        .where(Enquiry.area_id == area_id, Enquiry.outcome.is_(None))
        .where(lacks_grant(Enquiry.secret_id, Enquiry.recorded_by))
    )
    for secret_id, enquiry_id, person_id in rows:
        yield Due(secret_id, enquiry_id, person_id, Because.REFERRER)


def _may_read(actor: Actor) -> ColumnElement[bool]:
    own_area: ColumnElement[bool] = Enquiry.area_id == actor.area_id
    if actor.may(Permission.REGISTER_READ):
        return own_area
    return own_area & (Enquiry.recorded_by == actor.person_id)


def _blocked(actor: Actor) -> ColumnElement[bool]:
    of_kind: ColumnElement[bool] = AuditRow.tag == FirewallBlocked.tag
    return of_kind & (AuditRow.area_id == str(actor.area_id))


def _ways_taken(actor: Actor, attempt_ids: Collection[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(AuditRow.subject_id, AuditRow.detail).where(
            AuditRow.tag == RoadTaken.tag,
            AuditRow.area_id == str(actor.area_id),
            AuditRow.subject_id.in_(attempt_ids),
        )
    )
    return {row.subject_id: str(json.loads(row.detail)["way"]) for row in rows}


def _attempt(row: AuditRow, taken: dict[str, str]) -> Attempt:
    detail = json.loads(row.detail)
    return Attempt(
        id=UUID(row.subject_id),
        at=datetime.fromisoformat(row.at),
        person_id=UUID(row.actor_id) if row.actor_id else None,
        agency_id=UUID(row.agency_id) if row.agency_id else None,
        where=str(detail["where"]),
        rule=str(detail["rule"]),
        road=str(detail["road"]),
        way=taken.get(str(row.subject_id), ""),
    )


def _text(moment: datetime) -> str:
    """A moment as the trail writes it, so that the letters' order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
