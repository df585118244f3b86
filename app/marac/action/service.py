"""Agrees actions and follows them up; each verb is one transaction with its trail inside.

An action is a slip: sealed under a key of its own, which its owner holds and whoever opens the
case holds too. Its owner need not have been at the meeting, and opens nothing else of the case.
"""

from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.accounts.person import queries as people
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import ActionAgreed, ActionOpened, ActionsListed
from app.confidentiality.circle.grants import Holder, OpenSecret, new_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.confidentiality.circle.ring import Ring
from app.db import new_id, transaction
from app.firewall.screen import screen_commitment
from app.marac.action import queries, rules
from app.marac.action.earlier import Earlier, earlier_actions, of_case
from app.marac.action.logbook import accept, log_action
from app.marac.action.model import Action, ActionState
from app.marac.action.opened import (
    DETAILS,
    Details,
    Entry,
    OpenedAction,
    read_actions,
    read_details,
)
from app.marac.case.model import Case
from app.marac.case.rules import Label
from app.marac.meeting import queries as meetings
from app.marac.meeting.hearing import RISK, require_here
from app.marac.meeting.model import AgendaItem, IdentifiedRisk
from app.marac.meeting.rules import require_taken_up
from app.refusals import NotVisible, Refused, RuleBroken

__all__ = [
    "ActionState",
    "Details",
    "Earlier",
    "Entry",
    "OpenedAction",
    "accept",
    "agree_action",
    "decides",
    "earlier_actions",
    "log_action",
    "my_actions",
    "of_case",
    "open_action",
    "read_details",
    "require_decides",
]


def agree_action(
    actor: Actor,
    item_id: UUID,
    risk_id: UUID,
    what: str,
    how_known: str,
    agency_id: UUID,
    owner_id: UUID,
    due_on: date | None,
    once: UUID | None = None,
) -> Action:
    """Agree who does what by when, against which risk. No action may tell the Home Office.

    ``once`` is the id that the form gave the new action: sent twice, it is agreed once.
    """
    actor.require(Permission.ACTION_AGREE)
    rules.require_words("what", what, "what will be done")
    rules.require_words("how_known", how_known, "how it will be known that this was done")
    due = rules.require_due(due_on, clock.today())
    screened(actor, screen_commitment(what), "what", "action.what")
    screened(actor, screen_commitment(how_known), "how_known", "action.how_known")
    with transaction() as session:
        if once is not None and (there := queries.agreed_once(actor, once)):
            return there
        item = meetings.item(actor, item_id)
        require_here(actor, item.meeting_id)
        require_taken_up(item.state)
        risk = _risk_of(actor, item, risk_id)
        owner = _owner(actor, item.case_id, agency_id, owner_id)
        case = session.get(Case, item.case_id)
        assert case is not None  # a foreign key says so
        action = Action(
            id=once or new_id(),
            area_id=item.area_id,
            item_id=item.id,
            case_id=case.id,
            risk_id=risk.id,
            agency_id=owner.agency_id,
            owner_id=owner.id,
            due_on=due,
            agreed_by=actor.person_id,
            agreed_at=clock.now(),
        )
        ring = Ring(actor)
        details = _details(ring, case, risk, what, how_known)
        _seal(actor, ring, case, action, details)
        session.add(action)
        event = ActionAgreed(subject_id=action.id, case_id=case.id, agency_id=owner.agency_id)
        record(actor, event)
    return action


def open_action(actor: Actor, action_id: UUID) -> OpenedAction:
    """Open one action with its log; the opening is in the trail before anything is shown."""
    actor.require(Permission.ACTION_READ)
    with transaction():
        action = queries.action(actor, action_id)
        opened = open_with(Ring(actor), action)
        record(actor, ActionOpened(subject_id=action.id))
    return opened


def decides(actor: Actor, action: Action) -> bool:
    """Say whether somebody says how far an action is: its owner, or an officer for her."""
    return action.owner_id == actor.person_id or actor.may(Permission.ACTION_AGREE)


def require_decides(actor: Actor, action: Action) -> None:
    """Refuse whoever only reads an action, as the IDVA of its case does."""
    if not decides(actor, action):
        raise Refused("Only whoever has this action, or an officer of the MARAC, can give it on.")


def open_with(ring: Ring, action: Action) -> OpenedAction:
    """Open one action; ``NotVisible`` where its slip does not open. The caller writes the trail."""
    ring.key(action.slip_id, of=action.id)
    return read_actions(ring, [action])[0]


def my_actions(actor: Actor) -> list[OpenedAction]:
    """Open one's own actions, the most urgent first; those not yet let in are left out."""
    actor.require(Permission.ACTION_READ)
    with transaction():
        rows = queries.own_actions(actor)
        if not rows:
            return []
        ring = Ring(actor)
        ring.preload([row.slip_id for row in rows])
        opened = [
            OpenedAction(row, read_details(ring, row))
            for row in sorted(rows, key=lambda row: rules.urgency(row.state, row.due_on))
            if ring.may_open(row.slip_id, of=row.id)
        ]
        record(actor, ActionsListed(subject_id=actor.person_id, count=len(opened)))
    return opened


def _seal(actor: Actor, ring: Ring, case: Case, action: Action, details: Details) -> None:
    """Make the slip's key, for the owner and as part of the case, and seal the words under it."""
    slip: OpenSecret = new_secret(
        actor,
        SecretKind.SLIP,
        action.id,
        holders=(Holder(action.owner_id, Because.ACTION_OWNER, action.id),),
        part_of=ring.current(case.secret_id, of=case.id),
        ring=ring,
    )
    action.slip_id = slip.id
    action.sealed_details = ring.seal(slip.id, DETAILS, action.id, vars(details))


def _details(ring: Ring, case: Case, risk: IdentifiedRisk, what: str, how_known: str) -> Details:
    label = Label.from_dict(ring.read(case.secret_id, "case.label", case.id, case.sealed_label))
    words = ring.read(risk.secret_id, RISK, risk.id, risk.sealed_text, of=case.id)
    return Details(
        what=what,
        how_known=how_known,
        about=label.name,
        risk=str(words["text"]),
        risk_number=risk.number,
    )


def _risk_of(actor: Actor, item: AgendaItem, risk_id: UUID) -> IdentifiedRisk:
    risk = meetings.risk(actor, risk_id)
    if risk.item_id != item.id:
        raise NotVisible()
    return risk


def _owner(actor: Actor, case_id: UUID, agency_id: UUID, owner_id: UUID) -> Person:
    """Somebody at work in that agency from whom the case is not kept."""
    owner = people.person(actor, owner_id)
    if owner.agency_id != agency_id or owner.id not in meetings.may_be_given(actor, case_id):
        raise RuleBroken("owner", "Select somebody else: this person cannot be given the action.")
    return owner
