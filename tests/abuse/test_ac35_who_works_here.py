"""AC-35: a stolen token is not answered who works with the MARAC."""

from typing import Any

import pytest

from app.db import db
from app.marac.intake.strangers import TOO_MUCH
from app.marac.referral.model import Referral
from app.marac.referral.rules import LONGEST_TEXT
from app.marac.referral.service import OpenReferral, open_referral
from tests.builders import World
from tests.marac.intake.tokens import System, a_system, example

STRANGER = "nobody@police.example.org"
NO_ID = "6f1de5b4-9d0c-4d3f-8f6e-2f6c2a0f5f11"
Told = dict[str, Any]


@pytest.fixture
def system(marac: World) -> System:
    """A system whose token somebody stole."""
    return a_system(marac)


def opened(marac: World) -> OpenReferral:
    """The one referral, as the coordinator opens it."""
    with marac.inside():
        made = db.session.scalars(db.select(Referral)).one()
        return open_referral(marac.actor("coordinator"), made.id)


def answers(marac: World, system: System, kept: list[Told], **changes: Any) -> list[object]:
    """What is said to each of the same referral with a member's address, and with nobody's."""
    said: list[object] = []
    for address in (marac.members["officer"].email, STRANGER, NO_ID):
        entries = [each | {"person": address} if "person" in each else each for each in kept]
        answer = system.send(example(kept_from=entries, **changes))
        body = answer.json if answer.status_code == 422 else list(answer.json)
        said.append((answer.status_code, body))
    return said


SUMMARY = example()["summary"]
LONG = {"summary": SUMMARY | {"watch_for": "w" * (LONGEST_TEXT - 20)}}
TOO_LONG = {"summary": SUMMARY | {"watch_for": "w" * (LONGEST_TEXT + 1)}}
BROKEN = {"summary": SUMMARY | {"watch_for": 7}}


@pytest.mark.parametrize(
    ("kept", "changes", "code"),
    [
        ([{"person": "x", "reason": "His cousin"}], {}, 201),
        ([{"person": "x"}], {}, 201),
        ([{"person": "x"}, {"agency": "Northbrook Police", "reason": "Brother"}], {}, 201),
        ([{"person": "x", "reason": "r" * 1001}], {}, 422),
        ([{"person": "x", "reason": 7}], {}, 422),
        ([{"person": "x", "agency": "Northbrook Police"}], {}, 422),
        ([{"person": "x", "name": "y"}], {}, 422),
        ([{"person": "x"}, {"agency": "No such agency"}], {}, 422),
        ([{"person": "x"}, {"agency": ""}, {"person": "x"}], {}, 422),
        ([{"person": "x"}] * 61, {}, 422),
        ([{"person": "x"}], LONG, 422),
        ([{"person": "x"}], TOO_LONG, 422),
        ([{"person": "x"}], BROKEN, 422),
        ([{"person": "x"}], {"summary": "words"}, 422),
        ([{"person": "x"}], {"urgent": "at once"}, 422),
    ],
)
def test_an_address_that_nobody_has_is_answered_like_any_other(
    marac: World, system: System, kept: list[Told], changes: Told, code: int
) -> None:
    """Taken or refused, with the same faults at the same places, whoever is named."""
    said = answers(marac, system, kept, **changes)
    assert said[0] == said[1] == said[2]
    assert isinstance(said[0], tuple)
    assert said[0][0] == code


def test_who_is_not_known_is_told_to_the_officers(marac: World, system: System) -> None:
    """Beside what was written already, with the reason; nothing that was sent is lost."""
    summary = SUMMARY | {"watch_for": "His brother drives for a charity."}
    kept = [{"person": STRANGER, "reason": "Her uncle"}]
    assert system.send(example(summary=summary, kept_from=kept)).status_code == 201
    watched = opened(marac).referred.summary.watch_for
    assert watched.startswith("His brother drives for a charity.")
    assert f"To be kept from {STRANGER}. Her uncle" in watched


def test_who_is_known_is_kept_out_by_key_and_not_by_words(marac: World, system: System) -> None:
    """The member's address is not copied into the words that the officers read."""
    email = marac.members["deputy"].email
    kept = [{"person": email.upper(), "reason": "His cousin"}]
    assert system.send(example(kept_from=kept)).status_code == 201
    assert email not in opened(marac).referred.summary.watch_for.lower()
    with marac.inside():
        made = db.session.scalars(db.select(Referral.id)).one()
    assert marac.client("deputy").get(f"/triage/{made}").status_code == 404


def test_what_is_too_long_says_so(marac: World, system: System) -> None:
    """In one sentence, at the list."""
    answer = system.send(example(kept_from=[{"person": STRANGER}], **LONG))
    assert {"field": "kept_from", "message": TOO_MUCH} in answer.json["faults"]
