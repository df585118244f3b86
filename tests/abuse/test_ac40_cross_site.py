"""AC-40: another site makes a signed-in chair's browser send a form."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import World
from tests.journeys.test_every_reading_is_recorded import last_row
from tests.pages import boxes
from tests.walking import address, ids_around, rules

WHO = ("chair", "administrator")
LOOKS_AT_NO_COOKIE = {"hand_in.referrals": 401}
"""Where a token in a header counts: a browser that is made to send a form there is nobody."""


def posted(client: FlaskClient, path: str, **more: object) -> TestResponse:
    """A form sent with nothing that a page of ours would have given."""
    return client.post(path, data={"reason": "preparing", "text": "x"}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", WHO)
def test_no_address_takes_a_form_without_its_token(worked: World, who: str) -> None:
    """Every POST: refused with 422 (or led back to the page, its draft kept), and nothing done."""
    client, ids, tried = worked.client(who), ids_around(worked), 0
    before = last_row(worked)[0]
    for rule in rules(worked, "POST"):
        answer = posted(client, address(rule, ids))
        tried += 1
        if rule.endpoint in LOOKS_AT_NO_COOKIE:
            assert answer.status_code == LOOKS_AT_NO_COOKIE[rule.endpoint]
            continue
        assert answer.status_code in (303, 403, 404, 422), rule.rule
        if answer.status_code == 303:
            assert answer.headers["Location"] == address(rule, ids), rule.rule
    assert tried > 40
    assert client.get("/account").status_code == 200, "nobody was signed out"
    assert kinds_since(worked, before) <= {"draft:keep"}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_address_takes_a_form_from_another_site(worked: World, site: str) -> None:
    """Even with the right token: 403 before anything is read, and nothing done."""
    client, ids = worked.client("chair"), ids_around(worked)
    token = boxes(client.get("/account").text)["csrf_token"]
    before = last_row(worked)[0]
    for rule in rules(worked, "POST"):
        path = address(rule, ids)
        answer = client.post(path, data={"csrf_token": token}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403, rule.rule
        assert "another site" in answer.text, rule.rule
    assert kinds_since(worked, before) == set()


def test_a_token_of_another_session_is_worth_nothing(worked: World) -> None:
    """The attacker's own token does not sign the chair out."""
    token = boxes(worked.client("nrpf").get("/account").text)["csrf_token"]
    chair = worked.client("chair")
    chair.post("/sign-out", data={"csrf_token": token})
    assert chair.get("/account").status_code == 200
    own = boxes(chair.get("/account").text)["csrf_token"]
    chair.post("/sign-out", data={"csrf_token": own})
    assert chair.get("/account").status_code == 303


def test_the_cookie_does_not_travel_with_another_sites_request(worked: World) -> None:
    """SameSite=Strict, HttpOnly, and no domain."""
    cookie = worked.client().get("/sign-in").headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie
    assert "Domain" not in cookie


def kinds_since(world: World, seq: int) -> set[str]:
    """The kinds of acts in the trail since a row."""
    from app.audit.model import AuditRow
    from app.db import db

    with world.inside():
        rows = db.session.query(AuditRow.tag).filter(AuditRow.seq > seq)
        return {tag for (tag,) in rows}
