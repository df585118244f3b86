"""The pages of matching, as officers use them."""

from uuid import UUID

import pytest

from app.marac.match import service
from app.marac.match.forms import decision_box, why_box
from app.marac.party.rules import PartyKind
from tests.builders import World
from tests.marac.match.test_match_service import again, referred, same
from tests.pages import send


def boxes_of(world: World, record_id: UUID) -> tuple[str, str]:
    """The names of the radios about the victim, and of the reasons."""
    with world.inside():
        found = service.candidates(world.actor("coordinator"), record_id)
        each = next(one for one in found if one.own.kind is PartyKind.VICTIM)
        return decision_box(each), why_box(each.record.id)


@pytest.fixture
def record_id(marac: World) -> UUID:
    """A referral of the victim of the made-up case."""
    with marac.inside():
        return referred(marac, again(phone="07700 900777", postcode="NB1 2CY"))


def test_candidates_are_shown_side_by_side(marac: World, record_id: UUID) -> None:
    """Both people, and why; of a confidential address only that it is the same."""
    page = marac.client("coordinator").get(f"/matches/{record_id}").text
    assert "Canary Zephirine" in page
    assert "Zephyrine Canary" in page
    assert "Same date of birth" in page
    assert "Same postcode" in page
    assert "Confidential, not shown" in page
    assert "NB1" not in page
    assert "Wharfside" not in page


def test_deciding_asks_for_reasons_beside_the_box(marac: World, record_id: UUID) -> None:
    """What was chosen is still chosen, and nothing is saved."""
    radios, why = boxes_of(marac, record_id)
    client = marac.client("coordinator")
    answer = send(client, f"/matches/{record_id}", {radios: "same"})
    assert answer.status_code == 422
    assert "Enter what you looked at" in answer.text
    assert f'href="#{why}"' in answer.text
    assert 'value="same" checked' in answer.text.replace('checked=""', "checked")


def test_nothing_chosen_is_said(marac: World, record_id: UUID) -> None:
    """Pressing the button alone says what to do."""
    answer = send(marac.client("coordinator"), f"/matches/{record_id}", {})
    assert answer.status_code == 422
    assert "Select an answer for at least one" in answer.text


def test_two_officers_link_and_a_third_takes_it_back(marac: World, record_id: UUID) -> None:
    """From the coordinator's answer over the chair's confirmation to the deputy's doubt."""
    radios, why = boxes_of(marac, record_id)
    coordinator, path = marac.client("coordinator"), f"/matches/{record_id}"
    assert send(coordinator, path, {radios: "same", why: "The nurse."}).status_code == 303
    own = coordinator.get(path).text
    assert "Waits for a second officer" in own
    assert "Confirm: the same person" not in own

    chair = marac.client("chair")
    assert "1 comparison waits for you as second officer" in chair.get("/").text
    assert "The nurse." in chair.get("/matches").text
    with marac.inside():
        (told,) = service.look(marac.actor("chair"), record_id).told
    decision = f"{path}/decisions/{told.row.id}"
    assert "Confirm: the same person" in chair.get(path).text
    assert send(chair, f"{decision}/confirm", {}, path).status_code == 303
    assert "Confirmed by Priya Raman" in chair.get(path).text
    assert send(chair, f"{decision}/confirm", {}, path).status_code == 303
    assert "This was decided meanwhile" in chair.get(path).text

    deputy = marac.client("deputy")
    assert send(deputy, f"{decision}/undo", {"why": ""}).status_code == 422
    assert send(deputy, f"{decision}/undo", {"why": "Another woman."}).status_code == 303
    assert "Another woman." in deputy.get(path).text
    assert deputy.get(f"{decision}/undo").status_code == 404


def test_whoever_decided_cannot_confirm_by_a_made_up_request(marac: World, record_id: UUID) -> None:
    """There is no button, and sending it anyway is refused."""
    with marac.inside():
        row = same(marac, record_id)
    path = f"/matches/{record_id}"
    answer = send(marac.client("coordinator"), f"{path}/decisions/{row.id}/confirm", {}, path)
    assert answer.status_code == 403
    assert "Ask another officer" in answer.text


def test_where_nobody_is_like_them_the_page_says_what_was_compared(marac: World) -> None:
    """An empty answer is an answer: with how many, and by what."""
    page = marac.client("chair").get(f"/matches/{marac.extra['case']}").text
    assert "There is no other record yet" in page
    assert "What was compared" in page
    assert "The victim, 1 perpetrator and 1 child of this case" in page


def test_the_case_leads_to_its_linked_record(marac: World, record_id: UUID) -> None:
    """By its reference, on the page of the case, for officers also before it is confirmed."""
    with marac.inside():
        same(marac, record_id)
        (link,) = service.links(marac.actor("chair"), marac.extra["case"])
    chair = marac.client("chair")
    case = f"/cases/{marac.extra['case']}"
    send(chair, f"{case}/why", {"reason": "preparing"}, case)
    assert link.record.reference in chair.get(case).text
    idva = marac.client("idva")
    send(idva, f"{case}/why", {"reason": "preparing"}, case)
    assert link.record.reference not in idva.get(case).text


@pytest.mark.parametrize("who", ["idva", "housing", "officer", "administrator"])
def test_the_pages_are_the_officers(marac: World, record_id: UUID, who: str) -> None:
    """Anybody else is refused, whether or not there is such a record."""
    client = marac.client(who)
    for path in (f"/matches/{record_id}", f"/matches/{UUID(int=1)}", "/matches"):
        assert client.get(path).status_code == 403
