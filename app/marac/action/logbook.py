"""Writes down how far an action is. An entry is added, and none is ever changed or taken out.

Its owner writes, or an officer who was told. The IDVA of the case adds what she hears from the
victim; how far another's action is, she does not decide.
"""

from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ActionLogged, ActionOpened
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.action import queries, rules
from app.marac.action.model import Action, ActionLog, ActionState
from app.marac.action.opened import LOG, read_entry
from app.marac.action.rules import Quick
from app.refusals import Changed, RuleBroken

WRITTEN_MEANWHILE = (
    "Somebody else has written here meanwhile. Read the log above; your words are still in the "
    "box. Save again if they still hold."
)
OTHERWISE = "Not saved: “{words}” was written down first. Take it back if that was a mistake."
GONE_ON = "This was not the last thing written here any more. Open the action to put it right."


def log_action(
    actor: Actor, action_id: UUID, state: str, text: str, revision: int | None
) -> Action:
    """Write down how far an action is and what happened: its owner, or an officer told by them."""
    actor.require(Permission.ACTION_PROGRESS)
    rules.require_words("text", text, "what happened")
    with transaction():
        action = _to_decide(actor, action_id, revision)
        write_entry(actor, Ring(actor), action, _next(ActionState(action.state), state), text)
    return action


def accept(actor: Actor, action_id: UUID, revision: int | None) -> Action:
    """Say that one will do it; no words are needed."""
    actor.require(Permission.ACTION_PROGRESS)
    with transaction():
        action = _to_decide(actor, action_id, revision)
        rules.require_next(ActionState(action.state), ActionState.ACCEPTED)
        write_entry(actor, Ring(actor), action, ActionState.ACCEPTED, "")
    return action


def note(actor: Actor, action_id: UUID, text: str, once: UUID | None = None) -> ActionLog:
    """Add what happened and leave the action as far as it is; the case's IDVA may do that too.

    ``once`` is the id that the form gave the entry: sent twice, it is written once.
    """
    actor.require(Permission.ACTION_PROGRESS)
    rules.require_words("text", text, "what happened")
    with transaction():
        action = queries.action(actor, action_id)
        if once is not None and (there := queries.written_once(actor, action.id, once)):
            return there
        state = ActionState(action.state)
        return write_entry(actor, Ring(actor), action, state, text, once=once)


def quick(actor: Actor, action_id: UUID, code: str, once: UUID) -> ActionLog:
    """Write down with one press what the list of quick answers offers for this action.

    ``Changed`` if something else was pressed in the same form before; that stands.
    """
    actor.require(Permission.ACTION_PROGRESS)
    with transaction():
        action = queries.action(actor, action_id)
        there = queries.written_once(actor, action.id, once)
        if there is None:
            return _write_quick(actor, action, code, once)
        stands = read_entry(Ring(actor), there).text
        record(actor, ActionOpened(subject_id=action.id))
    if stands not in (words for each, words in rules.QUICK_WORDS.items() if each == code):
        raise Changed("text", OTHERWISE.format(words=stands))
    return there


def _write_quick(actor: Actor, action: Action, code: str, once: UUID) -> ActionLog:
    state, is_own = ActionState(action.state), action.owner_id == actor.person_id
    chosen = next((q for q in rules.quick_ones(state, is_own=is_own) if q == code), None)
    if chosen is None:
        raise Changed("text", WRITTEN_MEANWHILE)
    state = ActionState.DONE if chosen is Quick.DONE else state
    return write_entry(actor, Ring(actor), action, state, rules.QUICK_WORDS[chosen], once=once)


def take_back(actor: Actor, action_id: UUID, entry_id: UUID) -> Action:
    """Take back what one wrote last, within a short while: a further entry, nothing deleted."""
    actor.require(Permission.ACTION_PROGRESS)
    with transaction():
        action = queries.action(actor, action_id)
        log = queries.log_of(action.id)
        last = log[-1] if log else None
        if last is None or last.id != entry_id or last.by_person_id != actor.person_id:
            raise Changed("entry", GONE_ON)
        if last.takes_back_id or last.to_person_id or clock.now() - last.at > rules.TAKE_BACK:
            raise RuleBroken("entry", GONE_ON)
        before = ActionState(log[-2].state) if len(log) > 1 else ActionState.AGREED
        write_entry(actor, Ring(actor), action, before, "", takes_back=entry_id)
    return action


def write_entry(
    actor: Actor,
    ring: Ring,
    action: Action,
    state: ActionState,
    text: str,
    *,
    to_person: UUID | None = None,
    takes_back: UUID | None = None,
    once: UUID | None = None,
) -> ActionLog:
    """Seal an entry and move the action, inside an open transaction; the caller has asked who may.

    Of two at one moment the second finds that the action has another revision (``Changed``).
    """
    entry = ActionLog(
        id=once or new_id(),
        action_id=action.id,
        state=state,
        slip_id=ring.current(action.slip_id, of=action.id),
        by_person_id=actor.person_id,
        to_person_id=to_person,
        takes_back_id=takes_back,
        at=clock.now(),
    )
    entry.sealed_text = ring.seal(entry.slip_id, LOG, entry.id, {"text": text}, of=action.id)
    # The same state may be logged again; the revision must move all the same, and by one.
    action.state, action.last_logged_at = state, entry.at
    db.session.add(entry)
    record(actor, ActionLogged(subject_id=action.id, state=str(action.state)))
    return entry


def _to_decide(actor: Actor, action_id: UUID, revision: int | None) -> Action:
    """Return an action whose state this person decides: its owner, or an officer by the chain."""
    action = queries.action(actor, action_id)
    if action.owner_id != actor.person_id:
        require_officer(actor, Chain.of(actor))
    if revision != action.revision:
        raise Changed("text", WRITTEN_MEANWHILE)
    return action


def _next(now: ActionState, chosen: str) -> ActionState:
    try:
        state = ActionState(chosen)
    except ValueError:
        raise RuleBroken("state", "Select how far this action is.") from None
    rules.require_next(now, state)
    return state
