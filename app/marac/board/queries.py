"""What has changed on a board, told from ids, states and revisions alone: small and often asked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Executable,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from app.access.actor import Actor
from app.confidentiality.circle.queries import none_excluded, not_excluded
from app.db import db
from app.db.asking import ask
from app.marac.action.model import Action
from app.marac.meeting.model import (
    AgendaItem,
    Attendance,
    Contribution,
    Departure,
    HearingNote,
    IdentifiedRisk,
    Invited,
    ItemState,
    Meeting,
)
from app.refusals import NotVisible

Kept = type[Contribution] | type[IdentifiedRisk] | type[HearingNote] | type[Action]
WRITTEN: dict[str, Kept] = {
    "note": HearingNote,
    "shared": Contribution,
    "risk": IdentifiedRisk,
    "action": Action,
}
_NOT_KEPT = none_excluded(AgendaItem.case_id, bindparam("person"), bindparam("agency"))
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


@dataclass(frozen=True)
class Glance:
    """As much of an item and its meeting as tells whether anything on the board is new."""

    meeting_id: UUID
    meeting_state: str
    meeting_revision: int
    item_id: UUID
    item_state: str


def glance(actor: Actor, item_id: UUID) -> Glance:
    """Look at an item of a meeting that the actor may attend; ``NotVisible`` for any other."""
    found = ask(_GLANCE, {**_who(actor), "item": item_id})
    if not found:
        raise NotVisible()
    return Glance(*found[0])


def item_and_meeting(actor: Actor, item_id: UUID) -> tuple[AgendaItem, Meeting]:
    """Read the two together, under the same conditions."""
    found = db.session.execute(_WHOLE, {**_who(actor), "item": item_id}).one_or_none()
    if found is None:
        raise NotVisible()
    return found[0], found[1]


def traces(actor: Actor, meeting_id: UUID, item_id: UUID) -> Traces:
    """Read them in few selects; nothing of a case that is kept from the actor is among them."""
    asked = {"person": actor.person_id, "meeting": meeting_id}
    rows = ask(_AGENCIES_HERE, asked)
    return Traces(
        states=_rows(_STATES, {**asked, "agency": actor.agency_id}),
        agencies=tuple(sorted(row[0] for row in rows)),
        is_inside=any(row[1] for row in rows),
        room=_rows(_ROOM, {"meeting": meeting_id}) if actor.is_officer else (),
        written=_written(item_id),
    )


def _who(actor: Actor) -> dict[str, Any]:
    return {
        "person": actor.person_id,
        "agency": actor.agency_id,
        "area": actor.area_id,
        "is_officer": actor.is_officer,
    }


def _rows(statement: Executable, asked: dict[str, Any]) -> tuple[tuple[Any, ...], ...]:
    return tuple(map(tuple, ask(statement, asked)))


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


def _written(item_id: UUID) -> dict[str, tuple[object, ...]]:
    found: dict[str, list[tuple[str, int]]] = {kind: [] for kind in WRITTEN}
    for kind, row_id, revision in ask(_EVERYTHING_WRITTEN, {"item": item_id}):
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


# Asked by every board at every change: built once, so that asking costs little but the asking.
_OWN = and_(Attendance.person_id == bindparam("person"), Attendance.signature_id.is_not(None))
_AGENCIES_HERE = (
    select(Attendance.agency_id, func.max(case((and_(_OWN, ~AWAY), 1), else_=0)))
    .where(Attendance.meeting_id == bindparam("meeting"))
    .group_by(Attendance.agency_id)
)
_STATES = (
    select(
        _raw(AgendaItem.id),
        _raw(AgendaItem.state),
        _raw(AgendaItem.outcome),
        _raw(AgendaItem.began_at),
        _raw(AgendaItem.concluded_at),
        _raw(AgendaItem.minutes),
        _raw(AgendaItem.pause),
    )
    .where(AgendaItem.meeting_id == bindparam("meeting"), _NOT_KEPT)
    .order_by(AgendaItem.position)
)
"""Only what this person's own agenda is reckoned from: the time that a case has on the whole agenda
moves with cases that they may not know of."""
_ROOM = (
    select(_raw(Attendance.id), _raw(Attendance.signature_id), AWAY)
    .where(Attendance.meeting_id == bindparam("meeting"))
    .order_by(Attendance.id)
)
_ASKED_TO = select(Invited.meeting_id).where(Invited.agency_id == bindparam("agency"))
_MAY_ATTEND = and_(
    AgendaItem.id == bindparam("item"),
    Meeting.id == AgendaItem.meeting_id,
    Meeting.area_id == bindparam("area"),
    or_(bindparam("is_officer", type_=Boolean), Meeting.id.in_(_ASKED_TO)),
    _NOT_KEPT,
)
"""As every select of a meeting asks (``meeting.queries``), with the exclusions among it."""
_GLANCE = select(
    Meeting.id, Meeting.state, Meeting.revision, AgendaItem.id, AgendaItem.state
).where(_MAY_ATTEND)
_WHOLE = select(AgendaItem, Meeting).where(_MAY_ATTEND)
