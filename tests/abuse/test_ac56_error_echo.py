"""AC-56: an error page, a message or a log that repeats what somebody wrote about a victim."""

import logging
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from app.marac.party import service as party_service
from tests.builders import World
from tests.pages import boxes, say_why, send
from tests.web.crawl import Element, Reader
from tests.working import CANARY

TYPED = "Piazzetta Canary"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, however small."""
    caplog.set_level(logging.DEBUG)
    return caplog


def messages(page: str) -> str:
    """All that the page says about errors."""
    about = {"govuk-error-message", "govuk-error-summary"}
    return " ".join(each.text for each in Reader(page).elements if about & classes(each))


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return set(element.attributes.get("class", "").split())


def writer(marac: World) -> FlaskClient:
    """An IDVA in her case."""
    client = marac.client("idva")
    say_why(client, marac.extra["case"])
    return client


def test_messages_about_a_field_never_repeat_what_is_in_it(
    marac: World, logged: pytest.LogCaptureFixture
) -> None:
    """The box keeps it; the message and the log do not."""
    client, path = writer(marac), f"/cases/{marac.extra['case']}/people/new/perpetrator"
    wrong = {
        "name": TYPED,
        "postcode": TYPED[:10],
        "date_of_birth-day": "Pia",
        "date_of_birth-month": "zzetta",
        "date_of_birth-year": "Cana",
    }
    for form in (wrong, {"name": TYPED * 20}, {"name": TYPED, "notes": TYPED * 900}):
        answer = send(client, path, form)
        assert answer.status_code == 422
        assert TYPED in str(boxes(answer.text))
        assert messages(answer.text)
        assert "Canary" not in messages(answer.text)
        assert "Pia" not in messages(answer.text)
    assert "Canary" not in logged.text
    assert "Piazzetta" not in logged.text


def test_a_page_that_is_not_there_does_not_repeat_the_address(
    marac: World, logged: pytest.LogCaptureFixture
) -> None:
    """Whatever was typed into it."""
    client = writer(marac)
    for path in (
        f"/cases/{CANARY}",
        f"/cases/{uuid4()}/{CANARY}",
        f"/cases/{marac.extra['case']}/people/new/{CANARY}",
        f"/case?name={CANARY}",
        f"/referrals/{CANARY}",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Canary" not in answer.text
    assert "Canary" not in logged.text


def test_a_choice_that_is_not_offered_is_not_repeated(marac: World) -> None:
    """Radios and lists name their own choices only."""
    client = marac.client("chair")
    path = f"/cases/{marac.extra['case']}"
    answer = send(client, f"{path}/why", {"reason": TYPED}, path)
    assert answer.status_code == 422
    assert TYPED not in answer.text
    say_why(client, marac.extra["case"])
    answer = send(client, f"{path}/kept-from", {"who": TYPED, "reason": "Why"})
    assert answer.status_code == 422
    assert TYPED not in answer.text


def test_a_fault_in_the_middle_of_a_case_shows_and_logs_none_of_it(
    marac: World, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has a reference, the log has a kind, and neither has a word of the case."""

    # A fault of the code, with the worst words that an exception could carry.
    def broken(*_: object) -> None:
        raise ValueError(f"could not read {CANARY} of 9 Canary Wharfside")

    client = writer(marac)
    marac.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(party_service, "_opened", broken)
    answer = client.get(f"/cases/{marac.extra['case']}")
    assert answer.status_code == 500
    assert "Canary" not in answer.text
    assert "Canary" not in logged.text
    assert "ValueError" in logged.text


def test_being_refused_says_nothing_of_the_case(marac: World) -> None:
    """Neither the role's refusal nor the rule's carries a word of it."""
    client = writer(marac)
    answer = client.get(f"/cases/{marac.extra['case']}/kept-from")
    assert answer.status_code == 403
    assert "Canary" not in answer.text
