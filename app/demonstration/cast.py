"""The made-up people join as real ones do: invited, with keys of their own, confirmed, signed."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import OFFICERS, ROLE_LABELS, Role
from app.accounts.agency import service as agencies
from app.accounts.area import service as areas
from app.accounts.person import service as people
from app.accounts.person.joining import join
from app.confidentiality.agreement import queries as wordings
from app.confidentiality.agreement import service as agreement
from app.confidentiality.agreement.model import AGENCY_SIGNS, WordingKind
from app.confidentiality.agreement.rules import agency_occasion
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import How, Office
from app.demonstration.content import Borough, PersonData
from app.demonstration.sheet import Entry
from app.vault import passphrase, totp
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


def gather(borough: Borough, diary: Diary, say: Say) -> Cast:
    """Set the area up and bring everybody in."""
    say("The area, its first officer and the officers' circle")
    with diary.on(80):
        area = areas.create_area(borough.name, is_demonstration=True)
        cast = Cast(borough, diary, say, area.id)
        for key in (KEEPER, ADMINISTRATOR):
            _set_up(cast, borough.people[key])
        agreement.publish_standard(cast.actor(KEEPER))
        circle.found(cast.actor(KEEPER))
    _enter_agencies(cast)
    _bring_in(cast)
    _sign_for_agencies(cast)
    _sign_and_let_in(cast)
    _name_compartment_holders(cast)
    return cast


def _set_up(cast: Cast, data: PersonData) -> None:
    """The first two, whom nobody could invite yet."""
    agency = cast.borough.agencies[data.agency]
    if data.agency not in cast.agencies:
        entered = agencies.set_up_agency(
            cast.area_id, agency.name, agency.sector, agency.phone, agency.domain
        )
        cast.agencies[data.agency] = entered.id
    made = people.set_up_person(
        cast.agencies[data.agency],
        name=data.name,
        email=data.email(agency.domain),
        job=data.job,
        roles=data.roles,
    )
    _join(cast, data, made.token)


def _enter_agencies(cast: Cast) -> None:
    cast.say(f"{len(cast.borough.agencies)} agencies on the register")
    with cast.diary.on(79):
        for key, agency in cast.borough.agencies.items():
            if key not in cast.agencies:
                entered = agencies.create_agency(
                    cast.actor(ADMINISTRATOR),
                    agency.name,
                    agency.sector,
                    agency.phone,
                    agency.domain,
                )
                cast.agencies[key] = entered.id


def _bring_in(cast: Cast) -> None:
    joining = [data for data in cast.borough.people.values() if data.stands == "in"]
    for number, data in enumerate(data for data in joining if data.key not in cast.members):
        bring_in(cast, data.key, 78 - number // A_DAY, 90 * (number % A_DAY))
        if len(cast.members) % A_DAY == 0:
            cast.say(f"  {len(cast.members)} people have keys of their own")


def bring_in(cast: Cast, key: str, days_ago: int, plus: int = 0) -> None:
    """Somebody is invited, joins on a device of their own, is called back and confirmed."""
    data = cast.borough.people[key]
    with cast.diary.on(days_ago, "09:00", plus):
        made = people.invite(
            cast.actor(ADMINISTRATOR),
            agency_id=cast.agencies[data.agency],
            name=data.name,
            email=data.email(cast.borough.agencies[data.agency].domain),
            job=data.job,
            roles=data.roles,
            sponsor_attests=True,
        )
    with cast.diary.on(days_ago, "09:20", plus):
        _join(cast, data, made.token)
    if data.stands != "unconfirmed":
        with cast.diary.on(days_ago, "09:50", plus):
            _confirm(cast, key)


def _join(cast: Cast, data: PersonData, token: str) -> None:
    words, secret = passphrase.offer(), totp.new_secret()
    made = join(token, attests=True, passphrase=words, again=words, totp_secret=secret, last_step=0)
    cast.members[data.key] = Member(
        data=data,
        person_id=made.keyring.person_id,
        pair_id=made.keyring.key_id,
        agency_id=cast.agencies[data.agency],
        email=data.email(cast.borough.agencies[data.agency].domain),
        passphrase=words,
        totp_secret=secret,
        keyring=made.keyring,
    )


def _confirm(cast: Cast, key: str) -> None:
    member = cast.members[key]
    office = Office.OFFICER if member.roles & OFFICERS else Office.MEMBER
    circle.confirm_pair(cast.actor(KEEPER), member.pair_id, How.CALLED_BACK, office)


def _sign_for_agencies(cast: Cast) -> None:
    cast.say("Every agency's signatory signs the two protocols")
    words = wordings.in_force(cast.area_id)
    signing = {key: who for key, who in cast.members.items() if Role.SIGNATORY in who.roles}
    for number, (key, member) in enumerate(signing.items(), start=1):
        with cast.diary.on(72, "09:30", plus=number * 11):
            for kind in AGENCY_SIGNS:
                occasion = agency_occasion(member.agency_id)
                agreement.sign(cast.actor(key), words[kind].id, occasion, member.passphrase)
        if number % A_DAY == 0:
            cast.say(f"  {number} of {len(signing)} agencies have signed")


def _sign_and_let_in(cast: Cast) -> None:
    cast.say("Everybody signs the confidentiality agreement and is let in")
    signing = [
        key
        for key, member in cast.members.items()
        if member.takes_part and member.data.stands == "in"
    ]
    for number, key in enumerate(signing):
        with cast.diary.on(71, "09:00", plus=number * 13):
            sign(cast, key)
        if number % A_DAY == A_DAY - 1:
            cast.say(f"  {number + 1} of {len(signing)} people have signed")
    with cast.diary.on(71, "16:00"):
        circle.admit(cast.actor(KEEPER))
        for key in signing:
            circle.admit(cast.actor(key))


def sign(cast: Cast, key: str) -> None:
    """Somebody signs the confidentiality agreement."""
    words = wordings.in_force(cast.area_id)[WordingKind.CONFIDENTIALITY_AGREEMENT]
    agreement.sign(cast.actor(key), words.id, "area", cast.members[key].passphrase)


def _name_compartment_holders(cast: Cast) -> None:
    with cast.diary.on(70):
        for key, data in cast.borough.people.items():
            if data.holds_compartments:
                circle.name_compartment_holder(cast.actor(KEEPER), cast.person_id(key))
