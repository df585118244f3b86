"""The only SELECTs on actions: by their owner, by the officers, never past an exclusion."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant, not_excluded
from app.db import db
from app.marac.action.model import Action, ActionLog
from app.marac.action.rules import FINISHED
from app.refusals import NotVisible


def action(actor: Actor, action_id: UUID) -> Action:
    """Return an action of one's own or, for an officer, of the area; else ``NotVisible``."""
    found = db.session.scalars(
        select(Action).where(Action.id == action_id, _may_know(actor), _theirs(actor))
    ).first()
    if found is None:
        raise NotVisible()
    return found


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
    own = Action.owner_id == actor.person_id
    return or_(own, true()) if actor.may(Permission.ACTION_AGREE) else own
