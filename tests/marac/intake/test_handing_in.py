"""The hand-in: the same rules as every way in, one answer, bounded in every direction."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from jsonschema import Draft202012Validator

from app import clock
from app.db import db, transaction
from app.marac.intake.model import HandInTry
from app.marac.intake.openapi import description
from app.marac.intake.parsing import MOST_BYTES
from app.marac.intake.rules import MOST_AN_HOUR, MOST_FAILURES, NOT_LET_IN, waits
from app.marac.intake.service import revoke
from app.marac.referral.model import Referral
from app.marac.referral.service import open_referral
from app.refusals import NotVisible
from tests.builders import World
from tests.marac.intake.tokens import ADDRESS, System, a_system, a_token, example, referral_count
from tests.marac.trail import tags

DEEP = b'{"victim":' * 500 + b"1" + b"}" * 500
DEEPER = b"[" * 100_000


def validator(name: str) -> Draft202012Validator:
    """What checks JSON against one schema of the description."""
    own = {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    return Draft202012Validator(own, format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(answer: Any) -> dict[str, str]:
    """The fields that were named, with what was said."""
    assert answer.status_code == 422, answer.text
    validator("Faults").validate(answer.json)
    return {each["field"]: each["message"] for each in answer.json["faults"]}


def test_a_referral_comes_in_with_its_trail_and_nothing_else(marac: World) -> None:
    """A reference comes back; the officer opens it; both events are in one transaction."""
    system = a_system(marac)
    answer = system.send(example(kept_from=[{"agency": "Northbrook Police", "reason": "Brother"}]))
    assert (answer.status_code, list(answer.json)) == (201, ["reference"])
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    with marac.inside():
        made = db.session.scalars(db.select(Referral)).one()
        assert made.reference == answer.json["reference"]
        assert made.referrer_id == marac.person_id("housing")
        assert tags()[-2:] == ["referral:make", "referral:hand_in"]
        opened = open_referral(marac.actor("coordinator"), made.id)
        assert opened.referred.victim.name == "Marigold Example"
        assert opened.assessment is not None
        assert opened.assessment.result.core == 2
        with pytest.raises(NotVisible):
            open_referral(marac.actor("chair"), made.id)
        assert open_referral(marac.actor("housing"), made.id).referred.criteria


def test_the_description_is_what_the_service_does(marac: World) -> None:
    """Its example fits its own schema and is taken in; its addresses are there."""
    described = marac.client().get("/api/openapi.json").json
    assert described == json.loads(json.dumps(description()))
    assert described["openapi"].startswith("3.1")
    assert list(described["paths"]) == [ADDRESS]
    post = described["paths"][ADDRESS]["post"]
    sent = post["requestBody"]["content"]["application/json"]["example"]
    validator("Referral").validate(sent)
    sent["kept_from"] = [{"agency": "Northbrook Police", "reason": "x"}]
    assert a_system(marac).send(sent).status_code == 201
    for name in described["components"]["schemas"]:
        Draft202012Validator.check_schema(described["components"]["schemas"][name])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("victim", {"name": "A", "date_of_birth": "31/01/1990"}),
        ("victim", {"name": "A", "phone": 7700900123}),
        ("victim", {"name": "A", "safe_to_call": "sometimes"}),
        ("victim", {"name": "A", "nickname": "B"}),
        ("victim", {}),
        ("victim", "A"),
        ("summary", {}),
        ("summary", {"what_happened": "x" * 9000}),
        ("children", {"name": "A"}),
        ("criteria", ["score"]),
        ("risk", {"answers": {"fear": {"answer": "very"}}}),
        ("risk", {"circumstances": {"incidents_reported": -1}}),
        ("immigration", {"country": "A"}),
        ("immigration", {"status": "visa"}),
        ("equality", {"sex": "x"}),
        ("kept_from", [{"person": "a@example.org", "agency": "B"}]),
        ("urgent", "at once"),
        ("visa_number", "1"),
    ],
)
def test_what_the_schema_refuses_the_service_refuses(
    marac: World, field: str, value: object
) -> None:
    """Description and rules say no to the same things, and the answer names where."""
    sent = example(**{field: value})
    assert not validator("Referral").is_valid(sent)
    told = faults(a_system(marac).send(sent))
    assert any(name.startswith(field) for name in told)
    assert referral_count(marac) == 0


def test_everything_wrong_is_named_at_once(marac: World) -> None:
    """A system's maker need not send again and again to find the next mistake."""
    sent = example(
        victim={"name": "", "date_of_birth": "1850-01-01", "postcode": "nowhere"},
        summary={"agrees": "no", "referred_on": "2199-01-01"},
        children=[{"name": "A"}, {"date_of_birth": "2199-01-01"}],
    )
    assert set(faults(a_system(marac).send(sent))) == {
        "victim.name",
        "victim.date_of_birth",
        "victim.postcode",
        "summary.what_happened",
        "summary.why_shared",
        "summary.referred_on",
        "children.1.name",
        "children.1.date_of_birth",
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[]", 422),
        (b"null", 422),
        (b"\xff\xfe{}", 422),
        (b'{"victim": NaN}', 422),
        (b'{"victim": {"name": "A", "name": "B"}}', 422),
        (DEEP, 422),
        (DEEPER, 422),
        (b" " * (MOST_BYTES + 1), 413),
    ],
)
def test_bodies_that_are_no_referral(marac: World, body: bytes, code: int) -> None:
    """Not JSON, nested without end, given twice, too long: refused, and nothing falls over."""
    answer = a_system(marac).send(body)
    assert answer.status_code == code, answer.text
    assert referral_count(marac) == 0


def test_only_json_by_its_own_name(marac: World) -> None:
    """A form, or JSON that calls itself text as another site's page would have to, is refused."""
    system = a_system(marac)
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        assert system.send(content_type=kind).status_code == 415


def test_tricks_with_letters_arrive_as_plain_words(marac: World) -> None:
    """Markup, control characters, lone surrogates and reordering marks are gone; letters stay."""
    name = "Zo\u0065\u0301 \u202eelpmaxE\u202c<script>x</script> \ud800\u0000O’Brien"
    assert a_system(marac).send(example(victim={"name": name})).status_code == 201
    with marac.inside():
        made = db.session.scalars(db.select(Referral)).one()
        opened = open_referral(marac.actor("coordinator"), made.id)
        assert opened.referred.victim.name == "Zoé elpmaxE O’Brien"


def test_a_retry_makes_no_second_referral(marac: World) -> None:
    """The same key and body give the same reference; another body under it is refused."""
    system = a_system(marac)
    first = system.send(key="5f2c9d10-retry")
    again = system.send(key="5f2c9d10-retry")
    assert (again.status_code, again.json) == (201, first.json)
    assert referral_count(marac) == 1
    other = example(victim={"name": "Somebody Else"})
    assert set(faults(system.send(other, key="5f2c9d10-retry"))) == {"Idempotency-Key"}
    assert set(faults(system.send(key="short"))) == {"Idempotency-Key"}
    assert system.send().json != first.json
    assert (
        System(marac, a_token(marac, "second_idva").text).send(key="5f2c9d10-retry").json
        != first.json
    )


def test_so_many_an_hour_and_no_more(marac: World) -> None:
    """The next one is told how long to wait, and is taken in when it has waited."""
    made = a_token(marac)
    with marac.inside(), transaction() as session:
        for number in range(MOST_AN_HOUR - 1):
            at = clock.now() - timedelta(minutes=59) + timedelta(seconds=number)
            session.add(HandInTry(account=made.id.bytes, at=at))
    system = System(marac, made.text)
    assert system.send().status_code == 201
    answer = system.send()
    assert answer.status_code == 429
    wait = int(answer.headers["Retry-After"])
    assert 0 < wait <= 61
    with time_machine.travel(clock.now() + timedelta(seconds=wait), tick=True):
        assert system.send().status_code == 201
    assert referral_count(marac) == 2


def test_failures_of_an_address_wait_and_a_good_token_does_not(marac: World) -> None:
    """Whoever guesses is slowed down; a system behind the same address goes on."""
    stranger = System(marac, "marac_" + "x" * 43)
    codes = [stranger.send().status_code for _ in range(MOST_FAILURES + 3)]
    assert codes == [401] * MOST_FAILURES + [429] * 3
    with marac.inside():
        assert db.session.scalar(db.select(db.func.count()).select_from(HandInTry)) == MOST_FAILURES
    assert a_system(marac).send().status_code == 201


def test_missing_wrong_revoked_and_run_out_are_one_answer(marac: World) -> None:
    """Nobody learns from the answer whether a token ever was."""
    revoked, run_out = a_token(marac), a_token(marac, months="1")
    with marac.inside():
        revoke(marac.actor("housing"), revoked.id)
    client = marac.client()
    answers = [
        client.post(ADDRESS, json=example()),
        client.post(ADDRESS, json=example(), headers={"Authorization": "Basic abc"}),
        System(marac, "").send(),
        System(marac, "marac_" + "x" * 43).send(),
        System(marac, revoked.text).send(),
    ]
    with time_machine.travel(clock.now() + timedelta(days=32)):
        answers.append(System(marac, run_out.text).send())
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}
    assert answers[0].json == {"message": NOT_LET_IN}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Bearer"}


def test_how_long_to_wait() -> None:
    """As many as are allowed within the window, then until the oldest of those is out of it."""
    now, hour = clock.now(), timedelta(hours=1)
    early, late = now - timedelta(minutes=50), now - timedelta(minutes=1)
    assert waits([early], 2, hour, now) is None
    waiting = waits([early, late], 2, hour, now)
    assert waiting is not None
    assert 600 <= waiting.seconds <= 601
    assert waits([now - hour * 2, early], 2, hour, now) is None
