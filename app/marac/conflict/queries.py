"""The only SELECTs on conflicts of interest. Whoever is kept from a case has none of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor
from app.accounts.person.model import Person, PersonState
from app.audit.events import ConflictCleared
from app.audit.queries import rows_each
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.lifted import believed_by
from app.confidentiality.circle.queries import exclusions, not_excluded
from app.confidentiality.circle.remembered import kept_out
from app.confidentiality.circle.rules import keeps_out
from app.db import db
from app.marac.conflict import clearing
from app.marac.conflict.model import Conflict, ConflictDecision
from app.marac.meeting import leaving
from app.marac.meeting.leaving import InTheRoom
from app.marac.meeting.model import AgendaItem, Attendance, ItemState, Meeting, MeetingState
from app.marac.meeting.rules import TO_COME
from app.refusals import NotVisible


def conflict(actor: Actor, conflict_id: UUID) -> Conflict:
    """Return one conflict; ``NotVisible`` if absent, or in a case that is kept from the actor."""
    found = db.session.scalars(
        select(Conflict).where(
            Conflict.id == conflict_id,
            Conflict.area_id == actor.area_id,
            not_excluded(actor, Conflict.case_id),
        )
    ).first()
    if found is None:
        raise NotVisible()
    return found


def of_cases(actor: Actor, case_ids: Iterable[UUID]) -> Sequence[Conflict]:
    """Return the conflicts of these cases, in the order in which they came up."""
    return db.session.scalars(
        select(Conflict)
        .where(Conflict.case_id.in_(set(case_ids)), Conflict.area_id == actor.area_id)
        .where(not_excluded(actor, Conflict.case_id))
        .order_by(Conflict.at)
    ).all()


def decisions(actor: Actor, conflict_ids: Iterable[UUID]) -> dict[UUID, list[ConflictDecision]]:
    """Return what was decided of each of these conflicts, in order."""
    rows = db.session.scalars(
        select(ConflictDecision)
        .where(ConflictDecision.conflict_id.in_(set(conflict_ids)))
        .where(not_excluded(actor, ConflictDecision.case_id))
        .order_by(ConflictDecision.at)
    )
    found: dict[UUID, list[ConflictDecision]] = defaultdict(list)
    for row in rows:
        found[row.conflict_id].append(row)
    return found


def to_be_heard(actor: Actor) -> set[UUID]:
    """Return the cases on the agenda of a meeting that is not closed, as far as they are theirs."""
    return set(
        db.session.scalars(
            select(AgendaItem.case_id)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(Meeting.area_id == actor.area_id, Meeting.state.in_(TO_COME))
            .where(not_excluded(actor, AgendaItem.case_id))
        )
    )


def of_agenda(actor: Actor, meeting_id: UUID) -> set[UUID]:
    """Return the cases of one agenda, as far as they are the actor's to know of."""
    return set(
        db.session.scalars(
            select(AgendaItem.case_id).where(
                AgendaItem.meeting_id == meeting_id, not_excluded(actor, AgendaItem.case_id)
            )
        )
    )


def heard_at(actor: Actor, case_id: UUID) -> UUID | None:
    """Return the next meeting, not closed, that has a case on its agenda."""
    return db.session.scalars(
        select(Meeting.id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.case_id == case_id, Meeting.state.in_(TO_COME))
        .where(Meeting.area_id == actor.area_id, not_excluded(actor, AgendaItem.case_id))
        .order_by(Meeting.starts_at)
        .limit(1)
    ).first()


def agendas_not_closed(case_id: UUID) -> Sequence[UUID]:
    """Return the meetings, not closed, that have a case waiting to be heard; never for showing."""
    return db.session.scalars(
        select(Meeting.id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.case_id == case_id, AgendaItem.state == ItemState.WAITING)
        .where(Meeting.state.in_(TO_COME))
    ).all()


def everybody(actor: Actor) -> Sequence[Person]:
    """Return everybody who works here or is asked to, by name: whose names are compared."""
    return db.session.scalars(
        select(Person)
        .where(Person.area_id == actor.area_id, Person.state != PersonState.LEFT)
        .order_by(Person.name)
    ).all()


def people_kept_from(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the people from whom each of these cases is kept by name, by the trail alone and as
    keys have it: whoever plants a row about themself is asked about all the same."""
    kept = kept_out(case_ids, believed_by(Chain.of(actor)))
    return _kept_from(actor, kept, "person:")


def agencies_kept_from(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the agencies from which each of these cases is kept as a whole."""
    return _kept_from(actor, exclusions(case_ids), "agency:")


def cleared_before(chain: Chain, case_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return of whom an officer signed at triage that a case need not be kept from them.

    It shuts nobody's eyes: they are shown to the officers again.
    """
    return {
        (case_id, UUID(row.detail["who"]))
        for case_id, rows in rows_each([ConflictCleared.tag], case_ids).items()
        for row in rows
        if clearing.is_believed(chain, row)
    }


def who_must_leave(actor: Actor, item: AgendaItem) -> list[InTheRoom]:
    """Return who is in the room from whom the item's case is kept; nobody, unless an officer asks.

    Whoever is kept from the case themself gets nothing either.
    """
    if not actor.is_officer or _is_out(actor, item.case_id):
        return []
    return leaving.who_must_leave(item)


def open_meeting_of(actor: Actor) -> UUID | None:
    """Return the open meeting that somebody signed in to, to lead them back there."""
    return db.session.scalars(
        select(Meeting.id)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.person_id == actor.person_id, Meeting.state == MeetingState.OPEN)
        .limit(1)
    ).first()


def _is_out(actor: Actor, case_id: UUID) -> bool:
    found = select(AgendaItem.id).where(
        AgendaItem.case_id == case_id, not_excluded(actor, AgendaItem.case_id)
    )
    return db.session.scalar(found.limit(1)) is None


def _kept_from(actor: Actor, kept: dict[UUID, set[str]], kind: str) -> dict[UUID, set[UUID]]:
    """Nothing of a case that is kept from the actor."""
    return {
        case_id: {UUID(name.removeprefix(kind)) for name in names if name.startswith(kind)}
        for case_id, names in kept.items()
        if not keeps_out(names, actor.person_id, [actor.agency_id])
    }
