"""AC-14: a tab's title, an address or a browser's history seen over somebody's shoulder."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.marac.referral.pages import PAGES
from app.marac.referral.service import refer
from tests.builders import World
from tests.pages import boxes, say_why, send
from tests.web.crawl import TITLE, Reader
from tests.working import CANARY, SUMMARY, VICTIM

SECRETS = ("canary", "zeph", "osric", "wren", "nb1", "07700", "wharfside", "quokka", "stairs")
ADDRESSES = ("href", "action", "src", "id", "name", "for", "data-poll", "class")


def pages(marac: World) -> Iterator[TestResponse]:
    """Every page of a case and a referral, opened by people who may."""
    case = f"/cases/{marac.extra['case']}"
    with marac.inside():
        told = {"victim": VICTIM.to_dict(), "summary": SUMMARY.to_dict()}
        referral = refer(marac.actor("housing"), told)
    idva, chair = marac.client("idva"), marac.client("chair")
    yield idva.get(case)
    yield idva.get("/cases")
    shown = say_why(idva, marac.extra["case"])
    yield shown
    people = re.findall(rf"{case}/people/[0-9a-f-]+", shown.text)
    assert len(set(people)) == 3
    for path in {*people, f"{case}/summary", f"{case}/people/new/child"}:
        yield idva.get(path)
    yield from section(idva, f"{case}/specialist-support")
    say_why(chair, marac.extra["case"])
    for path in (f"{case}/kept-from", "/triage", f"/triage/{referral.id}", "/"):
        yield chair.get(path)
    yield from referring(marac.client("housing"), f"/referrals/{referral.id}")


def referring(client: FlaskClient, own: str) -> Iterator[TestResponse]:
    """The referrer's own referral, and every page on which one is written."""
    for path in ("/referrals", own, f"{own}/sent", f"{own}/withdraw"):
        yield client.get(path)
    draft = client.post("/referrals/drafts", data=boxes(client.get("/referrals").text))
    yield draft
    written = draft.headers["Location"].rpartition("/")[0]
    yield send(client, f"{written}/victim", {"name": CANARY})
    yield send(client, f"{written}/people/new/child", {"name": "Wren Canary"})
    for page in ("", "/check", "/throw-away", "/children", *(f"/{each}" for each in PAGES)):
        yield client.get(f"{written}{page}")


def section(client: FlaskClient, path: str) -> Iterator[TestResponse]:
    """The immigration section, and the question before it."""
    yield client.get(path)
    yield send(client, f"{path}/why", {"reason": "my_action"}, path)
    yield client.get(path)


def test_titles_addresses_and_headers_carry_no_word_of_a_case(marac: World) -> None:
    """The title is always the same; addresses are random ids; no header or cookie says more."""
    seen = 0
    for page in pages(marac):
        seen += CANARY in page.text
        outside = [page.request.path, page.request.url, *map(str, page.headers.values())]
        read = Reader(page.text)
        if page.status_code == 200:
            assert [element.text for element in read.all("title")] == [TITLE]
        for element in read.elements:
            outside += [element.attributes.get(name, "") for name in ADDRESSES]
        words = unquote(" ".join(outside)).lower()
        assert not [secret for secret in SECRETS if secret in words], page.request.path
    assert seen >= 9


def test_no_page_leaves_a_copy_or_tells_where_it_came_from(marac: World) -> None:
    """Nothing is stored by the browser, and no other site learns an address."""
    for page in pages(marac):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_address_of_the_immigration_section_does_not_say_what_it_is(marac: World) -> None:
    """A history reads 'specialist-support', as the page of every case does."""
    for page in pages(marac):
        assert "immigration" not in page.request.path


def test_boxes_with_case_data_are_not_remembered_checked_or_translated(marac: World) -> None:
    """No browser sends a word to a spelling or translation service, or offers it again."""
    for page in pages(marac):
        for box in Reader(page.text).all("textarea", "input"):
            kind = box.attributes.get("type", "text")
            if kind != "text" or "govuk-date-input__input" in box.attributes.get("class", ""):
                continue
            assert box.attributes.get("autocomplete") == "off", box.attributes
            assert box.attributes.get("spellcheck") == "false", box.attributes
            assert box.attributes.get("translate") == "no", box.attributes
