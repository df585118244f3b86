"""AC-48: a court order, a subpoena, a coroner's notice, a body that demands by law."""

from datetime import date

import pytest

from app import clock
from app.access.permissions import GRANTS, Permission, Role
from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.content import Demand
from app.confidentiality.disclosure.rules import Ground, may_receive
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import ExitKind, Release
from app.confidentiality.recipient.rules import RecipientKind, Way
from app.db import db
from app.refusals import Refused, RuleBroken
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_member, a_recipient

A_DEMAND = Demand(
    issued_by="Northbrook Family Court",
    number="NB27P00001",
    dated_on=date(2026, 11, 20),
    scope="All records of contact between 1 and 31 October",
    seen=True,
    called_back=True,
    called_on="The court’s page on GOV.UK",
    judge_until=clock.today(),
)


@pytest.mark.parametrize("ground", [Ground.LEGAL_DEMAND, Ground.SUBJECT_ACCESS])
def test_only_the_agencys_own_legal_team_can_be_selected(ground: Ground) -> None:
    """Of all classes of recipient, one."""
    assert [kind for kind in RecipientKind if may_receive(ground, kind)] == [
        RecipientKind.OWN_LEGAL_TEAM
    ]


def test_a_demand_never_goes_to_whoever_demands_it(marac: World) -> None:
    """The court that issued it, a solicitor, the police: none can be saved, whatever is posted."""
    with marac.inside():
        for kind, name in (
            (RecipientKind.COURT, "Northbrook Family Court"),
            (RecipientKind.SOLICITOR, "Northbrook Law Centre"),
        ):
            to = a_recipient(marac, kind, name)
            with pytest.raises(RuleBroken) as refused:
                a_request(marac, to, ground=Ground.LEGAL_DEMAND, demand=A_DEMAND)
            assert refused.value.field == "recipient_id"


def test_its_page_offers_no_other_recipient(marac: World) -> None:
    """The list of the page has the legal team in it and nobody else."""
    with marac.inside():
        a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court")
        legal = a_member(marac, "hospital", "deputy", legal=True)
        request_id = a_request(
            marac, legal, ground=Ground.LEGAL_DEMAND, demand=A_DEMAND, send=False
        )
    page = marac.client("housing").get(f"/disclosures/{request_id}/recipient").text
    assert "Legal team, St Aldhelm Hospital" in page
    assert "Family Court" not in page


def test_a_demand_is_answered_by_two_people_and_only_with_what_was_chosen(marac: World) -> None:
    """Who records it cannot decide; what leaves is the items that were chosen, to the lawyers."""
    with marac.inside():
        legal = a_member(marac, "hospital", "deputy", legal=True)
        request_id = a_request(
            marac,
            legal,
            ("summary.what_happened",),
            by="idva",
            ground=Ground.LEGAL_DEMAND,
            demand=A_DEMAND,
        )
        prepared = a_choice(marac, request_id, "chair", hand_over_by=marac.person_id("idva"))
        decision = signed(marac, request_id, prepared, "chair")
        release = db.session.get_one(Release, decision.release_id)
        assert release.kind == ExitKind.LEGAL_EXPORT
        assert release.recipient_kind == RecipientKind.OWN_LEGAL_TEAM
        assert release.way == Way.LOCKED_FILE
        assert gate.hand_over(marac.actor("idva"), release.id).pdf.startswith(b"%PDF")
        sheet = prepared.sheet
        assert sheet is not None
        assert [section.heading for section in sheet.sections] == ["What happened"]
        assert "Nothing of it goes to whoever demands" in sheet.conditions[0]
        assert "NB27P00001" not in sheet.to_bytes().decode()


def test_a_chair_who_records_a_demand_does_not_decide_it(marac: World) -> None:
    """Two people of two agencies, also for a chair, and with every right there is."""
    assert Permission.DISCLOSURE_DECIDE in GRANTS[Role.CHAIR]
    with marac.inside():
        legal = a_member(marac, "hospital", "deputy", legal=True)
        request_id = a_request(
            marac, legal, by="chair", ground=Ground.LEGAL_DEMAND, demand=A_DEMAND
        )
        with pytest.raises(Refused):
            service.open_to_decide(marac.actor("chair"), request_id)
