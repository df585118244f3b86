"""Triage as officers use it: the queue, one referral, and the pages of each decision."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.confidentiality.circle import service as circle
from app.db import db, transaction
from app.marac.case import service as cases
from app.marac.case.rules import OpeningReason
from app.marac.meeting import queries as meetings
from app.marac.referral.model import Referral
from app.marac.referral.rules import ReferralState
from tests.builders import World
from tests.marac.triage.conftest import TOLD, Refer
from tests.working import CANARY, SUMMARY

PLACES = ("", "/ask", "/return", "/accept", "/kept-from")


def acceptance(meeting: object, idva: object) -> dict[str, str]:
    """What an officer who accepts has filled in."""
    return {
        "kept_seen": "0",
        "seen": "y",
        "repeat": "no",
        "idva": str(idva),
        "meeting": str(meeting),
    }


def test_the_queue_shows_references_and_no_name(marac: World, referred: Refer) -> None:
    """Reference, agency, referrer, age and clock; a name is opened one referral at a time."""
    client = marac.client("coordinator")
    assert "No referral is waiting" in client.get("/triage").text
    assert "Triage" in client.get("/").text
    referral_id = referred()
    with marac.inside():
        reference = db.session.get_one(Referral, referral_id).reference
    queue = client.get("/triage").text
    for words in (reference, "Northbrook Housing", "Daniel Price", "Today", "Due "):
        assert words in queue
    assert CANARY not in queue
    assert "1 referral waits to be decided" in client.get("/").text


def test_urgent_comes_before_older(marac: World, referred: Refer) -> None:
    """And is due the day it came in."""
    first, urgent = referred(), referred(urgent=True)
    queue = marac.client("chair").get("/triage").text
    assert queue.index(str(urgent)) < queue.index(str(first))
    assert "Urgent" in queue
    assert "Due today" in queue


@pytest.mark.parametrize("who", ["idva", "housing", "officer", "administrator"])
def test_triage_is_for_officers(marac: World, referred: Refer, who: str) -> None:
    """Also the referrer has their own page and not this one."""
    referral_id = referred()
    client = marac.client(who)
    assert client.get("/triage").status_code == 403
    assert 'href="/triage"' not in client.get("/").text
    for place in PLACES:
        assert client.get(f"/triage/{referral_id}{place}").status_code == 403


def test_an_excluded_officer_finds_nothing_anywhere(marac: World, referred: Refer) -> None:
    """Not in the queue, not on the home page, not by an address: the bytes of what never was."""
    referral_id = referred()
    with marac.inside():
        circle.exclude(marac.actor("chair"), referral_id, person_id=marac.person_id("deputy"))
    client = marac.client("deputy")
    assert str(referral_id) not in client.get("/triage").text
    assert "referral waits" not in client.get("/").text
    for place in PLACES:
        gone = client.get(f"/triage/{referral_id}{place}")
        assert gone.status_code == 404
        assert gone.data == client.get(f"/triage/{uuid4()}{place}").data
    for act in ("stand-aside", "go-on"):
        sent = client.submit(f"/triage/{referral_id}/{act}", {}, page="/triage")
        assert sent.status_code == 404


def test_one_referral_shows_everything_that_was_said(marac: World, referred: Refer) -> None:
    """Who, why, what is missing, who may know somebody; never the immigration section."""
    page = marac.client("coordinator").get(f"/triage/{referred()}").text
    for words in (CANARY, "Osric Canary", "Wren Canary", "3", "Not safe", "What is missing"):
        assert words in page
    assert "Quokka" not in page


def test_the_referrer_is_asked_and_answers(marac: World, referred: Refer) -> None:
    """The queue says that it waits for the referrer; the answer puts it back."""
    referral_id = referred()
    client = marac.client("coordinator")
    assert client.submit(f"/triage/{referral_id}/ask", {"text": ""}).status_code == 422
    sent = client.submit(f"/triage/{referral_id}/ask", {"text": "Which school?"})
    assert sent.status_code == 303
    assert "Which school?" in client.get(f"/triage/{referral_id}").text
    assert "Waiting for the referrer" in client.get("/triage").text


def test_a_return_needs_reasons_and_no_score(marac: World, referred: Refer) -> None:
    """What was typed is not lost when it is refused."""
    referral_id = referred()
    client = marac.client("coordinator")
    path = f"/triage/{referral_id}/return"
    low = client.submit(path, {"why": "The score is too low", "what_would_help": "More facts"})
    assert low.status_code == 422
    assert "No score sends a referral back" in low.text
    assert "More facts" in low.text
    sent = client.submit(path, {"why": "Two victims in one", "what_would_help": "One for each"})
    assert sent.status_code == 303
    page = client.get(f"/triage/{referral_id}").text
    assert "Returned" in page
    assert "One for each" in page
    assert "Returned to the referrer" in client.get("/triage").text


def test_one_press_keeps_it_from_who_may_know_somebody(marac: World, referred: Refer) -> None:
    """The reason is there already; afterwards they are shown among those it is kept from."""
    watched = replace(SUMMARY, watch_for="Joan Whitfield plays cards with his mother")
    referral_id = referred(replace(TOLD, summary=watched))
    client = marac.client("coordinator")
    page = client.get(f"/triage/{referral_id}").text
    assert "Joan Whitfield</strong>, Haven IDVA Service" in page
    sent = client.submit(
        f"/triage/{referral_id}/kept-from",
        {"who": f"person:{marac.person_id('second_idva')}", "reason": "Named by the referrer"},
    )
    assert sent.status_code == 303
    page = client.get(f"/triage/{referral_id}").text
    assert "Kept from Joan Whitfield" in page
    assert (
        "Joan Whitfield"
        not in client.get(f"/triage/{referral_id}/accept").text.split("Who begins")[1]
    )


def test_accepting_lists_the_case_and_the_idva_begins(
    marac: World, referred: Refer, meeting_id: UUID
) -> None:
    """On the agenda chosen; the case opens in the IDVA's session with no further step."""
    referral_id = referred()
    client = marac.client("coordinator")
    typed = acceptance(meeting_id, marac.person_id("idva"))
    sent = client.submit(f"/triage/{referral_id}/accept", typed)
    assert sent.status_code == 303
    page = client.get(sent.location).text
    for words in ("Accepted", "Leila Haddad is the IDVA", "It is heard at the meeting on"):
        assert words in page
    with marac.inside():
        assert [each.case_id for each in meetings.every_item(meeting_id)] == [referral_id]
        opened = cases.open_case(marac.actor("idva"), referral_id, OpeningReason.PREPARING)
        assert opened.label.name == CANARY
    assert "2 cases that you referred or are the IDVA of" in marac.client("idva").get("/").text
    assert "Accepted" in client.get("/triage").text


@pytest.mark.parametrize("left_out", ["seen", "repeat", "idva", "meeting"])
def test_accepting_leaves_nothing_open(
    marac: World, referred: Refer, meeting_id: UUID, left_out: str
) -> None:
    """Each question has an answer before a case is made."""
    referral_id = referred()
    typed = acceptance(meeting_id, marac.person_id("idva"))
    del typed[left_out]
    refused = marac.client("coordinator").submit(f"/triage/{referral_id}/accept", typed)
    assert refused.status_code == 422
    with marac.inside():
        assert db.session.get_one(Referral, referral_id).state == ReferralState.SUBMITTED


def test_without_an_idva_somebody_says_why(marac: World, referred: Refer, meeting_id: UUID) -> None:
    """And the page afterwards leads to assigning one."""
    referral_id = referred()
    client = marac.client("coordinator")
    typed = acceptance(meeting_id, "nobody")
    assert client.submit(f"/triage/{referral_id}/accept", typed).status_code == 422
    typed |= {"why_no_idva": "Both are full until Thursday"}
    assert client.submit(f"/triage/{referral_id}/accept", typed).status_code == 303
    page = client.get(f"/triage/{referral_id}").text
    assert f"/cases/{referral_id}/idva" in page
    assert "Both are full until Thursday" in page
    assert "Both are full" in marac.client("housing").get(f"/referrals/{referral_id}").text


def test_what_cannot_wait_leads_to_an_emergency_meeting(marac: World, referred: Refer) -> None:
    """Accepted first, so that nothing is lost if the officer is called away; then planned."""
    referral_id = referred(urgent=True)
    client = marac.client("coordinator")
    typed = acceptance("emergency", marac.person_id("idva"))
    sent = client.submit(f"/triage/{referral_id}/accept", typed)
    assert sent.location == f"/meetings/new/{referral_id}"
    assert "emergency meeting" in client.get(sent.location).text
    assert "Accepted, no meeting yet" in client.get("/triage").text


def test_decide_later_waits_on_the_page_until_it_is_put_on_a_meeting(
    marac: World, referred: Refer, meeting_id: UUID
) -> None:
    """An accepted case is not forgotten between two pages."""
    referral_id = referred()
    client = marac.client("coordinator")
    client.submit(f"/triage/{referral_id}/accept", acceptance("later", marac.person_id("idva")))
    assert f"/triage/cases/{referral_id}/meeting" in client.get("/triage").text
    path = f"/triage/cases/{referral_id}/meeting"
    assert client.submit(path, {}).status_code == 422
    assert client.submit(path, {"meeting": str(meeting_id)}).status_code == 303
    assert path not in client.get("/triage").text


def test_two_officers_at_once(marac: World, referred: Refer, meeting_id: UUID) -> None:
    """One wins; the other is told, and sees how it stands."""
    referral_id = referred()
    first, second = marac.client("coordinator"), marac.client("deputy")
    typed = acceptance(meeting_id, marac.person_id("idva"))
    path = f"/triage/{referral_id}/accept"
    second.get(path)
    assert first.submit(path, typed).status_code == 303
    late = second.submit(path, typed, page="/triage")
    assert late.location == f"/triage/{referral_id}"
    page = second.get(late.location).text
    assert "Somebody has decided about this referral meanwhile" in page
    assert second.get(f"/triage/{referral_id}/ask").status_code == 303


def test_an_exclusion_made_meanwhile_is_shown_before_it_is_accepted(
    marac: World, referred: Refer, meeting_id: UUID
) -> None:
    """An officer confirms the list that there is, not the one that there was."""
    referral_id = referred()
    client = marac.client("coordinator")
    typed = acceptance(meeting_id, marac.person_id("idva"))
    with marac.inside():
        circle.exclude(marac.actor("chair"), referral_id, person_id=marac.person_id("officer"))
    changed = client.submit(f"/triage/{referral_id}/accept", typed)
    assert changed.status_code == 422
    assert "has changed meanwhile" in changed.text
    assert "Kept from Ruth Castle" in changed.text
    again = client.submit(f"/triage/{referral_id}/accept", typed | {"kept_seen": "1"})
    assert again.status_code == 303


def test_a_transfer_shows_its_origin(marac: World, referred: Refer) -> None:
    """On the page; the queue opens no word."""
    origin = replace(SUMMARY, transfer_from="Southwell")
    referral_id = referred(replace(TOLD, summary=origin))
    client = marac.client("chair")
    assert "Transfer from Southwell" in client.get(f"/triage/{referral_id}").text
    assert "Southwell" not in client.get("/triage").text


def test_a_referral_that_was_sent_again_is_back_in_the_queue(marac: World, referred: Refer) -> None:
    """Returned, then sent again: it waits for a decision like any other."""
    referral_id = referred()
    client = marac.client("coordinator")
    client.submit(
        f"/triage/{referral_id}/return", {"why": "Two in one", "what_would_help": "One each"}
    )
    with marac.inside(), transaction():
        db.session.get_one(Referral, referral_id).state = ReferralState.SUBMITTED
    assert "Accept" in client.get(f"/triage/{referral_id}").text
    assert f"/triage/{referral_id}" in client.get("/triage").text.split("Decided in")[0]
