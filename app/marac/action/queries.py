"""The only SELECTs on actions: by their owner, the case's IDVA, the officers; exclusions first."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant, not_excluded
from app.db import db
from app.marac.action import rules
from app.marac.action.model import Action, ActionLog, ActionReminder, ActionState
from app.marac.action.rules import FINISHED
from app.marac.case.model import Case
from app.marac.meeting.model import AgendaItem, Meeting, MeetingState
from app.refusals import NotVisible


def action(actor: Actor, action_id: UUID) -> Action:
    """Return an action of one's own, of a case one is the IDVA of or, for an officer, of the area;
    else ``NotVisible``."""
    found = db.session.scalars(
        select(Action).where(Action.id == action_id, _may_know(actor), _theirs(actor))
    ).first()
    if found is None:
        raise NotVisible()
    return found


def agreed_once(actor: Actor, action_id: UUID) -> Action | None:
    """Return the action that this person agreed under this id already; ``NotVisible`` if the id
    is that of another's."""
    found = db.session.get(Action, action_id)
    if found is None:
        return None
    if found.agreed_by != actor.person_id:
        raise NotVisible()
    return action(actor, action_id)


def own_actions(actor: Actor) -> Sequence[Action]:
    """Return the actions that are this person's to carry out."""
    return db.session.scalars(
        select(Action).where(Action.owner_id == actor.person_id, _may_know(actor))
    ).all()


def actions_of(actor: Actor, item_id: UUID) -> Sequence[Action]:
    """Return the actions agreed for a case at one meeting, in the order of agreement."""
    return db.session.scalars(
        select(Action)
        .join(
            AgendaItem, (AgendaItem.id == Action.item_id) & (AgendaItem.case_id == Action.case_id)
        )
        .where(Action.item_id == item_id, _may_know(actor))
        .order_by(Action.agreed_at)
    ).all()


def log_of(action_id: UUID) -> Sequence[ActionLog]:
    """Return what was written down about an action, the oldest first."""
    return db.session.scalars(
        select(ActionLog).where(ActionLog.action_id == action_id).order_by(ActionLog.at)
    ).all()


def logs_of(action_ids: Iterable[UUID]) -> Sequence[ActionLog]:
    """Return what was written down about these actions, the oldest first."""
    return db.session.scalars(
        select(ActionLog).where(ActionLog.action_id.in_(set(action_ids))).order_by(ActionLog.at)
    ).all()


def written_once(actor: Actor, action_id: UUID, entry_id: UUID) -> ActionLog | None:
    """Return the entry that this person wrote under this id already; ``NotVisible`` if the id is
    that of any other."""
    found = db.session.get(ActionLog, entry_id)
    if found is not None and (found.by_person_id, found.action_id) != (actor.person_id, action_id):
        raise NotVisible()
    return found


def of_supported_cases(actor: Actor) -> Sequence[Action]:
    """Return the actions of the cases that this person is the IDVA of: open, or finished since
    the last meeting."""
    since = last_held(actor.area_id, clock.now()) or clock.now() - rules.A_MONTH
    outstanding: ColumnElement[bool] = Action.state.not_in(FINISHED)
    return db.session.scalars(
        select(Action)
        .join(Case, Case.id == Action.case_id)
        .where(Case.idva_id == actor.person_id, _may_know(actor))
        .where(outstanding | (Action.last_logged_at >= since))
        .order_by(Action.due_on, Action.agreed_at)
    ).all()


def of_area(actor: Actor) -> Sequence[Action]:
    """Return every action of the area that is not of a case kept from this person."""
    return db.session.scalars(select(Action).where(_may_know(actor)).order_by(Action.due_on)).all()


def overdue(actor: Actor) -> Sequence[Action]:
    """Return the actions of the area whose day has passed, but of cases kept from this person."""
    return db.session.scalars(
        select(Action)
        .where(Action.due_on < clock.today(), Action.state.not_in(FINISHED), _may_know(actor))
        .order_by(Action.due_on)
    ).all()


def of_agency(actor: Actor) -> Sequence[Action]:
    """Return the open actions of one's own agency, not of a case kept from this person."""
    return db.session.scalars(
        select(Action)
        .where(Action.agency_id == actor.agency_id, Action.state.not_in(FINISHED))
        .where(_may_know(actor))
        .order_by(Action.due_on)
    ).all()


def done_at(action_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when each of these actions was last logged as done."""
    rows = db.session.execute(
        select(ActionLog.action_id, func.max(ActionLog.at))
        .where(ActionLog.action_id.in_(set(action_ids)), ActionLog.state == ActionState.DONE)
        .group_by(ActionLog.action_id)
    )
    return {row[0]: row[1] for row in rows}


def last_held(area_id: UUID, before: datetime) -> datetime | None:
    """Return when the last usual meeting before a moment began; None where there was none."""
    return db.session.scalar(
        select(func.max(Meeting.starts_at))
        .where(Meeting.area_id == area_id, Meeting.state == MeetingState.CLOSED)
        .where(Meeting.starts_at < before, Meeting.emergency.is_(False))
    )


def open_of(area_id: UUID) -> list[Action]:
    """Return the open actions of an area, for reminders: who runs them opens nothing."""
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.area_id == area_id, Action.state.not_in(FINISHED))
            .order_by(Action.due_on)
        )
    )


def reminders_of(action_ids: Iterable[UUID]) -> Sequence[ActionReminder]:
    """Return what was sent because of these actions."""
    return db.session.scalars(
        select(ActionReminder).where(ActionReminder.action_id.in_(set(action_ids)))
    ).all()


def reminded_on(area_id: UUID, day: date) -> set[UUID]:
    """Return who was sent a reminder on a day."""
    return set(
        db.session.scalars(
            select(ActionReminder.person_id).where(
                ActionReminder.area_id == area_id, ActionReminder.sent_on == day
            )
        )
    )


def people_with(area_id: UUID, roles: frozenset[Role]) -> list[Person]:
    """Return the people at work in an area who hold one of these roles."""
    rows = db.session.scalars(
        select(Person).where(Person.area_id == area_id, Person.state == PersonState.ACTIVE)
    )
    return [row for row in rows if row.roles & roles]


def agreed_before(actor: Actor, meeting: Meeting) -> Sequence[Action]:
    """Return the actions of meetings before this one that are open, or finished since the last."""
    since = last_held(meeting.area_id, meeting.starts_at)
    outstanding: ColumnElement[bool] = Action.state.not_in(FINISHED)
    if since is not None:
        outstanding |= Action.last_logged_at >= since
    return db.session.scalars(
        select(Action)
        .join(AgendaItem, AgendaItem.id == Action.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.id != meeting.id, Meeting.starts_at < meeting.starts_at)
        .where(_may_know(actor), outstanding)
        .order_by(Action.due_on)
    ).all()


def agreed_about(
    actor: Actor, case_ids: Collection[UUID], before_item_id: UUID
) -> Sequence[Action]:
    """Return the actions that meetings before an item's own agreed about cases, newest last."""
    begins = (
        select(Meeting.starts_at)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.id == before_item_id)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(Action)
        .join(AgendaItem, AgendaItem.id == Action.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Action.case_id.in_(case_ids), Meeting.starts_at < begins, _may_know(actor))
        .order_by(Action.agreed_at)
    ).all()


def due(area_id: UUID) -> Iterator[Due]:
    """Name the owners whose slip has not been given to the keys they use now."""
    rows = db.session.execute(
        select(Action.slip_id, Action.case_id, Action.owner_id, Action.id)
        .where(Action.area_id == area_id, Action.state.not_in(FINISHED))
        .where(lacks_grant(Action.slip_id, Action.owner_id))
    )
    for slip_id, case_id, owner_id, action_id in rows:
        yield Due(slip_id, case_id, owner_id, Because.ACTION_OWNER, action_id)


def _may_know(actor: Actor) -> ColumnElement[bool]:
    kept_from_nobody: ColumnElement[bool] = not_excluded(actor, Action.case_id)
    return (Action.area_id == actor.area_id) & kept_from_nobody


def _theirs(actor: Actor) -> ColumnElement[bool]:
    supports = select(Case.id).where(Case.idva_id == actor.person_id)
    own = or_(Action.owner_id == actor.person_id, Action.case_id.in_(supports))
    return or_(own, true()) if actor.may(Permission.ACTION_AGREE) else own
