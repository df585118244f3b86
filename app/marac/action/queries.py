"""The only SELECTs on actions: by their owner, the case's IDVA, the officers; exclusions first."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant, not_excluded
from app.db import db
from app.marac.action.model import Action, ActionLog
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
        select(Action).where(Action.item_id == item_id, _may_know(actor)).order_by(Action.agreed_at)
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


def agreed_before(actor: Actor, meeting: Meeting) -> Sequence[Action]:
    """Return the actions of meetings before this one that are open, or finished since the last."""
    since = _held_before(meeting)
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


def agreed_about(actor: Actor, case_id: UUID, before_item_id: UUID) -> Sequence[Action]:
    """Return the actions that meetings before an item's own agreed about a case, newest last."""
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
        .where(Action.case_id == case_id, Meeting.starts_at < begins, _may_know(actor))
        .order_by(Action.agreed_at)
    ).all()


def _held_before(meeting: Meeting) -> datetime | None:
    """Return when the last usual meeting before this one began; None where there was none."""
    return db.session.scalar(
        select(func.max(Meeting.starts_at))
        .where(Meeting.area_id == meeting.area_id, Meeting.state == MeetingState.CLOSED)
        .where(Meeting.starts_at < meeting.starts_at, Meeting.emergency.is_(False))
    )


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
