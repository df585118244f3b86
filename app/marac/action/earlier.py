"""What earlier meetings agreed: read out first at the next one, and beside a case that comes again.

SafeLives: the meeting opens with the actions of the last, and the minutes tell those that were not
possible (circumstances changed) apart from those that were not done.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import EarlierActionsRead
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.action import queries, rules
from app.marac.action.model import Action
from app.marac.action.opened import OpenedAction, read_actions
from app.marac.action.rules import ActionState
from app.marac.meeting import queries as meetings


@dataclass(frozen=True)
class Earlier:
    """An action of an earlier meeting that a meeting hears of, with whom it is for."""

    opened: OpenedAction
    case_id: UUID
    agency_id: UUID
    agency: str
    owner: str
    agreed_on: datetime

    @property
    def state(self) -> ActionState:
        """How far it is."""
        return self.opened.state

    @property
    def is_outstanding(self) -> bool:
        """Say whether it is still to be done."""
        return not self.opened.is_finished


def earlier_actions(actor: Actor, ring: Ring, meeting_id: UUID) -> list[Earlier]:
    """Open what a meeting begins with: agreed at earlier ones, open or finished since the last.

    Only what opens for this person; by agency, then by urgency. The reading is in the trail.
    """
    actor.require(Permission.ACTION_READ)
    with transaction():
        meeting = meetings.meeting(actor, meeting_id)
        rows = queries.agreed_before(actor, meeting)
        found = _with_names(read_actions(ring, rows))
        if found:
            record(actor, EarlierActionsRead(subject_id=meeting.id, count=len(found)))
    return found


def of_case(
    actor: Actor,
    ring: Ring,
    case_id: UUID,
    before_item_id: UUID,
    same_victim: Collection[UUID] = (),
) -> list[OpenedAction]:
    """Open the actions that earlier meetings agreed about a case, or about an earlier case of the
    same victim, as far as they open here; the caller writes the trail."""
    rows = queries.agreed_about(actor, {case_id, *same_victim}, before_item_id)
    return read_actions(ring, [row for row in rows if _opens(ring, row, case_id)])


def _opens(ring: Ring, row: Action, case_id: UUID) -> bool:
    """The case's own must open, or something is wrong; of another case only what opens is read."""
    return row.case_id == case_id or ring.may_open(row.slip_id, of=row.id)


def _with_names(found: Sequence[OpenedAction]) -> list[Earlier]:
    rows: list[Action] = [opened.action for opened in found]
    agencies = agency_names(row.agency_id for row in rows)
    owners = person_names(row.owner_id for row in rows)
    earlier = [
        Earlier(
            opened=opened,
            case_id=opened.action.case_id,
            agency_id=opened.action.agency_id,
            agency=agencies[opened.action.agency_id],
            owner=owners[opened.action.owner_id],
            agreed_on=opened.action.agreed_at,
        )
        for opened in found
    ]
    return sorted(
        earlier,
        key=lambda one: (one.agency, rules.urgency(one.state, one.opened.action.due_on)),
    )
