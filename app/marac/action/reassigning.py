"""Gives an action to somebody else of the same agency: its owner signs, or an officer for her.

The slip goes along: the new owner is given its key, the old owner's key is taken away. An action
is never moved to another agency: that is another action, agreed at a meeting.
"""

from collections.abc import Sequence
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.accounts.person.model import Person, PersonState
from app.accounts.person.queries import people_of_agency
from app.audit import record
from app.audit.events import ActionPassedOn
from app.confidentiality.circle import passing
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import transaction
from app.firewall.screen import screen_commitment
from app.marac.action import queries, rules
from app.marac.action.logbook import WRITTEN_MEANWHILE, write_entry
from app.marac.action.model import Action, ActionState
from app.marac.meeting import queries as meetings
from app.refusals import Changed, RuleBroken


def colleagues(actor: Actor, action: Action) -> Sequence[Person]:
    """Return who of its agency an action can be given to: at work, keys confirmed, not kept out."""
    may = meetings.may_be_given(actor, action.case_id).keys() - {_hand(actor, action)}
    found = [
        person
        for person in people_of_agency(action.agency_id)
        if person.id in may and person.state == PersonState.ACTIVE
    ]
    able = passing.receivers(actor, action.id, {person.id for person in found})
    return [person for person in found if person.id in able]


def pass_on(
    actor: Actor, action_id: UUID, person_id: UUID, why: str, revision: int | None
) -> Action:
    """Give an action to a colleague of its agency, and say why; it is theirs to accept anew."""
    actor.require(Permission.ACTION_PROGRESS)
    rules.require_words("why", why, "why you give it on")
    screened(actor, screen_commitment(why), "why", "action.why")
    with transaction():
        action = queries.action(actor, action_id)
        if action.owner_id != actor.person_id:
            require_officer(actor, Chain.of(actor))
        if revision != action.revision:
            raise Changed("why", WRITTEN_MEANWHILE)
        rules.require_unfinished(ActionState(action.state))
        if person_id not in {person.id for person in colleagues(actor, action)}:
            raise RuleBroken("owner", passing.CANNOT_HAVE_IT)
        ring = Ring(actor)
        ring.key(action.slip_id, of=action.id)
        before = _hand(actor, action)
        state = rules.after_passing(ActionState(action.state))
        action.owner_id = person_id
        write_entry(actor, ring, action, state, why, to_person=person_id)
        passing.pass_on(actor, ring, action.id, before, person_id)
        record(actor, ActionPassedOn(subject_id=action.id, person_id=person_id))
    return action


def _hand(actor: Actor, action: Action) -> UUID:
    """Whose an action is by the chain of signatures; what its row says may have been rewritten."""
    return passing.hand_of(actor, action.id) or action.owner_id
