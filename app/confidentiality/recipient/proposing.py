"""The first of the two signatures: somebody of the circle enters, changes or renews an entry."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.model import Agency
from app.accounts.agency.queries import agency
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people_of_agency
from app.audit import record
from app.audit.events import RecipientProposed, RecipientReopened
from app.confidentiality.circle.chain import Chain, Unconfirmed
from app.confidentiality.circle.ring import require_signed
from app.confidentiality.recipient import queries
from app.confidentiality.recipient.checking import LONGEST, checked
from app.confidentiality.recipient.confirming import finish_alone
from app.confidentiality.recipient.entering import rewrite, touch, values_of, write_people
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.confidentiality.recipient.rules import (
    KIND_OF_SECTOR,
    NRPF_SECTOR,
    Entry,
    Named,
    Proof,
    RecipientKind,
    chosen_until,
    good_until,
)
from app.confidentiality.recipient.screening import screen_entry, screen_unchecked, works_for_them
from app.confidentiality.recipient.trust import entry_of, proposed_statement
from app.db import db, new_id, transaction
from app.refusals import Changed, RuleBroken

TAKEN = "There is already an entry of this name on the register."
MEANWHILE = (
    "Somebody else changed this entry while you were writing. Your words are below: look at the "
    "entry, then save again."
)


def propose(
    actor: Actor, entry: Entry, *, on_register: bool = False, until: date | None = None
) -> Recipient:
    """Enter a recipient, which waits for a second person of another agency.

    ``on_register``: the actor found the number on the regulator's public register today. Where one
    officer is enough, and that is who the actor is, the entry is open at once. ``until``: the day
    by which it is to be looked at again, if sooner than the rule says.
    """
    actor.require(Permission.RECIPIENT_PROPOSE)
    entry = _ready(actor, entry)
    until = chosen_until(entry, clock.today(), until)
    with transaction():
        require_circle(actor)
        _refuse_taken(actor, entry.name)
        return _enter(actor, entry, until, on_register=on_register)


def propose_all(actor: Actor, entries: Collection[Entry]) -> None:
    """Enter what was checked and screened, all or nothing; each waits for a second person.

    ``Changed`` where a name has come onto the register since they were looked at.
    """
    actor.require(Permission.RECIPIENT_PROPOSE)
    with transaction():
        require_circle(actor)
        taken = {row.name.casefold() for row in queries.recipients(actor)}
        for entry in entries:
            if entry.name.casefold() in taken:
                raise Changed("book", TAKEN)
            taken.add(entry.name.casefold())
            _enter(actor, entry, good_until(entry, clock.today()), on_register=False)


def change(
    actor: Actor,
    recipient_id: UUID,
    entry: Entry,
    *,
    revision: int | None,
    on_register: bool = False,
    until: date | None = None,
) -> None:
    """Propose that an entry says something else. What it says counts until a second one confirms.

    An entry that nobody relies on, never confirmed or closed, says so at once. ``on_register``:
    the actor found the number there today, and every way to reach them there or published.
    """
    actor.require(Permission.RECIPIENT_PROPOSE)
    entry = _ready(actor, entry)
    until = chosen_until(entry, clock.today(), until)
    with transaction():
        row = queries.recipient(actor, recipient_id)
        require_circle(actor)
        _expect(row, revision)
        if (row.kind, str(row.agency_id or "")) != (entry.kind, entry.agency_id):
            raise RuleBroken("kind", "Close this entry and enter another one of the right class.")
        _refuse_taken(actor, entry.name, recipient_id)
        if row.closed_at is not None or not queries.was_ever_confirmed(row.id):
            rewrite(actor, row, entry)
        touch(row)
        _sign(actor, row, entry, until, on_register=on_register)


def propose_again(
    actor: Actor, recipient_id: UUID, *, revision: int | None, on_register: bool = False
) -> None:
    """Say that all of an entry is right today, for a second person to say so too.

    What was closed is taken up again with it. What it said until now counts until its day.
    """
    actor.require(Permission.RECIPIENT_PROPOSE)
    before = entry_of(queries.recipient(actor, recipient_id))
    entry = _ready(actor, before)
    with transaction():
        row = queries.recipient(actor, recipient_id)
        require_circle(actor)
        _expect(row, revision)
        if entry != before:
            raise RuleBroken("revision", "This entry lacks something. Change it first.")
        if row.closed_at is not None:
            row.closed_at = None
            record(actor, RecipientReopened(row.id))
        touch(row)
        _sign(actor, row, entry, good_until(entry, clock.today()), on_register=on_register)


def require_circle(actor: Actor) -> Chain:
    """Return the chain to sign under; ``Refused`` unless the actor is of the circle today."""
    chain = Chain.of(actor)
    me = chain.standing(actor.keys.key_id)
    if not me.may_receive or (me.person_id, me.agency_id) != (actor.person_id, actor.agency_id):
        raise Unconfirmed()
    require_signed(actor, chain)
    return chain


def _enter(actor: Actor, entry: Entry, until: date, *, on_register: bool) -> Recipient:
    row = Recipient(id=new_id(), area_id=actor.area_id, created_at=clock.now(), **values_of(entry))
    db.session.add(row)
    write_people(row.id, entry)
    db.session.flush()
    _sign(actor, row, entry, until, on_register=on_register)
    return row


def _ready(actor: Actor, entry: Entry) -> Entry:
    """Return an entry tidied and screened; whether it needs a review is not for anybody to say."""
    member = agency(actor, UUID(entry.agency_id)) if entry.agency_id else None
    screen_unchecked(actor, entry)
    entry = checked(of_member(entry, member) if member else entry)
    screen_entry(actor, entry)
    review = works_for_them(entry) or (member is not None and member.sector == NRPF_SECTOR)
    return checked(replace(entry, needs_review=review))


def of_member(entry: Entry, member: Agency) -> Entry:
    """Return the entry of a member agency as the registers of agencies and people have it."""
    if entry.kind == RecipientKind.OWN_LEGAL_TEAM:
        name = f"Legal team, {member.name}"[: LONGEST["name"]]
        return replace(entry, name=name, email_domain=member.email_domain)
    at_work = {str(each.id): each for each in people_of_agency(member.id)}
    chosen = [at_work.get(each.person_id) for each in entry.people]
    if not all(each and each.state == PersonState.ACTIVE for each in chosen):
        raise RuleBroken("people", "Select people of the agency who have an account here.")
    people = (Named(p.name, "", p.email, "", str(p.id)) for p in chosen if p is not None)
    return replace(
        entry,
        name=member.name,
        kind=KIND_OF_SECTOR[member.sector],
        email_domain="",
        proof_kind=Proof.MEMBER,
        people=tuple(people),
    )


def _sign(actor: Actor, row: Recipient, entry: Entry, until: date, *, on_register: bool) -> None:
    check = RecipientCheck(
        id=new_id(),
        area_id=row.area_id,
        recipient_id=row.id,
        kind=RecipientKind(row.kind),
        would_be_good_until=until,
        proposed_by=actor.person_id,
        proposed_agency_id=actor.agency_id,
        proposed_with=actor.keys.key_id,
        proposed_at=clock.now(),
    )
    check.proposed_statement = proposed_statement(check, entry)
    check.proposed_signature = actor.keys.sign(check.proposed_statement)
    db.session.add(check)
    db.session.flush()
    record(actor, RecipientProposed(row.id, check_id=check.id))
    finish_alone(actor, row, check, entry, on_register=on_register)


def _expect(row: Recipient, revision: int | None) -> None:
    if row.revision != revision:
        raise Changed("revision", MEANWHILE)


def _refuse_taken(actor: Actor, name: str, except_id: UUID | None = None) -> None:
    if queries.is_name_taken(actor, name, except_id):
        raise RuleBroken("name", TAKEN)
