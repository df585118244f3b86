"""The pages of a case, as the browsers of several people see them."""

import re
from uuid import uuid4

import pytest

from app.audit.queries import rows_about, rows_of
from app.confidentiality.circle import service as circle
from app.marac.case import ports
from app.marac.case.ports import Part
from tests.builders import World
from tests.pages import boxes, say_why, send
from tests.working import CANARY


def test_why_is_asked_once_a_session_and_kept_in_the_trail(marac: World) -> None:
    """The first page is a question without a name; then the case opens until the session ends."""
    client, path = marac.client("idva"), f"/cases/{marac.extra['case']}"
    asked = client.get(path)
    assert "Why do you need to open this case?" in asked.text
    assert CANARY not in asked.text
    assert CANARY in say_why(client, marac.extra["case"]).text
    assert CANARY in client.get(path).text
    assert CANARY not in marac.client("idva").get(path).text
    with marac.inside():
        rows = rows_about(marac.actor("chair"), marac.extra["case"])
        assert [row.detail["reason"] for row in rows if row.tag == "case:open"] == ["preparing"] * 2


def test_a_case_does_not_open_without_a_reason(marac: World) -> None:
    """Sending nothing, or a reason that is not offered, asks again; hearing cannot be claimed."""
    client, path = marac.client("idva"), f"/cases/{marac.extra['case']}"
    for reason in ("curious", "hearing", ""):
        answer = send(client, f"{path}/why", {"reason": reason}, path)
        assert answer.status_code == 422
        assert CANARY not in answer.text + client.get(path).text
    assert "Select why you need to open this case" in answer.text


def test_the_reason_leads_back_to_the_page_that_was_asked_for(marac: World) -> None:
    """And never to a page of another case or another site."""
    client, path = marac.client("idva"), f"/cases/{marac.extra['case']}"
    answer = send(client, f"{path}/why", {"reason": "my_action"}, f"{path}/summary")
    assert answer.location == f"{path}/summary"
    for elsewhere in ("https://example.org/", f"/cases/{uuid4()}", "//example.org", "/"):
        client = marac.client("idva")
        form = {"reason": "my_action", "then": elsewhere}
        assert send(client, f"{path}/why", form, path).location == path


def test_nobody_is_asked_why_while_the_case_is_heard(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has signed the meeting that hears it has said why."""
    # What the meeting room answers is not what is tested here.
    monkeypatch.setattr(ports, "_hearings", [lambda actor, case_id: True])
    page = marac.client("idva").get(f"/cases/{marac.extra['case']}")
    assert CANARY in page.text
    with marac.inside():
        rows = rows_about(marac.actor("chair"), marac.extra["case"])
        assert rows[0].detail["reason"] == "hearing"


def test_contact_safety_comes_before_everything_else(marac: World) -> None:
    """Each way of making contact, who must not be told, and the address as confidential."""
    page = say_why(marac.client("idva"), marac.extra["case"]).text
    contact = page[page.index("Before you make contact") : page.index("About the victim</h2>")]
    for words in (
        *("Not safe", "Safe", "Not known means do not", "Tuesdays before noon", "Leila Haddad"),
        *("Must not be told:</strong> Her mother-in-law", "Must never interpret"),
        *("Do not disclose this address", "Show the confidential address", "07700 900777"),
    ):
        assert words in contact
    assert page.index("Before you make contact") < page.index("topics answered yes")


def test_the_page_says_why_the_case_is_heard_and_never_low(marac: World) -> None:
    """The count, the criteria met and by what, the topics with comments, and who said so."""
    page = say_why(marac.client("housing"), marac.extra["case"]).text
    for words in (
        *('app-count__number">3</span> of 24', "Professional judgement", "Potential escalation"),
        *("4 incidents reported", "Marks on the neck", "Said by her sister"),
        *("Not known:</strong> Has harmed an animal", "DARA:</strong> High"),
    ):
        assert words in page
    assert not re.search(r"\b(low|standard|medium)\b", page.lower())


@pytest.mark.parametrize("who", ["chair", "deputy", "coordinator", "housing"])
def test_everybody_without_the_compartment_reads_the_same_line(marac: World, who: str) -> None:
    """No count, no total and no word of the section; its page is not there for them."""
    client, path = marac.client(who), f"/cases/{marac.extra['case']}"
    page = say_why(client, marac.extra["case"]).text
    assert "Being arranged" in page
    for word in ("Quokka", "immigration", "of 33", "of 9", "public funds"):
        assert word.lower() not in page.lower()
    gone = client.get(f"{path}/specialist-support")
    assert gone.status_code == 404
    assert gone.data == client.get(f"/cases/{uuid4()}").data


def test_a_holder_opens_the_section_after_a_reason_of_its_own(marac: World) -> None:
    """Counts, facts and the note; the trail knows."""
    client, path = marac.client("idva"), f"/cases/{marac.extra['case']}"
    assert f"{path}/specialist-support" in say_why(client, marac.extra["case"]).text
    section = f"{path}/specialist-support"
    assert "Quokka" not in client.get(section).text
    assert send(client, f"{section}/why", {"reason": "my_action"}, section).status_code == 303
    page = client.get(section).text
    for words in ("Depends on the perpetrator", "Quokka: kept in his safe", "3 of 9", "6 of 33"):
        assert words in page
    with marac.inside():
        last = rows_about(marac.actor("chair"), marac.extra["case"])[0]
        assert (last.tag, last.detail["reason"]) == ("compartment:open", "my_action")


def test_a_holder_lets_a_chair_in_with_a_reason(marac: World) -> None:
    """The deputy then opens the section, and the holders see why."""
    client = marac.client("idva")
    section = f"/cases/{marac.extra['case']}/specialist-support"
    send(client, f"{section}/why", {"reason": "my_action"}, section)
    form = {"person": str(marac.person_id("deputy")), "reason": "short"}
    assert send(client, f"{section}/chairs", form, section).status_code == 422
    form["reason"] = "She wants the deputy to speak with her solicitor"
    assert send(client, f"{section}/chairs", form, section).status_code == 303
    assert form["reason"] in client.get(section).text
    deputy = marac.client("deputy")
    send(deputy, f"{section}/why", {"reason": "safeguarding_now"}, section)
    assert "Quokka" in deputy.get(section).text


def test_only_a_holder_lets_anybody_in(marac: World) -> None:
    """For everybody else the form has no address."""
    client = marac.client("chair")
    page = say_why(client, marac.extra["case"]).text
    token = boxes(page)["csrf_token"]
    form = {
        "person": str(marac.person_id("chair")),
        "reason": "Because I say so",
        "csrf_token": token,
    }
    answer = client.post(f"/cases/{marac.extra['case']}/specialist-support/chairs", data=form)
    assert answer.status_code == 404


def test_an_officer_keeps_a_case_from_an_agency_at_once(marac: World) -> None:
    """The referrer's open page is gone with the next click; the reason is there for officers."""
    housing, chair = marac.client("housing"), marac.client("chair")
    path = f"/cases/{marac.extra['case']}"
    assert CANARY in say_why(housing, marac.extra["case"]).text
    say_why(chair, marac.extra["case"])
    form = {"who": f"agency:{marac.agencies['housing']}", "reason": "He is a housing officer"}
    assert send(chair, f"{path}/kept-from", form).status_code == 303
    assert housing.get(path).data == housing.get(f"/cases/{uuid4()}").data
    assert "He is a housing officer" in chair.get(f"{path}/kept-from").text
    assert CANARY in chair.get(path).text
    assert CANARY not in marac.client("housing").get("/").text


def test_keeping_a_case_from_somebody_needs_a_name_and_a_reason(marac: World) -> None:
    """The form comes back with what was typed."""
    chair, path = marac.client("chair"), f"/cases/{marac.extra['case']}/kept-from"
    say_why(chair, marac.extra["case"])
    answer = send(chair, path, {"who": "", "reason": "Typed already"})
    assert answer.status_code == 422
    assert "Select the person or agency" in answer.text
    assert "Typed already" in answer.text
    answer = send(chair, path, {"who": "person:not-a-person", "reason": "Why"})
    assert answer.status_code == 422


def test_only_officers_keep_a_case_from_somebody(marac: World) -> None:
    """An IDVA with a key asks an officer."""
    client = marac.client("idva")
    say_why(client, marac.extra["case"])
    assert client.get(f"/cases/{marac.extra['case']}/kept-from").status_code == 403


def test_the_home_page_leads_to_ones_own_cases(marac: World) -> None:
    """The home page counts them; the list names them and is in the trail; no key, no list."""
    client = marac.client("idva")
    home = client.get("/").text
    assert "1 case that you referred" in home
    assert CANARY not in home
    listed = client.get("/cases").text
    for words in (CANARY, "assigned to you", f"/cases/{marac.extra['case']}", "1 child"):
        assert words in listed
    assert "referred by you" in marac.client("housing").get("/cases").text
    for who in ("second_idva", "children"):
        assert "that you referred" not in marac.client(who).get("/").text
        assert CANARY not in marac.client(who).get("/cases").text
    with marac.inside():
        rows = rows_of(marac.actor("chair"), marac.person_id("idva"))
        assert [row.detail for row in rows if row.tag == "case:list"] == [{"count": 1}]
        circle.exclude(marac.actor("chair"), marac.extra["case"], person_id=marac.person_id("idva"))
    assert "that you referred" not in client.get("/").text
    assert CANARY not in client.get("/cases").text


def test_other_nouns_add_their_parts(marac: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is shown with its own context and has its place in the contents."""
    part = Part("case/panel.html", "Meetings", "safe-contact", {"count": 3})
    # The parts of the meeting room are its own affair; this one stands in for them.
    monkeypatch.setattr(ports, "_parts", {lambda actor, case_id: part: 1})
    page = say_why(marac.client("idva"), marac.extra["case"]).text
    assert (
        '<a class="govuk-link govuk-link--no-visited-state" href="#safe-contact">Meetings</a>'
        in page
    )
    assert "3 cases that you referred" in page


def test_no_part_takes_the_place_of_another(marac: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log, the letters and what can be shared are all there, also if two ask for one place."""
    page = say_why(marac.client("idva"), marac.extra["case"]).text
    for anchor in ("told", "letters", "share-outside"):
        assert f'href="#{anchor}"' in page
    both = [Part("case/panel.html", name, name, {}) for name in ("first", "second")]
    monkeypatch.setattr(ports, "_parts", {})
    for part in both:
        ports.case_part(order=60)(lambda ring, case_id, part=part: part)
    assert ports.parts_for(None, marac.extra["case"]) == both  # type: ignore[arg-type]
