"""Who waits at the door, as an officer sees it: key pairs to confirm, keys due, people who left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor
from app.access.permissions import ROLE_LABELS, Permission, Role
from app.accounts.agency.model import Agency
from app.accounts.agency.queries import agency_names
from app.accounts.person.model import KeyPair, Person, PersonState
from app.accounts.person.queries import alike, person_names
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain, Standing
from app.confidentiality.circle.door import Doorkeeper
from app.confidentiality.circle.model import Grant, HolderKind
from app.confidentiality.circle.rules import may_be_officer
from app.confidentiality.circle.statements import PairRow, fingerprint
from app.confidentiality.circle.vouching import candidate, pins
from app.db import db


@dataclass(frozen=True)
class WaitingPair:
    """A key pair that no confirmation vouches for as the register has its person now."""

    key_pair_id: UUID
    person_id: UUID
    name: str
    job: str
    agency_name: str
    callback_phone: str
    callback_changed_at: datetime | None
    roles: tuple[Role, ...]
    made_at: datetime
    numbers: str
    had_keys_before: bool
    pins_our_root: bool
    was_confirmed_as: Standing | None
    alike: tuple[str, ...] = ()
    invited_by: str = ""
    sponsor_attested_at: datetime | None = None

    @property
    def may_be_officer(self) -> bool:
        """Say whether the register gives this person an office."""
        return may_be_officer([role.value for role in self.roles])

    @property
    def role_labels(self) -> list[str]:
        """What the register says that they do, in words."""
        return [ROLE_LABELS[role] for role in self.roles]


@dataclass(frozen=True)
class DuePerson:
    """Somebody whom the doorkeeper's next beat lets in."""

    person_id: UUID
    name: str
    agency_name: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """Everything at the door."""

    pairs: tuple[WaitingPair, ...]
    due_people: tuple[DuePerson, ...]
    gone: tuple[tuple[UUID, str], ...]

    @property
    def count(self) -> int:
        """How many people wait for something."""
        return len(self.pairs) + len(self.due_people)


def waiting(actor: Actor) -> Waiting:
    """Return who waits at the door of the actor's area."""
    actor.require(Permission.KEY_CONFIRM)
    chain = Chain.of(actor)
    chain.load_all()
    pairs = [pair for pair in queries.pairs_at_work(actor.area_id) if _waits(actor, chain, pair)]
    return Waiting(
        tuple(_shown(chain, pair) for pair in pairs), tuple(_due(actor)), tuple(_gone(actor))
    )


def waiting_pair(actor: Actor, key_pair_id: UUID) -> WaitingPair:
    """Return one key pair with what an officer needs to check it."""
    actor.require(Permission.KEY_CONFIRM)
    return _shown(Chain.of(actor), candidate(actor, key_pair_id))


def waiting_count(actor: Actor) -> int:
    """Count the key pairs that wait for an officer, without opening anything."""
    chain = Chain.of(actor)
    chain.load_all()
    return sum(_waits(actor, chain, pair) for pair in queries.pairs_at_work(actor.area_id))


def own_numbers(actor: Actor) -> str | None:
    """Return the numbers to read out while one's own keys wait to be confirmed, from the keys."""
    if actor.keyring is None or Role.ADMINISTRATOR in actor.roles:
        return None
    found = Chain.of(actor).trusted(actor.keys.key_id)
    if found is not None and found.may_receive:
        return None
    return fingerprint(actor.keys.receiving_public, actor.keys.signing_public)


def _waits(actor: Actor, chain: Chain, pair: PairRow) -> bool:
    if pair.person_id == actor.person_id or Role.ADMINISTRATOR in pair.roles:
        return False
    found = chain.trusted(pair.key_pair_id)
    if found is None or not found.as_registered:
        return True
    return found.is_officer != may_be_officer(pair.roles)


def _shown(chain: Chain, pair: PairRow) -> WaitingPair:
    row = db.session.execute(
        select(
            Person.job,
            Person.email,
            Person.sponsor_id,
            Person.sponsor_attested_at,
            Agency.name,
            Agency.callback_phone,
            Agency.callback_changed_at,
            KeyPair.made_at,
        )
        .join(Agency, Person.agency_id == Agency.id)
        .join(KeyPair, KeyPair.person_id == Person.id)
        .where(KeyPair.id == pair.key_pair_id)
    ).one()
    return WaitingPair(
        key_pair_id=pair.key_pair_id,
        person_id=pair.person_id,
        name=pair.name,
        job=row.job,
        agency_name=row.name,
        callback_phone=row.callback_phone,
        callback_changed_at=row.callback_changed_at,
        roles=tuple(role for role in Role if role.value in pair.roles),
        made_at=row.made_at,
        numbers=fingerprint(pair.receiving_public, pair.signing_public),
        had_keys_before=len(queries.pairs_ever(pair.person_id)) > 1,
        pins_our_root=pins(pair, chain.root),
        was_confirmed_as=chain.trusted(pair.key_pair_id),
        alike=_alike(pair, row.email),
        invited_by="".join(person_names([row.sponsor_id] if row.sponsor_id else []).values()),
        sponsor_attested_at=row.sponsor_attested_at,
    )


def _alike(pair: PairRow, email: str) -> tuple[str, ...]:
    """Name who else of the agency may be the same person: an officer sees what an inviter said."""
    found = alike(pair.agency_id, pair.name, email)
    return tuple(f"{one.name}, {one.email}" for one in found if one.id != pair.person_id)


def _due(actor: Actor) -> list[DuePerson]:
    counts: dict[UUID, int] = {}
    agencies: dict[UUID, UUID] = {}
    for gift in Doorkeeper(actor).gifts():
        counts[gift.pair.person_id] = counts.get(gift.pair.person_id, 0) + 1
        agencies[gift.pair.person_id] = gift.pair.agency_id
    names, of = person_names(counts), agency_names(agencies.values())
    return [
        DuePerson(person_id, names[person_id], of[agencies[person_id]], count)
        for person_id, count in sorted(counts.items(), key=lambda item: names[item[0]])
    ]


def _gone(actor: Actor) -> list[tuple[UUID, str]]:
    """Return who has left and still has keys on the ring."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Grant, Grant.holder_id == Person.id)
        .where(Grant.holder_kind == HolderKind.PERSON, Person.area_id == actor.area_id)
        .where(Person.state == PersonState.LEFT)
        .distinct()
        .order_by(Person.name)
    )
    return [(row.id, row.name) for row in rows]
