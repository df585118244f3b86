"""A made-up area whose people get their keys without Argon2, so that many can be made at once.

The seam is here and nowhere in the application: a key pair's row is written as the accounts room
writes it, with private halves that only the test holds.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from flask import Flask

from app import clock
from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.agency.model import Agency, Sector
from app.accounts.area.service import create_area
from app.accounts.person.attesting import attest_on_joining
from app.accounts.person.model import KeyPair, Person, PersonState
from app.confidentiality.agreement import queries as agreements
from app.confidentiality.agreement.model import AGENCY_SIGNS, WordingKind
from app.confidentiality.agreement.rules import agency_occasion
from app.confidentiality.agreement.service import publish_standard, store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import How, Office
from app.config import Config
from app.db import db, new_id, transaction
from app.db.startup import init_storage
from app.vault import signing, wrapping
from app.vault.keyring import Keyring

CHAIR = frozenset({Role.CHAIR, Role.SIGNATORY})
COORDINATOR = frozenset({Role.COORDINATOR, Role.SIGNATORY})
IDVA = frozenset({Role.IDVA, Role.SIGNATORY})
REPRESENTATIVE = frozenset({Role.REPRESENTATIVE, Role.SIGNATORY})


@dataclass
class Borough:
    """The area, its people by their short names, and their opened keys."""

    app: Flask
    area_id: UUID
    root: bytes | None = None
    sheets: tuple[str, ...] = ()
    agencies: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    roles: dict[str, frozenset[Role]] = field(default_factory=dict)
    agency_of: dict[str, UUID] = field(default_factory=dict)
    keyrings: dict[str, Keyring] = field(default_factory=dict)
    stolen: set[str] = field(default_factory=set)
    put_out: set[str] = field(default_factory=set)

    def in_app(self, app: Flask) -> "Borough":
        """The same area on another application's copy of its database."""
        return replace(
            self,
            app=app,
            agencies=dict(self.agencies),
            people=dict(self.people),
            roles=dict(self.roles),
            agency_of=dict(self.agency_of),
            keyrings=dict(self.keyrings),
            stolen=set(self.stolen),
            put_out=set(self.put_out),
        )

    def add_agency(self, name: str, sector: Sector = Sector.VOLUNTARY) -> UUID:
        """Enter an agency on the register."""
        with transaction() as session:
            agency = Agency(
                id=new_id(),
                area_id=self.area_id,
                name=name,
                sector=sector,
                callback_phone="020 7946 0123",
                email_domain=f"{name}.example.org",
                created_at=clock.now(),
            )
            session.add(agency)
        self.agencies[name] = agency.id
        return agency.id

    def add_person(self, name: str, agency: str, roles: frozenset[Role]) -> UUID:
        """Somebody who has joined, with keys that nobody has confirmed."""
        with transaction() as session:
            person = Person(
                id=new_id(),
                area_id=self.area_id,
                agency_id=self.agencies[agency],
                name=f"{name} example",
                email=f"{name}@example.org",
                state=PersonState.ACTIVE,
                role_names=sorted(roles),
                created_at=clock.now(),
            )
            session.add(person)
        self.people[name], self.roles[name] = person.id, roles
        self.agency_of[name] = self.agencies[agency]
        self.keyrings[name] = self.give_keys(person.id, self.root)
        return person.id

    def give_keys(self, person_id: UUID, root: bytes | None) -> Keyring:
        """Write a new key pair of a person, retire the older ones, and return the opened keys."""
        with transaction() as session:
            for old in session.query(KeyPair).filter_by(person_id=person_id, retired_at=None):
                old.retired_at = clock.now()
            keyring, pair = make_pair(self.area_id, person_id, root)
            session.add(pair)
            session.flush()
            attest_on_joining(session.get_one(Person, person_id), keyring)
        return keyring

    def actor(self, name: str) -> Actor:
        """Somebody as services receive them, their keys open."""
        return Actor(
            self.people[name],
            self.agency_of[name],
            self.area_id,
            self.roles[name],
            self.keyrings[name],
        )

    def sign(self, *names: str) -> None:
        """Have people sign the confidentiality agreement in force."""
        words = agreements.in_force(self.area_id)[WordingKind.CONFIDENTIALITY_AGREEMENT]
        for name in names:
            store_signature(self.actor(name), words.id, "area")

    def sign_for_agency(self, *names: str) -> None:
        """Have people sign both protocols for their agencies."""
        words = agreements.in_force(self.area_id)
        for name in names:
            actor = self.actor(name)
            for kind in AGENCY_SIGNS:
                store_signature(actor, words[kind].id, agency_occasion(actor.agency_id))

    def confirm(self, by: str, who: str, office: Office = Office.MEMBER) -> None:
        """Have an officer confirm somebody's keys."""
        circle.confirm_pair(
            self.actor(by), self.keyrings[who].key_id, How.SEEN, office, attests=True
        )

    def reset(self, name: str, root: bytes | None = None) -> None:
        """Give somebody new keys after a forgotten passphrase."""
        self.keyrings[name] = self.give_keys(self.people[name], root or self.root)

    def join(self, by: str, name: str, agency: str, roles: frozenset[Role]) -> None:
        """Bring somebody all the way in, but for the door."""
        self.add_person(name, agency, roles)
        self.confirm(by, name, office_of(roles))
        self.sign(name)
        if Role.SIGNATORY in roles:
            self.sign_for_agency(name)


def office_of(roles: frozenset[Role]) -> Office:
    """The office that roles ask for."""
    return Office.OFFICER if roles & {*CHAIR, *COORDINATOR} - {Role.SIGNATORY} else Office.MEMBER


def make_pair(
    area_id: UUID, person_id: UUID, root: bytes | None, pair_id: UUID | None = None
) -> tuple[Keyring, KeyPair]:
    """A key pair as the accounts room makes it, but for the passphrase."""
    receiving, signer = wrapping.new_receiving_pair(), signing.new_signing_pair()
    pair_id = pair_id or new_id()
    root = root or signer.public
    said = signing.statement(
        "key-pair",
        area=str(area_id),
        person=str(person_id),
        pair=str(pair_id),
        receiving=receiving.public.hex(),
        signing=signer.public.hex(),
        root=root.hex(),
    )
    keyring = Keyring(
        person_id,
        pair_id,
        receiving.private,
        receiving.public,
        signer.private,
        signer.public,
        root,
    )
    pair = KeyPair(
        id=pair_id,
        person_id=person_id,
        receiving_public=receiving.public,
        signing_public=signer.public,
        statement=said,
        signature=signing.sign(signer.private, said),
        sealed_keyring=b"sealed under a passphrase",
        made_at=clock.now(),
    )
    return keyring, pair


def make_app(instance: Path) -> Flask:
    """An application with storage and nothing else."""
    app = Flask("borough")
    app.config["MARAC"] = Config("testing", instance)
    init_storage(app)
    return app


def founded(app: Flask) -> Borough:
    """An area with its first officer, who has founded the circle and signed what is in force."""
    area = create_area("Exampleborough")
    borough = Borough(app, area.id)
    borough.add_agency("council", Sector.COUNCIL_COMMUNITY_SAFETY)
    borough.add_person("coordinator", "council", COORDINATOR)
    borough.root = borough.keyrings["coordinator"].signing_public
    actor = borough.actor("coordinator")
    borough.sheets = circle.found(actor).sheets
    publish_standard(actor)
    borough.sign_for_agency("coordinator")
    borough.sign("coordinator")
    return borough


@dataclass(frozen=True)
class Snapshot:
    """An area that was made once, to be copied for each test."""

    instance: Path
    borough: Borough

    def copied(self, folder: Path) -> Iterator[Borough]:
        """The area on a copy of its database, inside an application's context."""
        shutil.copytree(self.instance, folder)
        app = make_app(folder)
        with app.app_context():
            yield self.borough.in_app(app)
            close(app)


def make(template: Path, folder: Path, build: Callable[[Flask], Borough]) -> Snapshot:
    """Build an area on a copy of another's database, and let go of it."""
    shutil.copytree(template, folder)
    app = make_app(folder)
    with app.app_context():
        borough = build(app)
        close(app)
    return Snapshot(folder, borough)


def close(app: Flask) -> None:
    """Close every connection."""
    db.session.remove()
    db.engine.dispose()
