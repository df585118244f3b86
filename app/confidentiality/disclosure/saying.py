"""Writes down what was told by word of mouth, and opens it for those who may read it.

Whoever holds the record's key writes it down; the same people read it as a request: whoever said
it, the officers and the case's IDVA. The gate's questions are asked of the recipient.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.model import Agency
from app.accounts.agency.queries import agency_names
from app.accounts.agency.screening import screened
from app.accounts.person.model import Person
from app.accounts.person.queries import person, person_names
from app.audit import record
from app.audit.events import SpokenBegun, SpokenOpened, SpokenWritten
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.circle.queries import not_excluded
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports, queries, spoken
from app.confidentiality.disclosure.model import Spoken
from app.confidentiality.disclosure.rules import decides_for
from app.confidentiality.disclosure.spoken import Looked, Said, Told
from app.confidentiality.gate.preparing import signed_agency
from app.confidentiality.gate.screening import envelope
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.confidentiality.recipient.rules import RecipientKind
from app.confidentiality.recipient.service import good_check
from app.confidentiality.recipient.trust import people_of
from app.db import db, new_id, transaction
from app.firewall.screen import screen_commitment, suggests_compartment
from app.refusals import NotVisible, RuleBroken
from app.vault import signing
from app.vault.errors import Forged

TOLD, LOOKED = "spoken.told", "spoken.looked"


@dataclass(frozen=True)
class Begun:
    """A record of which somebody writes down what was said: its items, who can have been told."""

    ring: Ring = field(repr=False)
    record: ports.OpenedRecord
    people: tuple["Reachable", ...]
    chairs: tuple[Person, ...]


@dataclass(frozen=True)
class Reachable:
    """A named person of the register, with the number that the register has for them."""

    id: UUID
    name: str
    job: str
    recipient: Recipient
    number: str


@dataclass(frozen=True)
class OpenedSpoken:
    """What was told by word of mouth, with all its words, for somebody who may read them."""

    ring: Ring = field(repr=False)
    row: Spoken
    described: ports.Described
    told: Told
    looked: Looked | None
    by: str
    agency: str
    agreed_by: str
    looked_by: str
    may_look: bool


def begin(actor: Actor, record_id: UUID) -> Begun:
    """Open what the form offers; that the items were shown is in the trail first."""
    actor.require(Permission.DISCLOSURE_REQUEST)
    with transaction():
        ring = Ring(actor)
        begun = _begun(ring, record_id)
        record(actor, SpokenBegun(subject_id=record_id))
    return begun


def write_down(actor: Actor, record_id: UUID, said: Said) -> Spoken:
    """Keep what was told to whom. The firewall is asked first: of the recipient and the words."""
    actor.require(Permission.DISCLOSURE_REQUEST)
    ring = Ring(actor)
    secret_id = ports.describe(ring, record_id).secret_id
    ring.key(secret_id, of=record_id)
    _screen(actor, _told_person(actor, said.person_id)[0], said)
    with transaction() as session:
        begun = _begun(ring, record_id)
        told = _told(begun, said)
        row = Spoken(
            id=new_id(),
            area_id=actor.area_id,
            record_id=record_id,
            told_by=actor.person_id,
            agency_id=actor.agency_id,
            told_at=said.told_at,
            written_at=clock.now(),
            secret_id=ring.current(secret_id, of=record_id),
        )
        row.sealed_told = ring.seal(row.secret_id, TOLD, row.id, told.to_dict(), of=record_id)
        session.add(row)
        record(actor, SpokenWritten(subject_id=record_id, spoken_id=row.id))
    return row


def open_spoken(actor: Actor, spoken_id: UUID) -> OpenedSpoken:
    """Open one entry; the opening is in the trail before anything is returned."""
    actor.require(Permission.DISCLOSURE_READ)
    with transaction():
        ring = Ring(actor)
        opened = read_spoken(ring, find(ring, spoken_id))
        record(actor, SpokenOpened(subject_id=opened.row.record_id, spoken_id=spoken_id))
    return opened


def find(ring: Ring, spoken_id: UUID) -> Spoken:
    """Return one row; whoever may open nothing at all is told so whatever the id is."""
    _ = ring.me
    row = db.session.scalars(_visible(ring.actor).where(Spoken.id == spoken_id)).one_or_none()
    if row is None:
        raise NotVisible()
    return row


def read_spoken(ring: Ring, row: Spoken) -> OpenedSpoken:
    """Read one entry inside a transaction whose caller writes the trail."""
    described, actor = ports.describe(ring, row.record_id), ring.actor
    if not actor.is_officer and actor.person_id not in {row.told_by, described.idva_id}:
        raise NotVisible()
    told, looked = read_told(ring, row), read_looked(ring, row)
    agreed = UUID(told.agreed_by) if told.agreed_by else row.told_by
    names = person_names({row.told_by, agreed, row.looked_by or row.told_by})
    return OpenedSpoken(
        ring=ring,
        row=row,
        described=described,
        told=told,
        looked=looked,
        by=names.get(row.told_by, ""),
        agency=agency_names([row.agency_id]).get(row.agency_id, ""),
        agreed_by=names.get(agreed, "") if told.agreed_by else "",
        looked_by=names.get(row.looked_by, "") if row.looked_by else "",
        may_look=row.looked_by is None and may_look(ring, row),
    )


def read_told(ring: Ring, row: Spoken) -> Told:
    """Read what was told."""
    given = ring.read(row.secret_id, TOLD, row.id, row.sealed_told, of=row.record_id)
    return Told.from_dict(given)


def read_looked(ring: Ring, row: Spoken) -> Looked | None:
    """Read what the chair says; ``Forged`` unless it is what she signed, of what was told."""
    if row.sealed_looked is None or row.looked_secret_id is None:
        return None
    given = ring.read(row.looked_secret_id, LOOKED, row.id, row.sealed_looked, of=row.record_id)
    looked = Looked.from_dict(given)
    said = signing.read_statement(row.statement or b"")
    if (said.get("told"), said.get("looked")) != (read_told(ring, row).digest, looked.digest):
        raise Forged(f"spoken {row.id} is not what was signed")
    return looked


def about(actor: Actor, record_id: UUID) -> Sequence[Spoken]:
    """Return what was told of a record by word of mouth, the newest first."""
    rows = _visible(actor).where(Spoken.record_id == record_id)
    return db.session.scalars(rows.order_by(Spoken.told_at.desc())).all()


def waiting(actor: Actor) -> Sequence[Spoken]:
    """Return what no chair has looked at yet, the oldest first. Nobody but officers sees it."""
    if not actor.is_officer:
        return []
    rows = _visible(actor).where(Spoken.looked_by.is_(None))
    return db.session.scalars(rows.order_by(Spoken.told_at)).all()


def may_look(ring: Ring, row: Spoken) -> bool:
    """Say whether the actor is a chair who may look at it: of another agency (AC-28)."""
    actor = ring.actor
    return actor.may(Permission.DISCLOSURE_DECIDE) and decides_for(
        actor.person_id,
        {actor.agency_id, ring.me.agency_id},
        row.told_by,
        agencies_of(ring, row.told_by) | {row.agency_id},
    )


def agencies_of(ring: Ring, person_id: UUID) -> set[UUID]:
    """Return somebody's agency now, and as an officer confirmed it."""
    signed = signed_agency(ring.chain, person_id)
    return {person(ring.actor, person_id).agency_id, *([signed] if signed else [])}


def _visible(actor: Actor) -> Select[Spoken]:
    return select(Spoken).where(
        Spoken.area_id == actor.area_id, not_excluded(actor, Spoken.record_id)
    )


def _begun(ring: Ring, record_id: UUID) -> Begun:
    opened = ports.open_record(ring, record_id)
    ring.key(opened.described.secret_id, of=record_id)
    return Begun(
        ring,
        opened,
        tuple(_reachable(ring, opened.described.secret_id, record_id)),
        tuple(_chairs(ring, record_id)),
    )


def _chairs(ring: Ring, record_id: UUID) -> Iterator[Person]:
    """Yield the chairs who could have agreed before: of another agency, not kept from it."""
    own = agencies_of(ring, ring.actor.person_id) | {ring.actor.agency_id}
    for each in queries.chairs(ring.actor.area_id):
        of = {each.agency_id, signed_agency(ring.chain, each.id) or each.agency_id}
        if decides_for(each.id, of, ring.actor.person_id, own) and not is_excluded(
            record_id, each.id, each.agency_id
        ):
            yield each


def _reachable(ring: Ring, secret_id: UUID, record_id: UUID) -> Iterator[Reachable]:
    """Yield whoever of the register can have been told, nobody from whom the record is kept."""
    kept = ring.kept_from(secret_id, of=record_id)
    rows = [
        row
        for row in recipients.open_recipients(ring.actor, clock.today())
        if spoken.may_be_told(RecipientKind(row.kind)) and f"agency:{row.agency_id}" not in kept
    ]
    agencies = {row.agency_id for row in rows if row.agency_id}
    found = db.session.scalars(select(Agency).where(Agency.id.in_(agencies)))
    numbers = {each.id: each.callback_phone for each in found}
    named = people_of([row.id for row in rows])
    for row in rows:
        of_agency = numbers.get(row.agency_id, "") if row.agency_id else ""
        for each in named[row.id]:
            if each.person_id is None or not is_excluded(
                record_id, each.person_id, row.agency_id or each.person_id
            ):
                number = of_agency or row.telephone
                yield Reachable(each.id, each.name, each.job, row, number)


def _told_person(actor: Actor, person_id: UUID) -> tuple[Recipient, RecipientPerson]:
    """Return whom the form names, as the register has them; the form itself is not believed."""
    row = db.session.get(RecipientPerson, person_id)
    if row is None:
        raise RuleBroken("person", spoken.NOT_THERE)
    try:
        return recipients.recipient(actor, row.recipient_id), row
    except NotVisible:
        raise RuleBroken("person", spoken.NOT_THERE) from None


def _screen(actor: Actor, to: Recipient, said: Said) -> None:
    screened(actor, envelope(to), "person", "spoken.recipient")
    for name in ("words", "why"):
        screened(actor, screen_commitment(getattr(said, name)), name, f"spoken.{name}")
        if suggests_compartment(getattr(said, name)):
            raise RuleBroken(name, spoken.STATUS)


def _told(begun: Begun, said: Said) -> Told:
    """Ask the gate's questions of what the form says, and return what is sealed of it."""
    ring = begun.ring
    to = next((each for each in begun.people if each.id == said.person_id), None)
    if to is None:
        row, _ = _told_person(ring.actor, said.person_id)
        in_date = good_check(ring.chain, row, clock.today()) is not None
        fits = in_date and spoken.may_be_told(RecipientKind(row.kind))
        raise RuleBroken("person", spoken.KEPT_FROM if fits else spoken.NOT_THERE)
    spoken.check_said(said, to.number, clock.now())
    titles = {item.key: item.title for item in begun.record.items}
    if not titles.keys() >= set(said.items):
        raise RuleBroken("items", "Something you chose is no longer in the case. Choose again.")
    if said.agreed_by is not None and said.agreed_by not in {each.id for each in begun.chairs}:
        raise RuleBroken("agreed", "Select a chair of another agency, or that nobody had agreed.")
    rang = said.rung is spoken.Rung.YES
    return Told(
        recipient_id=str(to.recipient.id),
        recipient_person_id=str(to.id),
        to=to.recipient.name,
        person=f"{to.name}, {to.job}" if to.job else to.name,
        rung=said.rung,
        number=to.number if rang else "",
        rung_at=said.rung_at.isoformat() if rang and said.rung_at else "",
        items=said.items,
        titles=tuple(titles[key] for key in said.items),
        words=said.words,
        why=said.why,
        agreed_by=str(said.agreed_by or ""),
    )
