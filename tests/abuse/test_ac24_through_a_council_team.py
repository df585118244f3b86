"""AC-24: facts of a MARAC reach the Home Office through a council's no-recourse team."""

from dataclasses import replace

import pytest

from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.building import CONDITIONS
from app.refusals import Blocked
from tests.asking import a_choice, a_request
from tests.builders import World
from tests.exits import a_member_entry, a_recipient, enter


def test_requester_and_chair_are_warned_before_anything_goes_there(marac: World) -> None:
    """Before it is sent, and first of all where it is decided: what such a team is part of."""
    with marac.inside():
        entry = replace(
            a_member_entry(marac, "nrpf", "nrpf"),
            dpo_name="Hana Vale",
            dpo_note="Only about housing and food; nothing of anybody’s status.",
            dpo_on="2026-11-02",
        )
        team = enter(marac, entry)
        request_id = a_request(marac, team)
    for who, page in (("housing", "check"), ("deputy", "decide")):
        shown = marac.client(who).get(f"/disclosures/{request_id}/{page}").text
        assert "Before it goes there" in shown
        assert "share a system with the Home Office" in shown.replace("\n", " ")


def test_a_purpose_that_leads_there_is_refused_with_the_road(marac: World) -> None:
    """The purpose names the system: refused, kept in the register, and a road is offered."""
    with marac.inside():
        to = a_recipient(marac)
        for purpose in (
            "So that the council can check her on NRPF Connect",
            "So that housing can ask the Home Office about her status",
            "Police to tell immigration enforcement where she lives",
        ):
            with pytest.raises(Blocked) as blocked:
                a_request(marac, to, purpose=purpose)
            assert blocked.value.field == "purpose"
            assert blocked.value.road == "solicitor_letter"


def test_a_chair_cannot_write_it_into_her_conditions_or_reasons(marac: World) -> None:
    """Conditions, reasons and the chair's own words pass the same firewall."""
    told = "Tell the Home Office that she is here"
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        for more in ({"conditions": told}, {"reasons": told}):
            with pytest.raises(Blocked):
                a_choice(marac, request_id, **more)


def test_every_sheet_forbids_a_shared_system(marac: World) -> None:
    """The condition stands on what leaves, whoever receives it."""
    with marac.inside():
        prepared = a_choice(marac, a_request(marac, a_recipient(marac)))
        assert prepared.sheet is not None
        assert prepared.sheet.conditions[: len(CONDITIONS)] == CONDITIONS
        assert any("another organisation can read" in line for line in CONDITIONS)


def test_the_chairs_own_request_is_judged_alike(marac: World) -> None:
    """No office opens it."""
    with marac.inside(), pytest.raises(Blocked):
        a_request(
            marac, a_recipient(marac), by="chair", purpose="To let UKVI know of her situation"
        )
    with marac.inside():
        assert all(line.row.state == "draft" for line in service.own_requests(marac.actor("chair")))
