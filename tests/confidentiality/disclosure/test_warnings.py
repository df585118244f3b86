"""What a chair sees first, and how a case moves to another MARAC."""

from dataclasses import replace

import pytest

from app.confidentiality.disclosure import service, shown
from app.confidentiality.disclosure.content import Transfer
from app.confidentiality.disclosure.rules import Consent, Ground
from app.confidentiality.gate.model import ExitKind, Release
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db
from app.marac.case import service as cases
from app.marac.case.rules import OpeningReason
from app.marac.party.rules import PartyKind
from app.refusals import RuleBroken
from tests.asking import a_choice, a_request, every_item, signed
from tests.builders import World
from tests.exits import a_member, a_recipient


def headings(marac: World, request_id) -> list[str]:  # type: ignore[no-untyped-def]
    """The headings of the warnings, in order."""
    opened = service.open_to_decide(marac.actor("deputy"), request_id)
    return [heading for heading, _ in shown.warnings(opened)]


def test_where_the_perpetrator_works_is_warned_of_first(marac: World) -> None:
    """He works for the agency that would receive it."""
    with marac.inside():
        coordinator, case = marac.actor("coordinator"), marac.extra["case"]
        opened = cases.open_case(coordinator, case, OpeningReason.RECORD_CHECK)
        him = opened.of_kind(PartyKind.PERPETRATOR)[0]
        works = replace(him.details, works_for="Northbrook Housing, repairs")
        cases.change_party(coordinator, case, him.id, works, him.revision)
        request_id = a_request(marac, a_member(marac, "housing", "housing"), by="idva")
        assert headings(marac, request_id)[:2] == [
            "The recipient may employ somebody of this case",
            "Safe contact",
        ]


def test_a_namesake_at_the_recipient_is_warned_of(marac: World) -> None:
    """Somebody there has his surname."""
    with marac.inside():
        to = a_recipient(marac, person="Imelda Canary")
        assert (
            headings(marac, a_request(marac, to))[0] == "Somebody there may be known to this case"
        )


def test_sharing_without_agreement_is_said_with_its_reason(marac: World) -> None:
    """The chair reads why, and the recipient reads that she does not know."""
    with marac.inside():
        request_id = a_request(
            marac, a_recipient(marac), consent=Consent.TOO_RISKY, consent_why="He reads her phone"
        )
        opened = service.open_to_decide(marac.actor("deputy"), request_id)
        told = dict(shown.warnings(opened))
        assert told["Nobody asked, because asking would raise the risk"] == ["He reads her phone"]
        sheet = a_choice(marac, request_id).sheet
        assert sheet is not None
        assert "does not know that this is shared" in sheet.opening[-1]
        assert "He reads her phone" not in sheet.to_bytes().decode()


def test_without_agreement_and_without_a_reason_nothing_is_saved(marac: World) -> None:
    """It must be said why."""
    with marac.inside(), pytest.raises(RuleBroken) as refused:
        a_request(marac, a_recipient(marac), consent=Consent.OVERRIDDEN)
    assert refused.value.field == "consent_why"


def test_a_case_moves_to_another_marac(marac: World) -> None:
    """Its own ground and recipient; whether it was heard there is asked; a transfer is released."""
    with marac.inside():
        other = a_recipient(marac, RecipientKind.ANOTHER_MARAC, "Southbrook MARAC")
        with pytest.raises(RuleBroken) as refused:
            a_request(marac, other, every_item(marac), ground=Ground.TRANSFER)
        assert refused.value.field == "heard_there"
        request_id = a_request(
            marac,
            other,
            ("summary.what_happened", "summary.wishes", "risk.threshold"),
            ground=Ground.TRANSFER,
            transfer=Transfer("Never heard there", "Isaac Thorne, on Tuesday"),
        )
        decision = signed(marac, request_id, a_choice(marac, request_id))
        assert db.session.get_one(Release, decision.release_id).kind == ExitKind.TRANSFER


def test_the_requester_sees_on_the_home_page_that_it_is_decided(marac: World) -> None:
    """A day and a state, and no word of the case."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        signed(marac, request_id, a_choice(marac, request_id))
    page = marac.client("housing").get("/").text
    assert f"/disclosures/{request_id}" in page
    assert "Canary" not in page
