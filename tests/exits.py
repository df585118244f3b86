"""Builders of what leaves the circle: recipients on the register, entered by two people.

    adviser = a_recipient(marac, RecipientKind.IMMIGRATION_ADVISER, "Northbrook Advice")
    housing = a_member(marac, "housing", "housing")     # an agency, and who of it may receive

Each is entered through the services, so it is open: in date, two signatures, in the trail.
"""

from uuid import UUID

from app.accounts.agency.model import Agency
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import (
    KIND_OF_SECTOR,
    REGULATED,
    VICTIMS_HAND,
    Entry,
    Named,
    Proof,
    RecipientKind,
)
from app.db import db
from tests.builders import World

NUMBERS = {
    RecipientKind.SOLICITOR: "600001",
    RecipientKind.IMMIGRATION_ADVISER: "F000000001",
    RecipientKind.BARRISTER: "60001",
}
DPO = "Hana Vale"


def an_entry(
    kind: RecipientKind, name: str, *, person: str = "Miriam Oyelaran", review: bool = False
) -> Entry:
    """What the register would say of somebody outside this MARAC."""
    host = "".join(letter for letter in name.lower() if letter.isalnum())
    return Entry(
        name=name,
        kind=kind,
        postal_address="14 Mill Lane\nNorthbrook\nNB1 4XY",
        email_domain=f"{host}.example.org",
        telephone="020 7946 0711",
        number=NUMBERS.get(kind, ""),
        proof_kind=Proof.PUBLIC_REGISTER if kind in REGULATED else Proof.CALLED_BACK,
        proof="Rang the number on its website and asked for the office manager",
        dpo_name=DPO if review else "",
        dpo_note="Nothing about anybody’s status may be sent there; homes only." if review else "",
        dpo_on="2026-11-02" if review else "",
        people=(Named(person, "Manager", f"{person.split()[0].lower()}@{host}.example.org"),),
    )


def a_member_entry(world: World, agency: str, *people: str, legal: bool = False) -> Entry:
    """What the register would say of a member agency, and of those of its people who receive."""
    row = db.session.get(Agency, world.agencies[agency])
    assert row is not None
    if legal:
        return a_legal_entry(str(row.id), f"{agency}.example.org")
    return Entry(
        name=row.name,
        kind=KIND_OF_SECTOR[row.sector],
        agency_id=str(row.id),
        people=tuple(Named(who, person_id=str(world.person_id(who))) for who in people),
    )


def a_legal_entry(agency_id: str, host: str) -> Entry:
    """What the register would say of a member agency's own lawyers."""
    return Entry(
        name="",
        kind=RecipientKind.OWN_LEGAL_TEAM,
        agency_id=agency_id,
        proof_kind=Proof.CALLED_BACK,
        proof="Rang the switchboard and asked for the head of legal services",
        people=(Named("Idris Kell", "Solicitor", f"idris.kell@{host}"),),
    )


def enter(
    world: World, entry: Entry, by: str = "housing", second: str = "coordinator"
) -> Recipient:
    """Have one person propose an entry and an officer of another agency confirm it."""
    made = service.propose(world.actor(by), entry, on_register=True)
    return confirmed(world, made.id, second)


def confirmed(world: World, recipient_id: UUID, second: str = "coordinator") -> Recipient:
    """Have an officer confirm an entry that waits; what is open already stays as it is."""
    actor = world.actor(second)
    row, check = queries.recipient(actor, recipient_id), queries.waiting_check(recipient_id)
    if check is not None:
        how = Proof.PUBLIC_REGISTER if row.kind in REGULATED else Proof.CALLED_BACK
        service.confirm(actor, row.id, check.id, how, revision=row.revision)
    return queries.recipient(actor, recipient_id)


def a_recipient(
    world: World,
    kind: RecipientKind = RecipientKind.SOLICITOR,
    name: str = "Northbrook Law Centre",
    *,
    person: str = "Miriam Oyelaran",
    by: str = "housing",
    second: str = "coordinator",
) -> Recipient:
    """A recipient outside this MARAC that is open to receive. Inside ``world.inside()``."""
    if kind == RecipientKind.VICTIM:
        return the_victim(world, second)
    return enter(world, an_entry(kind, name, person=person), by, second)


def a_member(
    world: World, agency: str, *people: str, legal: bool = False, second: str = ""
) -> Recipient:
    """A member agency that is open to receive, with these people, by two of two other agencies."""
    second = second or ("coordinator" if agency != "safety" else "deputy")
    return enter(world, a_member_entry(world, agency, *people, legal=legal), "idva", second)


def the_victim(world: World, officer: str = "coordinator") -> Recipient:
    """The one entry of the register for the victim's own hand; made once."""
    actor = world.actor(officer)
    for row in queries.recipients(actor):
        if row.name == VICTIMS_HAND:
            return row
    entry = Entry(name=VICTIMS_HAND, kind=RecipientKind.VICTIM)
    return service.propose(actor, entry)
