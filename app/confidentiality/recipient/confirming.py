"""The second of the two signatures: an officer of another agency looks at the proof, and signs."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import update

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import (
    RecipientClosed,
    RecipientConfirmed,
    RecipientRefused,
)
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import require_signed
from app.confidentiality.circle.vouching import require_officer
from app.confidentiality.recipient import ports, queries
from app.confidentiality.recipient.checking import checked, hows_of
from app.confidentiality.recipient.entering import rewrite
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.confidentiality.recipient.rules import (
    REGULATED,
    Entry,
    Proof,
    RecipientKind,
    RefusedBecause,
    is_same,
    needs_two,
)
from app.confidentiality.recipient.screening import screen_entry
from app.confidentiality.recipient.trust import (
    CHANGE,
    ENTRY,
    Second,
    Signers,
    confirmed_statement,
    entry_of,
    is_proposed,
    proposed_entry,
)
from app.db import db, transaction
from app.refusals import Changed, Refused, RuleBroken

NOT_YOUR_OWN = (
    "You entered this, so somebody else confirms it: an officer of another agency than yours."
)
OTHER_AGENCY = (
    "Somebody of your own agency entered this, so an officer of another agency confirms it."
)
DECIDED = "Somebody else has just decided about this entry. This is how it stands now."
MOVED_ON = "This entry has changed since you opened this page. Look at it again."
TOO_LONG_AGO = (
    "Whoever entered this looked at it too long ago. Ask somebody to look at it again, then "
    "confirm that."
)
NAME_TAKEN = (
    "Another entry has this name by now. Do not confirm this one, and look at the other entry."
)
BROKEN = (
    "The signature of whoever entered this does not fit what they entered. Somebody may "
    "have changed the database. Do not confirm it: tell whoever runs this service, and enter it "
    "anew."
)


def confirm(
    actor: Actor, recipient_id: UUID, check_id: UUID, how: Proof, *, revision: int | None
) -> RecipientCheck:
    """Sign an entry as the second person, exactly as it was on the page (``revision``).

    What was proposed is written into the register with it: a change counts from now on, no sooner.

    ``Refused`` for whoever entered it and for everybody of their agency; ``Changed`` where somebody
    was quicker or the entry has moved on.
    """
    actor.require(Permission.RECIPIENT_CONFIRM)
    row = queries.recipient(actor, recipient_id)
    waits = queries.waiting_check(row.id)
    screen_entry(actor, (proposed_entry(waits) if waits else None) or entry_of(row))
    with transaction():
        chain = _officer(actor)
        row, check = _waiting(actor, recipient_id, check_id, revision)
        entry = proposed_entry(check)
        if entry is None:
            raise Refused(BROKEN)
        _check_second(actor, check, entry)
        if check.would_be_good_until < clock.today():
            raise RuleBroken("revision", TOO_LONG_AGO)
        if checked(entry) != entry:
            raise RuleBroken("how", "This entry lacks something. It must be changed first.")
        if how not in hows_of(entry):
            raise RuleBroken("how", "Select how you made sure.")
        if not is_proposed(Signers(chain, [check.proposed_with]), check, entry):
            raise Refused(BROKEN)
        if queries.is_name_taken(actor, entry.name, row.id):
            raise RuleBroken("revision", NAME_TAKEN)
        rewrite(actor, row, entry)
        _sign(actor, row, check, entry, how)
    return check


def refuse(
    actor: Actor,
    recipient_id: UUID,
    check_id: UUID,
    because: RefusedBecause,
    *,
    revision: int | None,
) -> None:
    """Say that an entry is not right, with a reason that whoever entered it sees.

    A change that is refused leaves what stood before as it was; a renewal that is, ends it.
    """
    actor.require(Permission.RECIPIENT_CONFIRM)
    with transaction():
        _officer(actor)
        row, check = _waiting(actor, recipient_id, check_id, revision)
        now = {
            "refused_by": actor.person_id,
            "refused_at": clock.now(),
            "refused_because": because.value,
        }
        _decide(check, now)
        proposed = proposed_entry(check)
        is_change = proposed is not None and not is_same(proposed, entry_of(row))
        what = CHANGE if is_change else ENTRY
        said = RecipientRefused(row.id, check_id=check.id, because=because.value, what=what)
        record(actor, said)


def close(actor: Actor, recipient_id: UUID) -> None:
    """Close an entry at once: nothing reaches it any more, not even what was released before."""
    actor.require(Permission.RECIPIENT_CONFIRM)
    with transaction():
        _officer(actor)
        row = queries.recipient(actor, recipient_id)
        if row.closed_at is None:
            row.closed_at = clock.now()
            record(actor, RecipientClosed(row.id))
            ports.end(actor, row.id)


def finish_alone(
    actor: Actor, row: Recipient, check: RecipientCheck, entry: Entry, *, on_register: bool
) -> None:
    """Sign twice where one officer is enough, inside the transaction that wrote the first.

    Else, or where nobody looked at the public register, the entry waits.
    """
    if needs_two(entry.kind, needs_review=entry.needs_review):
        return
    if not actor.may(Permission.RECIPIENT_CONFIRM):
        return
    if entry.kind in REGULATED and not on_register:
        return
    _officer(actor)
    how = Proof.BY_HAND if entry.kind == RecipientKind.VICTIM else Proof.PUBLIC_REGISTER
    rewrite(actor, row, entry)
    _sign(actor, row, check, entry, how)


def _officer(actor: Actor) -> Chain:
    chain = Chain.of(actor)
    require_officer(actor, chain)
    require_signed(actor, chain)
    return chain


def _waiting(
    actor: Actor, recipient_id: UUID, check_id: UUID, revision: int | None
) -> tuple[Recipient, RecipientCheck]:
    row = queries.recipient(actor, recipient_id)
    check = queries.waiting_check(row.id)
    if check is None:
        raise Changed("revision", DECIDED)
    if check.id != check_id or row.revision != revision or row.closed_at is not None:
        raise Changed("revision", MOVED_ON)
    return row, check


def _check_second(actor: Actor, check: RecipientCheck, entry: Entry) -> None:
    """Refuse whoever may not be the second person; alone, only where one officer is enough."""
    if not needs_two(entry.kind, needs_review=entry.needs_review):
        return
    if check.proposed_by == actor.person_id:
        raise Refused(NOT_YOUR_OWN)
    if check.proposed_agency_id == actor.agency_id:
        raise Refused(OTHER_AGENCY)


def _sign(actor: Actor, row: Recipient, check: RecipientCheck, entry: Entry, how: Proof) -> None:
    second = Second(
        confirmed_by=actor.person_id,
        confirmed_agency_id=actor.agency_id,
        confirmed_with=actor.keys.key_id,
        confirmed_at=clock.now(),
        confirmed_how=how.value,
        good_until=check.would_be_good_until,
    )
    said = confirmed_statement(check, second, entry)
    signature = actor.keys.sign(said)
    signed = {"confirmed_statement": said, "confirmed_signature": signature}
    _decide(check, second._asdict() | signed)
    record(actor, RecipientConfirmed(row.id, check_id=check.id, how=how.value))


def _decide(check: RecipientCheck, values: Mapping[str, object]) -> None:
    """Write a decision if nobody has decided yet: of two at once, one wins on every engine."""
    won = db.session.execute(
        update(RecipientCheck)
        .where(
            RecipientCheck.id == check.id,
            RecipientCheck.confirmed_by.is_(None),
            RecipientCheck.refused_by.is_(None),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]
        raise Changed("revision", DECIDED)
    db.session.refresh(check)
