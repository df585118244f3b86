"""The only SELECTs on meetings. Every one goes through the actor; exclusions are asked first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, false, func, select, true

from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle.kept import is_kept_from_anybody
from app.confidentiality.circle.model import Grant
from app.confidentiality.circle.queries import exclusions, not_excluded
from app.confidentiality.circle.rules import agencies_named, keeps_out
from app.db import db
from app.db.asking import ask
from app.marac.case.model import Case
from app.marac.meeting import emergencies, rules, timetable
from app.marac.meeting.model import (
    AgendaItem,
    Attendance,
    Contribution,
    Departure,
    IdentifiedRisk,
    Invited,
    ItemState,
    Meeting,
    MeetingState,
    Outcome,
    Publication,
)
from app.refusals import NotVisible

_KEPT = is_kept_from_anybody(AgendaItem.case_id)
_ORDER = ((AgendaItem.state == ItemState.WAITING) & _KEPT, AgendaItem.position)
"""The order of hearing: what waits and is kept from somebody comes last, from the moment it is."""


@dataclass(frozen=True)
class Numbered:
    """A case on an agenda with the number and the time that one person sees: no gap, no trace."""

    number: int
    starts_at: datetime
    item: AgendaItem


def meetings(actor: Actor) -> Sequence[Meeting]:
    """Return the meetings that the person may attend, the latest first."""
    rows = select(Meeting).where(_open_to(actor)).order_by(Meeting.starts_at.desc())
    return emergencies.known(actor, db.session.scalars(rows))


def meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return one meeting that the person may attend; ``NotVisible`` for any other."""
    found = db.session.scalars(
        select(Meeting).where(Meeting.id == meeting_id, _open_to(actor))
    ).first()
    if found is None or not emergencies.known(actor, [found]):
        raise NotVisible()
    return found


def to_come(actor: Actor) -> Sequence[Meeting]:
    """Return the meetings that are planned or going on, the next first."""
    rows = select(Meeting).where(_open_to(actor), Meeting.state.in_(rules.TO_COME))
    return emergencies.known(actor, db.session.scalars(rows.order_by(Meeting.starts_at)))


def agendas_with(actor: Actor, case_id: UUID) -> Sequence[Meeting]:
    """Return the meetings, not closed yet, that have a case on their agenda."""
    return db.session.scalars(
        select(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.case_id == case_id, Meeting.state.in_(rules.TO_COME))
        .where(Meeting.area_id == actor.area_id, _not_kept_from(actor))
        .order_by(Meeting.starts_at)
    ).all()


def on_no_agenda(actor: Actor) -> Sequence[Case]:
    """Return the cases that wait for a meeting: on no agenda ever, or put off or heard in part only
    and not listed again.

    The one that has waited longest comes first. Whether they open is asked elsewhere.
    """
    comes_again = (AgendaItem.state == ItemState.DEFERRED) | (AgendaItem.outcome == Outcome.IN_PART)
    items = (
        select(func.coalesce(comes_again, false()))
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.case_id == Case.id)
        .correlate(Case)
    )
    listed = items.where(Meeting.state.in_(rules.TO_COME)).exists()
    latest = items.order_by(Meeting.starts_at.desc()).limit(1).scalar_subquery()
    return db.session.scalars(
        select(Case)
        .where(Case.area_id == actor.area_id, not_excluded(actor, Case.id), ~listed)
        .where(latest.is_(None) | (latest == true()))
        .order_by(Case.opened_at)
    ).all()


def next_meeting(actor: Actor) -> Meeting | None:
    """Return the meeting that is open, or else the next that is planned."""
    coming = to_come(actor)
    return min(coming, key=lambda each: each.state != MeetingState.OPEN, default=None)


def agenda(actor: Actor, meeting_id: UUID) -> list[Numbered]:
    """Return the cases of a meeting that this person may know of, numbered for this person."""
    items = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, _not_kept_from(actor))
        .order_by(*_ORDER)
    ).all()
    return numbered(meeting_id, items)


def numbered(meeting_id: UUID, items: Sequence[AgendaItem]) -> list[Numbered]:
    """Number these cases of a meeting, each with its time as if there were no other on the agenda:
    its own minutes count, and what is left out leaves no gap, no break and no trace."""
    meeting = db.session.get(Meeting, meeting_id)
    times = timetable.times(meeting.starts_at, slots_of(meeting, items)) if meeting else []
    return [
        Numbered(number, starts_at, item)
        for number, (starts_at, item) in enumerate(zip(times, items, strict=True), start=1)
    ]


def slots_of(meeting: Meeting, items: Iterable[AgendaItem]) -> list[timetable.Slot]:
    """Return how long each of these cases gets, and the break before it."""
    usual = meeting.minutes_each or rules.MINUTES_EACH
    return [timetable.Slot(item.minutes or usual, item.pause or 0) for item in items]


def counts(actor: Actor, meeting_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many cases this person may know of at each meeting."""
    rows = db.session.execute(
        select(AgendaItem.meeting_id, func.count())
        .where(AgendaItem.meeting_id.in_(set(meeting_ids)), _not_kept_from(actor))
        .group_by(AgendaItem.meeting_id)
    )
    return {row[0]: row[1] for row in rows}


def item(actor: Actor, item_id: UUID) -> AgendaItem:
    """Return one case on an agenda; ``NotVisible`` if absent, excluded or of another's meeting."""
    found = db.session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == item_id, _open_to(actor), _not_kept_from(actor))
    ).first()
    if found is None:
        raise NotVisible()
    return found


def every_item(meeting_id: UUID) -> Sequence[AgendaItem]:
    """Return the whole agenda, for closing it; never for showing."""
    return db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).all()


def in_order(meeting_id: UUID) -> Sequence[AgendaItem]:
    """Return the whole agenda in the order of hearing, for planning it; never for showing."""
    return db.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(*_ORDER)
    ).all()


def are_ours(actor: Actor, case_ids: Iterable[UUID]) -> bool:
    """Say whether all the cases are of the actor's area."""
    wanted = set(case_ids)
    ours = select(func.count()).where(Case.id.in_(wanted), Case.area_id == actor.area_id)
    return db.session.scalar(ours) == len(wanted)


def being_heard(actor: Actor, meeting_id: UUID) -> AgendaItem | None:
    """Return the case that is being heard, if this person may know of it."""
    return db.session.scalars(
        select(AgendaItem).where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.state == ItemState.HEARING,
            _not_kept_from(actor),
        )
    ).first()


def heard_now(meeting_id: UUID) -> UUID | None:
    """Return which case of a meeting is being heard, whoever asks; never for showing."""
    return db.session.scalars(
        select(AgendaItem.id).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.state == ItemState.HEARING
        )
    ).first()


def next_waiting(actor: Actor, meeting_id: UUID) -> AgendaItem | None:
    """Return the next case to be heard that this person may know of."""
    return db.session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.state == ItemState.WAITING,
            _not_kept_from(actor),
        )
        .order_by(*_ORDER)
        .limit(1)
    ).first()


def hearings(actor: Actor, case_id: UUID) -> list[tuple[Meeting, AgendaItem]]:
    """Return the meetings that took a case up, the latest first."""
    rows = db.session.execute(
        select(Meeting, AgendaItem)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.case_id == case_id, AgendaItem.area_id == actor.area_id)
        .where(AgendaItem.state != ItemState.WAITING, _not_kept_from(actor))
        .order_by(Meeting.starts_at.desc())
    )
    return [(row[0], row[1]) for row in rows]


def invited_agencies(meeting_id: UUID) -> list[UUID]:
    """Return the agencies that were asked to a meeting."""
    return list(
        db.session.scalars(select(Invited.agency_id).where(Invited.meeting_id == meeting_id))
    )


def editions(meeting_id: UUID) -> int:
    """Return the number of the newest edition of an agenda; 0 before the first."""
    newest = select(func.max(Publication.edition)).where(Publication.meeting_id == meeting_id)
    return db.session.scalar(newest) or 0


def attendances(meeting_id: UUID) -> Sequence[Attendance]:
    """Return who is at a meeting, in the order in which they signed."""
    return db.session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting_id).order_by(Attendance.at)
    ).all()


def attendance_of(meeting_id: UUID, person_id: UUID) -> Attendance | None:
    """Return how one person attends a meeting."""
    return db.session.scalars(
        select(Attendance).where(
            Attendance.meeting_id == meeting_id, Attendance.person_id == person_id
        )
    ).first()


def has_signed(meeting_id: UUID, person_id: UUID) -> bool:
    """Say whether a person signed this meeting's declaration with their own key."""
    attendance = attendance_of(meeting_id, person_id)
    return attendance is not None and attendance.signature_id is not None


def keys_held(actor: Actor, meeting_id: UUID) -> int:
    """Count the cases of the agenda whose key has been given to this person's own keys."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(AgendaItem)
            .join(Case, Case.id == AgendaItem.case_id)
            .join(Grant, Grant.secret_id == Case.secret_id)
            .where(AgendaItem.meeting_id == meeting_id, _not_kept_from(actor))
            .where(Grant.holder_key_id == actor.keys.key_id)
        )
        or 0
    )


def was_let_in(actor: Actor, signature_id: UUID) -> bool:
    """Say whether a doorkeeper has given this person's keys anything because of this signature."""
    return bool(
        db.session.scalar(
            select(
                exists()
                .where(Grant.because_id == signature_id)
                .where(Grant.holder_key_id == actor.keys.key_id)
            )
        )
    )


def is_hearing(actor: Actor, case_id: UUID) -> bool:
    """Say whether this person hears a case now: signed in to an open meeting, and in the room."""
    return bool(
        db.session.scalar(
            select(
                exists()
                .where(AgendaItem.case_id == case_id, _not_kept_from(actor))
                .where(Meeting.id == AgendaItem.meeting_id, Meeting.state == MeetingState.OPEN)
                .where(Attendance.meeting_id == Meeting.id)
                .where(Attendance.person_id == actor.person_id)
                .where(Attendance.signature_id.is_not(None))
                .where(
                    ~exists().where(
                        Departure.attendance_id == Attendance.id, Departure.back_at.is_(None)
                    )
                )
            )
        )
    )


_IN_OPEN_MEETING = select(
    exists()
    .where(Attendance.person_id == bindparam("person"))
    .where(Attendance.meeting_id == Meeting.id, Meeting.state == MeetingState.OPEN)
)


def is_in_open_meeting(person_id: UUID) -> bool:
    """Say whether a meeting that this person signed in to is still going on."""
    return bool(ask(_IN_OPEN_MEETING, {"person": person_id})[0][0])


_CONTRIBUTIONS = (
    select(Contribution).where(Contribution.item_id == bindparam("item")).order_by(Contribution.at)
)
_RISKS = (
    select(IdentifiedRisk)
    .where(IdentifiedRisk.item_id == bindparam("item"))
    .order_by(IdentifiedRisk.number)
)


def contributions(item_id: UUID) -> Sequence[Contribution]:
    """Return what the agencies shared about a case, in the order in which they first did."""
    return db.session.scalars(_CONTRIBUTIONS, {"item": item_id}).all()


def contribution_of(item_id: UUID, agency_id: UUID) -> Contribution | None:
    """Return what one agency shared about a case."""
    return db.session.scalars(
        select(Contribution).where(
            Contribution.item_id == item_id, Contribution.agency_id == agency_id
        )
    ).first()


def risks(item_id: UUID) -> Sequence[IdentifiedRisk]:
    """Return the risks that were identified for a case, by number."""
    return db.session.scalars(_RISKS, {"item": item_id}).all()


def risk(actor: Actor, risk_id: UUID) -> IdentifiedRisk:
    """Return one identified risk; ``NotVisible`` unless the person may know of its case."""
    found = db.session.get(IdentifiedRisk, risk_id)
    if found is None:
        raise NotVisible()
    item(actor, found.item_id)
    return found


def kept_from_somebody(case_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the cases that are kept from any person or agency."""
    return frozenset(case_id for case_id, names in exclusions(case_ids).items() if names)


def agencies_kept_from(case_id: UUID) -> set[UUID]:
    """Return the agencies from which a case is kept as a whole."""
    return agencies_named(exclusions([case_id]).get(case_id, ()))


def may_be_given(actor: Actor, case_id: UUID) -> dict[UUID, Person]:
    """Return the people who can be given an action in a case, by name: at work, not excluded."""
    kept = exclusions([case_id]).get(case_id, set())
    at_work = select(Person).where(
        Person.area_id == actor.area_id, Person.state == PersonState.ACTIVE
    )
    return {
        person.id: person
        for person in db.session.scalars(at_work.order_by(Person.name))
        if not keeps_out(kept, person.id, [person.agency_id])
        and Permission.ACTION_PROGRESS in permissions_of(person.roles)
    }


def _open_to(actor: Actor) -> ColumnElement[bool]:
    """The one filter of lists and pages: the area's officers, and invited agencies' people."""
    in_area = Meeting.area_id == actor.area_id
    asked = select(Invited.meeting_id).where(Invited.agency_id == actor.agency_id)
    return in_area & (true() if actor.is_officer else Meeting.id.in_(asked))


def _not_kept_from(actor: Actor) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = not_excluded(actor, AgendaItem.case_id)
    return condition
