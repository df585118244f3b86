"""AC-27: somebody rings, says they are police or an IDVA, and wants to be told by telephone."""

import pytest

from app.confidentiality.register import answering, asking, queries
from app.confidentiality.register.asking import RING_BACK, Outcome, Words
from app.refusals import RuleBroken
from tests.builders import World
from tests.confidentiality.register.test_callers import asked, call, choice
from tests.marac import trail
from tests.pages import boxes, send

CLAIMS = ("police", "idva", "member")


@pytest.mark.parametrize("claims", CLAIMS)
def test_without_a_call_back_nobody_is_answered(marac: World, claims: str) -> None:
    """The page does not offer it, the service refuses it, and the entry stays open."""
    row_id = asked(marac, "coordinator", claims)
    client = marac.client("coordinator")
    page = client.get(f"/callers/{row_id}").text
    assert 'value="answered"' not in page
    data = {"csrf_token": boxes(page)["csrf_token"], "outcome": "answered"}
    assert client.post(f"/callers/{row_id}/close", data=data).status_code == 422
    with marac.inside():
        with pytest.raises(RuleBroken) as refused:
            answering.close(marac.actor("coordinator"), row_id, "answered")
        assert refused.value.message == asking.CALL_BACK_FIRST
        assert queries.enquiry(marac.actor("coordinator"), row_id).outcome is None


@pytest.mark.parametrize("said", ["answered", "", "yes"])
def test_answered_at_once_is_not_on_the_form(marac: World, said: str) -> None:
    """Whoever rings in is never answered in the same call."""
    with marac.inside(), pytest.raises(RuleBroken):
        answering.write_down(marac.actor("officer"), "police", "phone", said, Words())


def test_rung_back_on_the_registers_number_and_then_answered(marac: World) -> None:
    """Who rang, which number of which agency, and when, are kept; then it can be closed."""
    row_id = asked(marac)
    client, path = marac.client("coordinator"), f"/callers/{row_id}"
    page = client.get(path).text
    assert "020 7946 0000" in page
    assert 'type="tel"' not in page
    token = boxes(page)["csrf_token"]
    rung = client.post(f"{path}/call-back", data={"csrf_token": token, "agency": choice(marac)})
    assert rung.status_code == 303
    assert 'value="answered"' in client.get(path).text
    closed = client.post(f"{path}/close", data={"csrf_token": token, "outcome": "answered"})
    assert closed.status_code == 303
    with marac.inside():
        row = queries.enquiry(marac.actor("chair"), row_id)
        assert row.outcome == Outcome.ANSWERED
        assert row.called_back_by == marac.person_id("coordinator")
        assert (row.called_back_agency_id, row.called_back_number) == call(marac)
        assert trail.count("enquiry:call_back") == trail.count("enquiry:close") == 1
    shown = client.get(path).text
    assert "Northbrook Police" in shown
    assert "Grace Adeyemi" in shown


@pytest.mark.parametrize("number", ["07700 900123", "020 7946 0001", ""])
def test_a_number_that_the_caller_gives_is_none(marac: World, number: str) -> None:
    """Neither by the page nor past it: only the number that stands on the register is rung."""
    row_id = asked(marac)
    client, path = marac.client("coordinator"), f"/callers/{row_id}"
    token = boxes(client.get(path).text)["csrf_token"]
    forged = f"{marac.agencies['police']} {number}"
    sent = client.post(f"{path}/call-back", data={"csrf_token": token, "agency": forged})
    assert sent.status_code == 422
    with marac.inside():
        with pytest.raises(RuleBroken):
            answering.call_back(
                marac.actor("coordinator"), row_id, marac.agencies["police"], number
            )
        assert queries.enquiry(marac.actor("chair"), row_id).called_back_at is None


@pytest.mark.parametrize(
    ("claims", "agency"), [("police", "housing"), ("police", "idva"), ("idva", "police")]
)
def test_rung_is_who_they_say_they_are(marac: World, claims: str, agency: str) -> None:
    """Whoever says police is rung at the police, and at no other agency of the register."""
    row_id = asked(marac, "coordinator", claims)
    client, path = marac.client("coordinator"), f"/callers/{row_id}"
    page = client.get(path).text
    assert choice(marac, agency) not in page
    with marac.inside(), pytest.raises(RuleBroken) as refused:
        answering.call_back(marac.actor("coordinator"), row_id, *call(marac, agency))
    assert refused.value.message == asking.NOT_THEIRS


def test_the_first_page_says_so_before_anything_is_told(marac: World) -> None:
    """Every agency's number is there to be rung, and that nothing is said before."""
    page = marac.client("housing").get("/callers").text
    assert "Nothing about anybody is said by telephone before that" in page
    for number in range(len(marac.agencies)):
        assert f"020 7946 0{number:03}" in page


def test_it_is_told_again_what_to_do(marac: World) -> None:
    """After saving, the next step is on the page, and at home until it is closed."""
    client = marac.client("officer")
    sent = send(client, "/callers", {"claims": "idva", "said": RING_BACK})
    assert sent.status_code == 303
    assert "Ring them back on the number below" in client.get(sent.headers["Location"]).text
    assert "1 caller waits" in client.get("/").text
