"""What has changed on a board, told from ids, states and revisions alone: small and often asked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.action.model import Action
from app.marac.meeting.model import (
    AgendaItem,
    Attendance,
    Contribution,
    Departure,
    HearingNote,
    IdentifiedRisk,
    ItemState,
    Meeting,
)

Kept = type[Contribution] | type[IdentifiedRisk] | type[HearingNote] | type[Action]
WRITTEN: dict[str, Kept] = {
    "note": HearingNote,
    "shared": Contribution,
    "risk": IdentifiedRisk,
    "action": Action,
}
AWAY = exists().where(Departure.attendance_id == Attendance.id, Departure.back_at.is_(None))


@dataclass(frozen=True)
class Traces:
    """The outside of everything that a board shows. ``states`` are the lines of the agenda, each
    with its item's id and state first; ``room`` is who is in and who is away, for officers only."""

    states: tuple[tuple[str, ...], ...]
    agencies: tuple[UUID, ...]
    is_inside: bool
    room: tuple[tuple[object, ...], ...]
    written: dict[str, tuple[object, ...]]


def traces(actor: Actor, item: AgendaItem) -> Traces:
    """Read them in few selects; nothing of a case that is kept from the actor is among them."""
    own = and_(Attendance.person_id == actor.person_id, Attendance.signature_id.is_not(None), ~AWAY)
    rows = db.session.execute(
        select(Attendance.agency_id, func.max(case((own, 1), else_=0)))
        .where(Attendance.meeting_id == item.meeting_id)
        .group_by(Attendance.agency_id)
    ).all()
    return Traces(
        states=_states(actor, item.meeting_id),
        agencies=tuple(sorted(row[0] for row in rows)),
        is_inside=any(row[1] for row in rows),
        room=_room(item.meeting_id) if actor.is_officer else (),
        written=_written(item.id),
    )


def _room(meeting_id: UUID) -> tuple[tuple[object, ...], ...]:
    rows = db.session.execute(
        select(_raw(Attendance.id), _raw(Attendance.signature_id), AWAY)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.id)
    )
    return tuple(map(tuple, rows))


def meeting_of(item: AgendaItem) -> Meeting:
    """Return the meeting of an item that somebody was let see: the item's own select asked that."""
    return db.session.get_one(Meeting, item.meeting_id)


def is_repeat(actor: Actor, item: AgendaItem, same_victim: Collection[UUID] = ()) -> bool:
    """Say whether an earlier meeting took this case up, or an earlier one of the same victim."""
    begins = select(Meeting.starts_at).where(Meeting.id == item.meeting_id).scalar_subquery()
    earlier = (
        exists()
        .where(AgendaItem.case_id.in_({item.case_id, *same_victim}), AgendaItem.id != item.id)
        .where(AgendaItem.state == ItemState.HEARD, not_excluded(actor, AgendaItem.case_id))
        .where(Meeting.id == AgendaItem.meeting_id, Meeting.starts_at < begins)
    )
    return bool(db.session.scalar(select(earlier)))


def _states(actor: Actor, meeting_id: UUID) -> tuple[tuple[str, ...], ...]:
    """Only what this person's own agenda is reckoned from: the time that a case has on the whole
    agenda moves with cases that they may not know of."""
    columns = (
        AgendaItem.id,
        AgendaItem.state,
        AgendaItem.outcome,
        AgendaItem.began_at,
        AgendaItem.concluded_at,
        AgendaItem.minutes,
        AgendaItem.pause,
    )
    rows = db.session.execute(
        select(*map(_raw, columns))
        .where(AgendaItem.meeting_id == meeting_id, not_excluded(actor, AgendaItem.case_id))
        .order_by(AgendaItem.position)
    )
    return tuple(map(tuple, rows))


def _written(item_id: UUID) -> dict[str, tuple[object, ...]]:
    found: dict[str, list[tuple[str, int]]] = {kind: [] for kind in WRITTEN}
    for kind, row_id, revision in db.session.execute(_EVERYTHING_WRITTEN, {"item": item_id}):
        found[kind].append((str(row_id), revision))
    return {kind: tuple(sorted(entries)) for kind, entries in found.items()}


def _raw(column: Any) -> ColumnElement[str]:
    """A value as the database has it: a mark is made of it and nothing else, and to make ids and
    times of them thirty times a second is most of what it costs."""
    return type_coerce(column, Text)


_EVERYTHING_WRITTEN = union_all(
    *(
        select(literal(kind).label("kind"), _raw(table.id), table.revision).where(
            table.item_id == bindparam("item", type_=table.item_id.type)
        )
        for kind, table in WRITTEN.items()
    )
)
