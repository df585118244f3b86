"""Cases in which somebody is called as somebody who works here is."""

from collections.abc import Sequence
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.agenda import service as agenda
from app.marac.case.listing import list_case
from app.marac.case.rules import Label
from app.marac.conflict import sealing
from app.marac.conflict.model import Conflict
from app.marac.conflict.rules import Kind
from app.marac.meeting import publishing
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Summary
from tests.builders import World

HER = "Saffron Testcase"


def a_case_with(
    world: World, name: str, aliases: Sequence[str] = (), kind: PartyKind = PartyKind.PERPETRATOR
) -> UUID:
    """A case with somebody of this name in it, listed by the chair and on no agenda yet."""
    somebody = (kind, Details(name=name, aliases=tuple(aliases)))
    victim = (PartyKind.VICTIM, Details(name=HER, address="4 Saffron Walk", postcode="NB1 4SW"))
    case = list_case(
        world.actor("chair"),
        agency_id=world.agencies["idva"],
        referrer_id=world.person_id("idva"),
        idva_id=world.person_id("idva"),
        label=Label(HER),
        summary=Summary("He follows her to work."),
        parties=[somebody] if kind is PartyKind.VICTIM else [victim, somebody],
    )
    return case.id


def publish_with(world: World, meeting_id: UUID, case_id: UUID, who: str = "chair") -> None:
    """Put a case on a meeting's agenda and publish it."""
    agenda.put_on_agenda(world.actor(who), meeting_id, case_id)
    publishing.publish(world.actor(who), meeting_id)


def kinds(world: World, case_id: UUID, who: str = "deputy") -> dict[UUID, Kind]:
    """What is written down about a case, by person, as an officer reads it."""
    ring = Ring(world.actor(who))
    rows = db.session.query(Conflict).filter_by(case_id=case_id).all()
    read = [sealing.content_of(ring, row) for row in rows if ring.may_open(row.secret_id)]
    assert len({each.person_id for each in read}) == len(read), "written down twice"
    return {each.person_id: each.kind for each in read}
