"""Sixty people of twelve agencies at a meeting of sixteen cases, made quickly, for a real server.

Everybody is made by the services that the application uses; only the slow derivation of a
passphrase is cut short while they are made, because nobody signs in with one here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from app import clock
from app.access.permissions import Role
from app.accounts.agency import service as agencies
from app.accounts.agency.model import Sector
from app.accounts.person import service as people
from app.accounts.person.joining import join
from app.accounts.session import service as sessions
from app.confidentiality.agreement import queries as agreements
from app.confidentiality.agreement.model import AGENCY_SIGNS, WordingKind
from app.confidentiality.agreement.rules import agency_occasion, meeting_occasion
from app.confidentiality.agreement.service import publish_standard, store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import How, Office
from app.marac.case.listing import list_case
from app.marac.case.rules import Label
from app.marac.meeting import hearing, queries, service
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Summary
from app.vault import passphrase as passphrases
from app.vault import totp
from tests.builders import Member, World, build_world

CASES = 16
PEOPLE = 60
MORE_AGENCIES = {
    "probation": ("Northbrook Probation", Sector.PROBATION),
    "adults": ("Northbrook Adult Services", Sector.ADULT_SOCIAL_CARE),
    "trust": ("Northbrook Mental Health Trust", Sector.MENTAL_HEALTH),
    "school": ("Northbrook Education Safeguarding", Sector.EDUCATION),
    "drugs": ("Northbrook Drug and Alcohol Service", Sector.SUBSTANCE_USE),
}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
OFFICERS = ("chair", "coordinator", "deputy")
STAND_IN = "lantern-crowd-orchard"
"""One passphrase for everybody: nobody types it."""


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """A passphrase is derived with hardly any memory and in one pass; for made-up people alone."""
    with patch.object(passphrases, "MEMORY_KIB", 8), patch.object(passphrases, "PASSES", 1):
        yield


def build_crowd(instance: Path, many: int = PEOPLE, cases: int = CASES) -> World:
    """Make the area, the cases and the people; the meeting is open, the first case is heard."""
    with in_a_hurry():
        world = build_world(instance)
        with world.inside():
            _add_agencies(world)
            _add_people(world, many)
            _found(world)
            _convene(world, cases)
    return world


def names(world: World) -> list[str]:
    """Everybody who sits in the meeting, the officers first."""
    rest = [who for who in world.members if who not in (*OFFICERS, "administrator")]
    return [*OFFICERS, *rest]


def tokens(world: World) -> dict[str, str]:
    """A session for everybody in the meeting: what their browser's cookie holds."""
    with world.inside():
        return {
            who: "s." + sessions.start_for(world.members[who].keyring, "Firefox on Linux").token
            for who in names(world)
        }


def _add_agencies(world: World) -> None:
    for number, (short, (name, sector)) in enumerate(MORE_AGENCIES.items(), start=50):
        phone, domain = f"020 7946 0{number:03}", f"{short}.example.org"
        agency = agencies.set_up_agency(world.area_id, name, sector, phone, domain)
        world.agencies[short] = agency.id


def _add_people(world: World, many: int) -> None:
    """Representatives, agency by agency, until there are so many at the table."""
    shorts = [*MORE_AGENCIES, *(short for short in world.agencies if short not in MORE_AGENCIES)]
    for number in range(many - len(names(world))):
        signs = number < len(MORE_AGENCIES)
        roles = {Role.REPRESENTATIVE} | ({Role.SIGNATORY} if signs else set())
        _add(world, number, shorts[number % len(shorts)], frozenset(roles))


def _add(world: World, number: int, short: str, roles: frozenset[Role]) -> None:
    name = f"Sam {LETTERS[number // 26]}{LETTERS[number % 26]}son".title()
    email, secret = f"sam.{number}@{short}.example.org", totp.new_secret()
    agency_id = world.agencies[short]
    made = people.set_up_person(agency_id, name=name, email=email, job="", roles=sorted(roles))
    joined = join(
        made.token,
        attests=True,
        passphrase=STAND_IN,
        again=STAND_IN,
        totp_secret=secret,
        last_step=0,
    )
    world.members[f"member {number}"] = Member(
        made.person_id, agency_id, name, email, roles, STAND_IN, secret, joined.keyring
    )


def _found(world: World) -> None:
    """The circle, with everybody confirmed and signed."""
    chair = world.actor("chair")
    circle.found(chair)
    publish_standard(chair)
    for who in names(world):
        member = world.members[who]
        if who != "chair":
            office = Office.OFFICER if who in OFFICERS else Office.MEMBER
            circle.confirm_pair(chair, member.keyring.key_id, How.SEEN, office, attests=True)
        _sign(world, who)
    circle.admit(chair)


def _sign(world: World, who: str) -> None:
    """Sign the agreement, and for one's agency who does that."""
    actor, words = world.actor(who), agreements.in_force(world.area_id)
    store_signature(actor, words[WordingKind.CONFIDENTIALITY_AGREEMENT].id, "area")
    if Role.SIGNATORY in actor.roles:
        for kind in AGENCY_SIGNS:
            store_signature(actor, words[kind].id, agency_occasion(actor.agency_id))


def _convene(world: World, cases: int) -> None:
    """Everybody has signed and been let in, and the first case is being heard."""
    chair = world.actor("chair")
    listed = [_list(world, number) for number in range(cases)]
    today = clock.london(clock.now()).date()
    starts_at = datetime.combine(today, time(9, 30), clock.LONDON)
    agencies_asked = list(world.agencies.values())
    coordinator = world.actor("coordinator")
    meeting = service.plan_meeting(coordinator, starts_at, "Online", agencies_asked, listed)
    service.open_meeting(chair, meeting.id)
    service.record_declaration_read(chair, meeting.id)
    words = service.declaration(meeting)
    for who in names(world):
        actor = world.actor(who)
        signed = store_signature(actor, words.id, meeting_occasion(meeting.id))
        service.sit_down(actor, meeting.id, signed.id)
    circle.admit(chair)
    first = queries.agenda(chair, meeting.id)[0].item
    hearing.start_item(chair, first.id)
    world.extra |= {"meeting": meeting.id, "item": first.id}


def _list(world: World, number: int) -> UUID:
    victim = Details(name=f"Juniper Case{number}", phone="07700 900123", address="9 Osier Row")
    case = list_case(
        world.actor("coordinator"),
        agency_id=world.agencies["idva"],
        referrer_id=world.person_id("idva"),
        idva_id=world.person_id("idva"),
        label=Label(victim.name),
        summary=Summary("He waits outside her work. She counted four times in May."),
        parties=[
            (PartyKind.VICTIM, victim),
            (PartyKind.PERPETRATOR, Details(name="Basil Testcase")),
            (PartyKind.CHILD, Details(name="Rowan Testcase", school="An infant school")),
        ],
        exclusions=[],
    )
    return case.id
