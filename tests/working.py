"""The made-up area at work: founded, everybody confirmed and signed, with cases on the list.

    def test_something(marac):
        case_id = marac.extra["case"]           # who may open it: see `a_case`

``children`` have confirmed keys and have not signed; ``nrpf`` has signed and holds nothing.
"""

from datetime import date
from uuid import UUID

from app.access.permissions import OFFICERS, Role
from app.confidentiality.agreement import queries as wordings
from app.confidentiality.agreement.model import AGENCY_SIGNS, WordingKind
from app.confidentiality.agreement.rules import agency_occasion
from app.confidentiality.agreement.service import publish_standard, store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import How, Office
from app.marac.case.rules import Label
from app.marac.case.service import KeptFrom, list_case
from app.marac.party.rules import Details, PartyKind, Safe
from app.marac.referral.rules import Agreement, Summary
from app.marac.risk.rules import (
    Answer,
    Circumstances,
    Given,
    Immigration,
    Judgement,
    OtherTool,
    Status,
)
from app.marac.risk.service import NewAssessment
from tests.builders import PEOPLE, World

ROOT = next(iter(PEOPLE))
UNSIGNED = "children"
OUTSIDE = frozenset({ROOT, "administrator"})
CANARY = "Zephyrine Canary"

VICTIM = Details(
    name=CANARY,
    aliases=("Zeph Canary",),
    date_of_birth=date(1994, 5, 17),
    pronouns="she/her",
    language="Tigrinya",
    interpreter="A woman, from the interpreting service",
    must_not_interpret="Her cousin",
    address="9 Canary Wharfside\nNorthbrook",
    postcode="NB1 2CY",
    address_confidential=True,
    phone="07700 900777",
    safe_to_call=Safe.NO,
    safe_to_text=Safe.YES,
    contact_when="Tuesdays before noon",
    contact_by_whom="Leila Haddad",
    who_knows="Her sister",
    afraid_of="Her husband and his brother",
    trusts="The health visitor",
    must_not_be_told="Her mother-in-law",
)
PERPETRATOR = Details(
    name="Osric Canary",
    relationship="Husband",
    weapons="A kitchen knife, kept in the car",
    orders="Bail: not to come within 100 metres",
)
CHILD = Details(name="Wren Canary", relationship="Daughter of both", school="Northbrook Infants")
SUMMARY = Summary(
    what_happened="He held her by the throat on the stairs and took her telephone.",
    own_words="I thought that was it.",
    wishes="To sleep one night without listening.",
    in_place="New locks since Monday.",
    worker_view="It is getting worse quickly.",
    aware=Agreement.YES,
    agrees=Agreement.YES,
    referred_on=date(2027, 2, 22),
)
ASSESSMENT = NewAssessment(
    answers={
        "injury": Given(Answer.YES, comment="Marks on the neck"),
        "fear": Given(Answer.YES),
        "strangulation": Given(Answer.YES, said_by="her sister"),
        "animals": Given(Answer.DONT_KNOW),
        "weapons": Given(Answer.NO),
    },
    judgement=Judgement(True, "Strangulation, and she is planning to leave."),
    circumstances=Circumstances(incidents_reported=4),
    immigration=Immigration(
        Status.DEPENDENT,
        {
            "papers_held": Given(Answer.YES, comment="Quokka: kept in his safe"),
            "no_public_funds": Given(Answer.YES),
            "lied_to": Given(Answer.DONT_KNOW),
        },
        "Quokka note about her solicitor",
    ),
    other_tools=(OtherTool("DARA", "High"),),
)


def build_working(world: World) -> World:
    """Found the circle, let everybody in, and put one case on the list."""
    with world.inside():
        chair = world.actor(ROOT)
        circle.found(chair)
        publish_standard(chair)
        for who in PEOPLE:
            _let_sign(world, who)
        circle.admit(chair)
        world.extra["case"] = a_case(world)
    return world


def a_case(world: World, kept_from: tuple[KeptFrom, ...] = (), idva: str | None = "idva") -> UUID:
    """A case that housing referred and that is assigned to the IDVA, made by the coordinator."""
    case = list_case(
        world.actor("coordinator"),
        agency_id=world.agencies["housing"],
        referrer_id=world.person_id("housing"),
        idva_id=world.person_id(idva) if idva else None,
        label=Label(name=""),
        summary=SUMMARY,
        parties=[
            (PartyKind.VICTIM, VICTIM),
            (PartyKind.PERPETRATOR, PERPETRATOR),
            (PartyKind.CHILD, CHILD),
        ],
        assessment=ASSESSMENT,
        exclusions=kept_from,
    )
    return case.id


def _let_sign(world: World, who: str) -> None:
    actor, roles = world.actor(who), world.members[who].roles
    if who not in OUTSIDE:
        office = Office.OFFICER if roles & OFFICERS else Office.MEMBER
        circle.confirm_pair(world.actor(ROOT), actor.keys.key_id, How.SEEN, office, attests=True)
    words = wordings.in_force(world.area_id)
    if Role.SIGNATORY in roles:
        for kind in AGENCY_SIGNS:
            store_signature(actor, words[kind].id, agency_occasion(actor.agency_id))
    if who != UNSIGNED and Role.ADMINISTRATOR not in roles:
        store_signature(actor, words[WordingKind.CONFIDENTIALITY_AGREEMENT].id, "area")
