"""What has changed on a board, told from ids, states and revisions alone: small and often asked."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, literal, select, union_all

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


@dataclass(frozen=True)
class Traces:
    """The outside of everything that a board shows."""

    states: tuple[object, ...]
    agencies: tuple[str, ...]
    inside: frozenset[UUID]
    away: tuple[str, ...]
    written: dict[str, tuple[object, ...]]


def traces(actor: Actor, item: AgendaItem) -> Traces:
    """Read them in three selects; nothing of a case that is kept from the actor is among them."""
    away = exists().where(Departure.attendance_id == Attendance.id, Departure.back_at.is_(None))
    people = db.session.execute(
        select(
            Attendance.person_id, Attendance.agency_id, Attendance.signature_id, away.label("away")
        ).where(Attendance.meeting_id == item.meeting_id)
    ).all()
    signed = (row for row in people if row.signature_id and row.person_id and not row.away)
    return Traces(
        states=_states(actor, item.meeting_id),
        agencies=tuple(sorted({str(row.agency_id) for row in people})),
        inside=frozenset(row.person_id for row in signed),
        away=tuple(sorted(str(row.person_id) for row in people if row.away)),
        written=_written(item.id),
    )


def is_repeat(actor: Actor, item: AgendaItem) -> bool:
    """Say whether an earlier meeting took this case up."""
    begins = select(Meeting.starts_at).where(Meeting.id == item.meeting_id).scalar_subquery()
    earlier = (
        exists()
        .where(AgendaItem.case_id == item.case_id, AgendaItem.id != item.id)
        .where(AgendaItem.state == ItemState.HEARD, not_excluded(actor, AgendaItem.case_id))
        .where(Meeting.id == AgendaItem.meeting_id, Meeting.starts_at < begins)
    )
    return bool(db.session.scalar(select(earlier)))


def _states(actor: Actor, meeting_id: UUID) -> tuple[object, ...]:
    rows = db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.state,
            AgendaItem.outcome,
            AgendaItem.began_at,
            AgendaItem.concluded_at,
            AgendaItem.starts_at,
        )
        .where(AgendaItem.meeting_id == meeting_id, not_excluded(actor, AgendaItem.case_id))
        .order_by(AgendaItem.position)
    )
    return tuple(map(tuple, rows))


def _written(item_id: UUID) -> dict[str, tuple[object, ...]]:
    rows = db.session.execute(
        union_all(
            *(
                select(literal(kind).label("kind"), table.id, table.revision).where(
                    table.item_id == item_id
                )
                for kind, table in WRITTEN.items()
            )
        )
    )
    found: dict[str, list[tuple[str, int]]] = {kind: [] for kind in WRITTEN}
    for kind, row_id, revision in rows:
        found[kind].append((str(row_id), revision))
    return {kind: tuple(sorted(entries)) for kind, entries in found.items()}
