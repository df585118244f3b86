"""A referral is made by any member, and read by the officers and by nobody else."""

from uuid import uuid4

import pytest

from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.db import db
from app.marac.case.rules import Label
from app.marac.case.service import list_case
from app.marac.party.rules import Details, PartyKind
from app.marac.referral import queries
from app.marac.referral.model import Referral
from app.marac.referral.rules import ReferralState, Referred, Summary
from app.marac.referral.service import open_referral, refer
from app.marac.risk.rules import Criterion
from app.refusals import NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.working import CHILD, PERPETRATOR, SUMMARY, VICTIM

TOLD = Referred(VICTIM, SUMMARY, (PERPETRATOR,), (CHILD,), (Criterion.PROFESSIONAL_JUDGEMENT,))


def referred(marac: World, who: str = "housing") -> Referral:
    """A referral that somebody made."""
    with marac.inside():
        return refer(marac.actor(who), TOLD)


@pytest.mark.parametrize("who", ["chair", "deputy", "coordinator"])
def test_officers_read_what_was_referred(marac: World, who: str) -> None:
    """All of it, and the trail says that they did."""
    row = referred(marac)
    with marac.inside():
        opened = open_referral(marac.actor(who), row.id)
        assert opened.referred == TOLD
        assert [each.tag for each in rows_about(marac.actor("chair"), row.id)] == [
            "referral:open",
            "referral:make",
        ]


def test_any_member_refers_without_a_score(marac: World) -> None:
    """A plain dictionary will do, as a data file has it, with no criterion at all."""
    bare = {"victim": {"name": "A Person"}, "summary": {"what_happened": "He followed her."}}
    with marac.inside():
        row = refer(marac.actor("officer"), bare)
        told = open_referral(marac.actor("coordinator"), row.id).referred
        assert told == Referred(Details(name="A Person"), Summary("He followed her."))


def test_the_referrer_reads_their_own(marac: World) -> None:
    """Whoever made a referral can look at what they said, through their own key."""
    row = referred(marac)
    with marac.inside():
        assert open_referral(marac.actor("housing"), row.id).referred == TOLD


@pytest.mark.parametrize(("who", "answer"), [("idva", NotVisible), ("administrator", Refused)])
def test_nobody_else_reads_referrals(marac: World, who: str, answer: type[Exception]) -> None:
    """It takes the office, or to have made it; to others there is nothing to see."""
    row = referred(marac)
    with marac.inside(), pytest.raises(answer):
        open_referral(marac.actor(who), row.id)


def test_who_has_not_signed_does_not_refer(marac: World) -> None:
    """Nothing is sealed in the name of somebody who is not bound by the words."""
    with marac.inside():
        with pytest.raises(Refused):
            refer(marac.actor("children"), TOLD)
        assert not db.session.query(Referral).all()


@pytest.mark.parametrize(
    "told",
    [
        Referred(Details(name=""), SUMMARY),
        Referred(VICTIM, Summary("")),
        Referred(VICTIM, SUMMARY, (Details(name=""),)),
    ],
)
def test_a_referral_names_people_and_says_what_happened(marac: World, told: Referred) -> None:
    """Otherwise it comes back, and nothing is kept."""
    with marac.inside():
        with pytest.raises(RuleBroken):
            refer(marac.actor("housing"), told)
        assert not db.session.query(Referral).all()


def test_a_referral_kept_from_an_officer_is_not_in_the_queue(marac: World) -> None:
    """Nor counted, nor there by its address."""
    row = referred(marac)
    with marac.inside():
        circle.exclude(marac.actor("chair"), row.id, person_id=marac.person_id("deputy"))
        assert queries.how_many_wait(marac.actor("coordinator")) == 1
        assert queries.how_many_wait(marac.actor("deputy")) == 0
        with pytest.raises(NotVisible):
            open_referral(marac.actor("deputy"), row.id)
    client = marac.client("deputy")
    gone = client.get(f"/triage/{row.id}")
    assert gone.status_code == 404
    assert gone.data == client.get(f"/triage/{uuid4()}").data
    assert row.reference not in client.get("/triage").text


def test_a_listed_referral_leaves_the_queue(marac: World) -> None:
    """And the case knows where it came from."""
    row = referred(marac)
    with marac.inside():
        case = list_case(
            marac.actor("coordinator"),
            agency_id=row.agency_id,
            referrer_id=row.referrer_id,
            idva_id=None,
            label=Label(""),
            summary=SUMMARY,
            parties=[(PartyKind.VICTIM, VICTIM)],
            referral_id=row.id,
        )
        assert queries.how_many_wait(marac.actor("chair")) == 0
        assert db.session.get_one(Referral, row.id).state == ReferralState.LISTED
        made = [
            each for each in rows_about(marac.actor("chair"), case.id) if each.tag == "case:make"
        ]
        assert [each.detail["referral_id"] for each in made] == [str(row.id)]
