"""AC-41: somebody writes markup into a referral or a case, to run it on a coordinator's screen."""

import re
from dataclasses import fields
from typing import Any

import pytest

from app.marac.case.rules import Label
from app.marac.case.service import KeptFrom, list_case
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Referred, Summary
from app.marac.referral.service import refer
from app.marac.risk.instrument import CORE, IMMIGRATION, load
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
from tests.builders import World
from tests.pages import boxes, say_why, send
from tests.web.crawl import Reader

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "<a href=javascript:alert(1)>x</a>",
    "</dd></dl><form action=//example.org><input name=p>",
)


def filled(kind: type, payload: str, **keep: Any) -> Any:
    """A dataclass with the payload in every field of text."""
    texts = {field.name: payload for field in fields(kind) if field.type in ("str", str)}
    return kind(**(texts | keep))


def someone(payload: str) -> Details:
    """Somebody made of markup."""
    return filled(Details, payload, aliases=(payload,), postcode="", phone="07700 900999")


def hostile_case(marac: World, payload: str) -> Any:
    """A case with the payload in every text that anybody can write."""
    given = {topic.code: Given(Answer.YES, payload, payload) for topic in load(CORE).topics}
    facts = {topic.code: Given(Answer.YES, payload, payload) for topic in load(IMMIGRATION).topics}
    return list_case(
        marac.actor("coordinator"),
        agency_id=marac.agencies["housing"],
        referrer_id=marac.person_id("housing"),
        idva_id=marac.person_id("idva"),
        label=Label(payload, transfer_from=payload),
        summary=filled(Summary, payload),
        parties=[(kind, someone(payload)) for kind in PartyKind],
        assessment=NewAssessment(
            answers=given,
            judgement=Judgement(True, payload),
            circumstances=Circumstances(incidents_reported=9),
            immigration=Immigration(Status.INSECURE, facts, payload),
            other_tools=(OtherTool(payload, payload),),
        ),
        exclusions=[KeptFrom(person_id=marac.person_id("nrpf"), reason=payload)],
    )


def assert_inert(page: str, payload: str) -> None:
    """The words are there to be read, and none of them is markup."""
    read = Reader(page)
    assert not read.faults
    tags = {element.tag for element in read.elements}
    assert not tags & {"img", "iframe", "object"}
    assert "alert(1)" not in " ".join(script.text for script in read.all("script"))
    assert payload not in page or not re.search("[<>\"']", payload)
    for element in read.elements:
        for name, value in element.attributes.items():
            assert not name.startswith("on"), element
            assert not value.lower().startswith("javascript:"), element


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_case_is_words_on_every_page(marac: World, payload: str) -> None:
    """In every field, to every reader, in boxes and out of them."""
    with marac.inside():
        case_id = hostile_case(marac, payload).id
    case = f"/cases/{case_id}"
    idva, chair = marac.client("idva"), marac.client("chair")
    page = say_why(idva, case_id).text
    assert_inert(page, payload)
    assert payload in " ".join(element.text for element in Reader(page).all("main"))
    paths = [f"{case}/summary", *set(re.findall(rf"{case}/people/[0-9a-f-]{{36}}", page))]
    assert len(paths) == 5
    for path in paths:
        shown = idva.get(path).text
        assert_inert(shown, payload)
        assert payload in boxes(shown).values()
    section = f"{case}/specialist-support"
    send(idva, f"{section}/why", {"reason": "my_action"}, section)
    assert_inert(idva.get(section).text, payload)
    say_why(chair, case_id)
    assert_inert(chair.get(f"{case}/kept-from").text, payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_referral_is_words_on_the_coordinators_screen(
    marac: World, payload: str
) -> None:
    """The queue and the referral itself."""
    with marac.inside():
        told = Referred(
            someone(payload), filled(Summary, payload), (someone(payload),), (someone(payload),)
        )
        referral = refer(marac.actor("housing"), told)
    client = marac.client("coordinator")
    assert_inert(client.get("/triage").text, payload)
    assert_inert(marac.client("housing").get(f"/referrals/{referral.id}").text, payload)
    page = client.get(f"/triage/{referral.id}").text
    assert_inert(page, payload)
    assert payload in " ".join(element.text for element in Reader(page).all("main"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_that_is_typed_comes_back_as_words(marac: World, payload: str) -> None:
    """Saved or refused, beside the other's words or alone."""
    chair, idva = marac.client("chair"), marac.client("idva")
    path = f"/cases/{marac.extra['case']}/summary"
    say_why(chair, marac.extra["case"])
    say_why(idva, marac.extra["case"])
    held = boxes(idva.get(path).text)
    refused = send(idva, path, {"what_happened": "", "wishes": payload})
    assert refused.status_code == 422
    assert_inert(refused.text, payload)
    assert send(chair, path, {"wishes": f"{payload} by the chair"}).status_code == 303
    beside = idva.post(path, data=held | {"wishes": payload, "seen": payload})
    assert beside.status_code == 409
    assert_inert(beside.text, payload)
    assert_inert(chair.get(f"/cases/{marac.extra['case']}").text, payload)
