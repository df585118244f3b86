"""The made-up people while the past is lived through: who they are, and when it is."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import ROLE_LABELS, Role
from app.demonstration.content import Borough, PersonData
from app.demonstration.sheet import Entry
from app.vault.keyring import Keyring

Say = Callable[[str], None]

KEEPER = "coordinator"
"""The first officer, who keeps the list and the door."""
ADMINISTRATOR = "administrator"
A_DAY = 5
"""How many people join on one day."""


@dataclass(frozen=True)
class Diary:
    """Days and times, counted back from today."""

    today: date

    def moment(self, days_ago: int, at: str = "10:00", plus: int = 0) -> datetime:
        """A moment on one of the past days, ``plus`` minutes after a time of day."""
        day = self.today - timedelta(days=days_ago)
        begun = datetime.combine(day, time.fromisoformat(at), clock.LONDON)
        return begun + timedelta(minutes=plus)

    def on(self, days_ago: int, at: str = "10:00", plus: int = 0) -> AbstractContextManager[None]:
        """Be at that moment, or now if it is still to come."""
        return clock.pretend(min(self.moment(days_ago, at, plus), clock.now()))


@dataclass(frozen=True)
class Member:
    """Somebody who has joined, with what they know and hold."""

    data: PersonData
    person_id: UUID
    pair_id: UUID
    agency_id: UUID
    email: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    keyring: Keyring = field(repr=False)

    @property
    def roles(self) -> frozenset[Role]:
        """Their roles."""
        return frozenset(Role(name) for name in self.data.roles)

    @property
    def takes_part(self) -> bool:
        """Whether they sit at the table; an administrator or a mere signatory does not."""
        return bool(self.roles - {Role.ADMINISTRATOR, Role.SIGNATORY})


@dataclass(frozen=True)
class Later:
    """Something to be written down about an action on a later day."""

    days_ago: int
    action_id: UUID
    who: str
    state: str
    text: str


@dataclass
class Cast:
    """Everybody, by the keys of the data files."""

    borough: Borough
    diary: Diary
    say: Say
    area_id: UUID
    agencies: dict[str, UUID] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    later: list[Later] = field(default_factory=list)
    heard: dict[str, date] = field(default_factory=dict)
    listed: dict[str, UUID] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Somebody as the services receive them, their keys open."""
        member = self.members[key]
        return Actor(member.person_id, member.agency_id, self.area_id, member.roles, member.keyring)

    def person_id(self, key: str) -> UUID:
        """Somebody's id."""
        return self.members[key].person_id

    def agency_of(self, key: str) -> UUID:
        """The agency that somebody works for."""
        return self.members[key].agency_id

    def entries(self) -> Iterable[Entry]:
        """Everybody's line of the sign-in sheet."""
        for key, member in self.members.items():
            yield Entry(
                key=key,
                person_id=str(member.person_id),
                name=member.data.name,
                job=member.data.job,
                roles=", ".join(ROLE_LABELS[role] for role in sorted(member.roles)),
                agency=self.borough.agencies[member.data.agency].name,
                email=member.email,
                suggestion=member.data.suggestion,
                passphrase=member.passphrase,
                totp_secret=member.totp_secret,
            )
