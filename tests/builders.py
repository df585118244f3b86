"""A made-up area with people who can sign in, built once a session by the real services.

    def test_something(world):
        actor = world.actor("chair")            # with opened keys, no passphrase needed
        world.sign_in(client, "chair")          # a session, without the slow derivation

The names are invented, the addresses end in example.org. Later rooms add their own steps and keep
the result with ``snapshot``, so that no test waits for Argon2 twice.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.agency import service as agencies
from app.accounts.agency.model import Sector
from app.accounts.area import service as areas
from app.accounts.person import service as people
from app.accounts.person.joining import join
from app.accounts.session import service as sessions
from app.db import db
from app.db.keyfile import create_keys
from app.db.maintenance import create_schema
from app.vault import totp
from app.vault.keyring import Keyring
from tests.application import make_app

AREA = "Northbrook"

AGENCIES: dict[str, tuple[str, Sector]] = {
    "police": ("Northbrook Police", Sector.POLICE),
    "safety": ("Northbrook Community Safety", Sector.COUNCIL_COMMUNITY_SAFETY),
    "idva": ("Haven IDVA Service", Sector.IDVA_SERVICE),
    "housing": ("Northbrook Housing", Sector.HOUSING),
    "children": ("Northbrook Family Services", Sector.CHILDRENS_SOCIAL_CARE),
    "nrpf": ("Northbrook Council Destitution Team", Sector.COUNCIL_NRPF_TEAM),
    "hospital": ("St Aldhelm Hospital", Sector.ACUTE_TRUST),
}

_R = Role
PEOPLE: dict[str, tuple[str, str, frozenset[Role]]] = {
    "chair": ("Priya Raman", "police", frozenset({_R.CHAIR, _R.SIGNATORY})),
    "deputy": ("Tom Okafor", "hospital", frozenset({_R.DEPUTY_CHAIR, _R.SIGNATORY})),
    "coordinator": ("Grace Adeyemi", "safety", frozenset({_R.COORDINATOR, _R.SIGNATORY})),
    "idva": ("Leila Haddad", "idva", frozenset({_R.IDVA, _R.SIGNATORY})),
    "second_idva": ("Joan Whitfield", "idva", frozenset({_R.IDVA})),
    "housing": ("Daniel Price", "housing", frozenset({_R.REPRESENTATIVE, _R.SIGNATORY})),
    "children": ("Sian Morgan", "children", frozenset({_R.REPRESENTATIVE, _R.SIGNATORY})),
    "nrpf": ("Femi Bello", "nrpf", frozenset({_R.REPRESENTATIVE, _R.SIGNATORY})),
    "officer": ("Ruth Castle", "police", frozenset({_R.REPRESENTATIVE})),
    "administrator": ("Alex Novak", "safety", frozenset({_R.ADMINISTRATOR})),
}
"""The first is the first officer, and so the root of the area."""


@dataclass(frozen=True)
class Member:
    """Somebody of the made-up area, with what they know and hold."""

    person_id: UUID
    agency_id: UUID
    name: str
    email: str
    roles: frozenset[Role]
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    keyring: Keyring = field(repr=False)


@dataclass
class World:
    """The made-up area in an instance folder of its own."""

    instance: Path
    area_id: UUID
    agencies: dict[str, UUID]
    members: dict[str, Member]
    used_steps: dict[str, int] = field(default_factory=dict)
    extra: dict[str, UUID] = field(default_factory=dict)

    @cached_property
    def app(self) -> Flask:
        """The application on this area's database."""
        return make_app(self.instance)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A fresh look at the database: nothing read before is seen again."""
        with self.app.app_context():
            yield

    def actor(self, who: str) -> Actor:
        """Somebody as services receive them, their keys open."""
        member = self.members[who]
        return Actor(
            person_id=member.person_id,
            agency_id=member.agency_id,
            area_id=self.area_id,
            roles=member.roles,
            keyring=member.keyring,
            session_ref=f"test-{who}",
        )

    def person_id(self, who: str) -> UUID:
        """Somebody's id."""
        return self.members[who].person_id

    def sign_in(self, client: FlaskClient, who: str) -> FlaskClient:
        """Give a test client a session of this person, as signing in would."""
        with self.inside():
            started = sessions.start_for(self.members[who].keyring, "Firefox on Linux")
        client.set_cookie(self.cookie, f"s.{started.token}")
        return client

    def client(self, who: str | None = None) -> FlaskClient:
        """A browser of its own, signed in as somebody if asked."""
        client = self.app.test_client()
        return self.sign_in(client, who) if who else client

    @property
    def cookie(self) -> str:
        """The name of the session's cookie."""
        return str(self.app.config["SESSION_COOKIE_NAME"])

    def code(self, who: str) -> str:
        """A code that this person has not used yet; two at one moment, no more."""
        now = totp.step_at(clock.now())
        step = max(now, self.used_steps.get(who, 0) + 1)
        self.used_steps[who] = step
        return totp.code_at(self.members[who].totp_secret, step)

    def credentials(self, who: str) -> dict[str, str]:
        """What this person types on the sign-in page."""
        member = self.members[who]
        return {"email": member.email, "passphrase": member.passphrase, "code": self.code(who)}

    def copy_to(self, instance: Path) -> "World":
        """The same area in another folder, to be changed freely."""
        shutil.copytree(self.instance, instance)
        return replace(
            self,
            instance=instance,
            members=dict(self.members),
            used_steps=dict(self.used_steps),
            extra=dict(self.extra),
        )

    def close(self) -> None:
        """Let go of the database, so that its file is whole and can be copied."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


_SNAPSHOTS: dict[str, World] = {}


def snapshot(name: str, build: Callable[[], World]) -> World:
    """A world that is built once a session; copy it before changing it."""
    if name not in _SNAPSHOTS:
        world = build()
        world.close()
        _SNAPSHOTS[name] = world
    return _SNAPSHOTS[name]


def build_world(instance: Path) -> World:
    """An area with its agencies and people, each joined through an invitation of their own."""
    create_keys(instance)
    world = World(instance, UUID(int=0), {}, {})
    assert world.app.secret_key  # making the application is what makes every table known
    create_schema(instance)
    with world.inside():
        world.area_id = areas.create_area(AREA).id
        for number, (short, (name, sector)) in enumerate(AGENCIES.items()):
            phone, domain = f"020 7946 0{number:03}", f"{short}.example.org"
            agency = agencies.set_up_agency(world.area_id, name, sector, phone, domain)
            world.agencies[short] = agency.id
        for who in PEOPLE:
            world.members[who] = _member(world, who)
    return world


def _member(world: World, who: str) -> Member:
    name, agency, roles = PEOPLE[who]
    email = f"{name.lower().replace(' ', '.')}@{agency}.example.org"
    passphrase, secret = f"lantern-{who}-orchard", totp.new_secret()
    made = people.set_up_person(
        world.agencies[agency], name=name, email=email, job="", roles=sorted(roles)
    )
    joined = join(
        made.token,
        attests=True,
        passphrase=passphrase,
        again=passphrase,
        totp_secret=secret,
        last_step=0,
    )
    return Member(
        made.person_id,
        world.agencies[agency],
        name,
        email,
        roles,
        passphrase,
        secret,
        joined.keyring,
    )
