"""The pages of requests to share, as people walk through them."""

import re

from flask.testing import FlaskClient

from app.confidentiality.recipient.rules import RecipientKind
from tests.asking import a_request
from tests.builders import World
from tests.exits import a_member, a_recipient
from tests.pages import boxes, say_why, send

PURPOSE = {
    "purpose": "To move the family before he is released",
    "urgency": "today",
}
STEPS = {
    "justified": "The family is safe from the day of the move",
    "power": "Crime and Disorder Act 1998, section 115",
    "least": "Only what the move needs",
    "kept": "In the file of the team",
}
RISKS = {"risk_of_sharing": "His brother works there", "risk_of_not_sharing": "He finds her"}


def begun(marac: World, client: FlaskClient, ground: str = "protect") -> str:
    """Begin a request from the case's page and return its address."""
    case = marac.extra["case"]
    assert "Ask to share something outside" in say_why(client, case).text
    answer = send(client, f"/disclosures/about/{case}", {"ground": ground})
    assert answer.status_code == 303
    return answer.location.removesuffix("/recipient")


def test_a_request_is_written_page_by_page_and_sent(marac: World) -> None:
    """Housing goes from the case to a request with the chairs; each page leads to the next."""
    with marac.inside():
        to = a_recipient(marac, RecipientKind.SOLICITOR).id
    client = marac.client("housing")
    path = begun(marac, client)
    told = {
        "recipient": {"recipient_id": str(to)},
        "items": {"items": "summary.what_happened"},
        "purpose": PURPOSE,
        "steps": STEPS,
        "agreement": {"consent": "yes"},
        "risks": RISKS,
    }
    pages = [*told, "check"]
    for page, after in zip(pages, pages[1:], strict=False):
        answer = send(client, f"{path}/{page}", told[page])
        assert answer.status_code == 303, answer.text
        assert answer.location == f"{path}/{after}"
    shown = client.get(f"{path}/check").text
    assert "Tom Okafor" in shown
    assert "The family is safe" in shown
    assert send(client, f"{path}/check", {}).status_code == 303
    assert "Waits for a chair" in client.get(path).text
    assert "Zephyrine Canary" in client.get("/disclosures").text


def test_a_chair_decides_looks_and_signs(marac: World) -> None:
    """In part: one item, in the browser of the member's named person, with the passphrase."""
    with marac.inside():
        to = a_member(marac, "hospital", "deputy")
        request_id = a_request(marac, to, by="idva")
    client, path = marac.client("chair"), f"/disclosures/{request_id}"
    page = client.get(f"{path}/decide").text
    assert page.index("Before you decide") < page.index("How much of it is shared?")
    choices = {
        "answer_0": "full",
        "answer_1": "refused",
        "reason_1": "The threshold helps nobody to move",
        "readers": str(marac.person_id("deputy")),
    }
    answer = send(client, f"{path}/decide", choices)
    assert answer.status_code == 303, re.findall(r"error-message[^<]*<[^>]*>[^<]*", answer.text)
    shown = client.get(f"{path}/sign").text
    assert "by the throat" in shown
    assert "Shared in part" in shown
    assert "Wharfside" not in shown
    wrong = client.post(f"{path}/sign", data=boxes(shown) | {"passphrase": "not-this-one-at-all"})
    assert wrong.status_code == 422
    own = marac.members["chair"].passphrase
    signed = client.post(f"{path}/sign", data=boxes(shown) | {"passphrase": own})
    assert signed.status_code == 303, signed.text
    said = marac.client("idva").get(path).text
    assert "Shared in part" in said
    assert "helps nobody to move" in said


def test_a_chair_of_the_requesters_agency_is_told_who_decides(marac: World) -> None:
    """The police asked: the chair, who is of the police, reads the deputy's name."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), by="chair")
    page = marac.client("chair").get(f"/disclosures/{request_id}/decide")
    assert page.status_code == 403
    assert "Tom Okafor (St Aldhelm Hospital)" in page.text


def test_wrong_input_stays_and_says_what_to_enter(marac: World) -> None:
    """A page sent empty answers beside its boxes; what was typed is still there."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), send=False)
    client = marac.client("housing")
    path = f"/disclosures/{request_id}/purpose"
    answer = send(client, path, {"purpose": "", "urgency": "today"})
    assert answer.status_code == 422
    assert "Enter what they will do with it" in answer.text
    blocked = send(client, path, {"purpose": "So that police can tell the Home Office"})
    assert blocked.status_code == 422
    assert "So that police can tell" in blocked.text


def test_search_narrows_the_register_and_saves_nothing(marac: World) -> None:
    """Only names that fit are shown; another search shows everybody again."""
    with marac.inside():
        a_recipient(marac, RecipientKind.SOLICITOR, "Northbrook Law Centre")
        to = a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court")
        request_id = a_request(marac, to, send=False)
    client = marac.client("housing")
    path = f"/disclosures/{request_id}/recipient"
    found = send(client, path, {"find": "law", "search": "Search"})
    assert found.status_code == 200
    assert "Law Centre" in found.text
    assert "Family Court" not in found.text


def test_a_change_after_the_decision_is_decided_anew(marac: World) -> None:
    """The page warns; the request waits for a chair again."""
    from tests.asking import a_choice, signed

    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        signed(marac, request_id, a_choice(marac, request_id))
    client = marac.client("housing")
    path = f"/disclosures/{request_id}"
    assert "no longer holds" in client.get(f"{path}/risks").text
    assert send(client, f"{path}/risks", RISKS).status_code == 303
    page = client.get(path).text
    assert "Waits for a chair" in page
    assert "An earlier decision" in page


def test_the_victim_no_longer_agrees(marac: World) -> None:
    """The IDVA records it on a page; the requester is led to say what follows."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
    path = f"/disclosures/{request_id}"
    answer = send(marac.client("idva"), f"{path}/not-agreed", {"said": "She rang me on Tuesday"})
    assert answer.status_code == 303
    page = marac.client("housing").get(path).text
    assert "She rang me on Tuesday" in page
    assert "Say what follows from it" in page
    assert marac.client("chair").get(f"{path}/sign").status_code == 404
