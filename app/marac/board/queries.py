"""What has changed on a board, told from ids, states and revisions alone: small and often asked."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, select, union_all

from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.action.model import Action
from app.marac.meeting.model import AgendaItem, Attendance, Contribution, IdentifiedRisk

WRITTEN: dict[str, type[Contribution] | type[IdentifiedRisk] | type[Action]] = {
    "shared": Contribution,
    "risk": IdentifiedRisk,
    "action": Action,
}


@dataclass(frozen=True)
class Traces:
    """The outside of everything that a board shows."""

    states: tuple[object, ...]
    agencies: tuple[str, ...]
    signed: frozenset[UUID]
    written: dict[str, tuple[object, ...]]


def traces(actor: Actor, item: AgendaItem) -> Traces:
    """Read them in three selects; nothing of a case that is kept from the actor is among them."""
    people = db.session.execute(
        select(Attendance.person_id, Attendance.agency_id, Attendance.signature_id).where(
            Attendance.meeting_id == item.meeting_id
        )
    ).all()
    return Traces(
        states=_states(actor, item.meeting_id),
        agencies=tuple(sorted({str(row.agency_id) for row in people})),
        signed=frozenset(row.person_id for row in people if row.signature_id and row.person_id),
        written=_written(item.id),
    )


def _states(actor: Actor, meeting_id: UUID) -> tuple[object, ...]:
    rows = db.session.execute(
        select(AgendaItem.id, AgendaItem.state, AgendaItem.began_at)
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
