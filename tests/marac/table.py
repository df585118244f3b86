"""The made-up area with its circle founded, everybody confirmed and signed, and a meeting today.

    with table.world.inside():
        table.begin()                     # the chair opens, reads, signs
        table.seat("idva", "housing")     # they sign and are let in

Three cases: the first and second are anybody's, the third is kept from "housing" (the person).
"""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from app import clock
from app.access.permissions import OFFICERS, Role
from app.confidentiality.agreement import queries as agreements
from app.confidentiality.agreement.model import AGENCY_SIGNS, WordingKind
from app.confidentiality.agreement.rules import agency_occasion, meeting_occasion
from app.confidentiality.agreement.service import publish_standard, store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import How, Office
from app.marac.case.listing import list_case
from app.marac.case.rules import Label
from app.marac.meeting import queries, service
from app.marac.meeting.model import AgendaItem
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import KeptFrom, Summary
from tests.builders import World

AROUND = ("chair", "coordinator", "deputy", "idva", "second_idva", "housing", "children", "officer")
VICTIMS = ("Marigold Testcase", "Jonquil Testcase", "Zephyrine Canary")
INVITED = ("police", "safety", "idva", "housing", "hospital")


@dataclass
class Table:
    """A meeting of the made-up area, by the short names of its people."""

    world: World

    @property
    def meeting_id(self) -> UUID:
        """Today's meeting."""
        return self.world.extra["meeting"]

    @property
    def items(self) -> list[AgendaItem]:
        """The agenda in its order."""
        found = queries.every_item(self.meeting_id)
        return sorted(found, key=lambda item: item.position)

    def case(self, number: int) -> UUID:
        """A case by its place on the list of victims."""
        return self.world.extra[f"case {number}"]

    def item(self, number: int) -> UUID:
        """The item of that case."""
        return next(item.id for item in self.items if item.case_id == self.case(number))

    def begin(self) -> None:
        """The chair opens the meeting, reads the declaration and signs it."""
        chair = self.world.actor("chair")
        service.open_meeting(chair, self.meeting_id)
        service.record_declaration_read(chair, self.meeting_id)
        self.sign("chair")

    def sign(self, *names: str) -> None:
        """People sign for the meeting, without the slow derivation."""
        for name in names:
            actor = self.world.actor(name)
            meeting = queries.meeting(actor, self.meeting_id)
            words = service.declaration(meeting)
            signed = store_signature(actor, words.id, meeting_occasion(meeting.id))
            service.sit_down(actor, meeting.id, signed.id)

    def seat(self, *names: str) -> None:
        """People sign, and the chair's board lets them in."""
        self.sign(*names)
        circle.admit(self.world.actor("chair"))


def lay(world: World) -> Table:
    """Found the circle, bring everybody in, list the cases, plan the meeting."""
    with world.inside():
        chair = world.actor("chair")
        circle.found(chair)
        publish_standard(chair)
        _sign(world, "chair")
        for name in AROUND[1:]:
            member = world.members[name]
            office = Office.OFFICER if member.roles & OFFICERS else Office.MEMBER
            circle.confirm_pair(chair, member.keyring.key_id, How.SEEN, office, attests=True)
            _sign(world, name)
        circle.admit(chair)
        for number, victim in enumerate(VICTIMS):
            kept = [KeptFrom(person_id=world.person_id("housing"))] if number == 2 else []
            world.extra[f"case {number}"] = list_one(world, victim, kept)
        now = clock.london(clock.now())
        starts_at = datetime.combine(now.date(), time(9, 30), clock.LONDON)
        meeting = service.plan_meeting(
            world.actor("coordinator"),
            starts_at,
            "Committee room 2",
            [world.agencies[name] for name in INVITED],
            [world.extra[f"case {number}"] for number in (2, 0, 1)],
        )
        world.extra["meeting"] = meeting.id
    return Table(world)


def _sign(world: World, name: str) -> None:
    actor = world.actor(name)
    words = agreements.in_force(world.area_id)
    store_signature(actor, words[WordingKind.CONFIDENTIALITY_AGREEMENT].id, "area")
    if Role.SIGNATORY in actor.roles:
        for kind in AGENCY_SIGNS:
            store_signature(actor, words[kind].id, agency_occasion(actor.agency_id))


def list_one(world: World, victim: str, kept: list[KeptFrom]) -> UUID:
    case = list_case(
        world.actor("coordinator"),
        agency_id=world.agencies["idva"],
        referrer_id=world.person_id("idva"),
        idva_id=world.person_id("idva"),
        label=Label(victim),
        summary=Summary("He waits outside her work. She counted four times in May."),
        parties=[
            (PartyKind.VICTIM, Details(name=victim, phone="07700 900123")),
            (PartyKind.PERPETRATOR, Details(name="Basil Testcase")),
        ],
        exclusions=kept,
    )
    return case.id
