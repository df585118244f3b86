"""AC-03: somebody curious tries the addresses of cases that are not theirs."""

from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.queries import rows_of
from app.confidentiality.circle import service as circle
from app.db import db
from app.marac.case.model import Case
from app.marac.case.service import KeptFrom
from app.marac.party.model import Party
from app.marac.referral.service import refer
from tests.builders import World
from tests.pages import boxes
from tests.working import SUMMARY, VICTIM, a_case

PATHS = (
    "/cases/{}",
    "/cases/{}/summary",
    "/cases/{}/people/{party}",
    "/cases/{}/people/new/child",
    "/cases/{}/specialist-support",
)
POSTS = (
    "/cases/{}/why",
    "/cases/{}/summary",
    "/cases/{}/people/{party}",
    "/cases/{}/specialist-support/why",
    "/cases/{}/specialist-support/chairs",
)


def answer(
    client: FlaskClient, path: str, form: dict[str, str] | None = None
) -> tuple[object, ...]:
    """Everything of an answer that somebody could compare."""
    got = client.post(path, data=form) if form else client.get(path)
    headers = {
        name: value for name, value in got.headers.items() if name not in ("Date", "Set-Cookie")
    }
    return got.status_code, headers, got.data


def parties(marac: World) -> dict[UUID, UUID]:
    """One person of each case."""
    with marac.inside():
        return {row.record_id: row.id for row in db.session.scalars(select(Party))}


@pytest.mark.parametrize("who", ["second_idva", "nrpf", "officer"])
def test_anothers_a_kept_and_an_absent_case_answer_the_same(marac: World, who: str) -> None:
    """Byte for byte, on every page and every form of a case."""
    with marac.inside():
        kept = (
            a_case(marac, (KeptFrom(agency_id=marac.members[who].agency_id),), idva=None)
            if who == "nrpf"
            else a_case(marac, (KeptFrom(person_id=marac.person_id(who)),))
        )
    people = parties(marac)
    client = marac.client(who)
    token = {"csrf_token": boxes(client.get("/").text)["csrf_token"], "reason": "preparing"}
    for path in PATHS:
        absent = answer(client, path.format(uuid4(), party=uuid4()))
        assert absent[0] == 404
        for case_id in (marac.extra["case"], kept):
            assert answer(client, path.format(case_id, party=people[case_id])) == absent
    for path in POSTS:
        absent = answer(client, path.format(uuid4(), party=uuid4()), token)
        assert absent[0] == 404
        for case_id in (marac.extra["case"], kept):
            assert answer(client, path.format(case_id, party=people[case_id]), token) == absent


def test_an_officer_who_is_kept_out_finds_nothing_either(marac: World) -> None:
    """Not the case, not who it is kept from, not the referral, and no form works."""
    deputy = marac.client("deputy")
    with marac.inside():
        referral = refer(
            marac.actor("housing"), {"victim": VICTIM.to_dict(), "summary": SUMMARY.to_dict()}
        )
        for record in (marac.extra["case"], referral.id):
            circle.exclude(marac.actor("chair"), record, person_id=marac.person_id("deputy"))
    for path in (*PATHS, "/cases/{}/kept-from"):
        absent = answer(deputy, path.format(uuid4(), party=uuid4()))
        assert answer(deputy, path.format(marac.extra["case"], party=uuid4())) == absent
        assert absent[0] == 404
    for pages in ("referrals", "triage"):
        absent = answer(deputy, f"/{pages}/{uuid4()}")
        assert absent[0] == 404
        assert answer(deputy, f"/{pages}/{referral.id}") == absent


def test_the_address_of_a_page_of_ours_that_never_was_is_no_different(marac: World) -> None:
    """A case that is not theirs looks like any wrong address."""
    client = marac.client("nrpf")
    assert client.get(f"/cases/{marac.extra['case']}").data == client.get("/no-such-page").data


@pytest.mark.parametrize("who", ["children", "administrator"])
def test_whoever_may_open_no_case_gets_one_answer_for_all(marac: World, who: str) -> None:
    """Not signed or not in the circle: the answer does not depend on the record."""
    client = marac.client(who)
    for path in PATHS:
        absent = answer(client, path.format(uuid4(), party=uuid4()))
        assert absent[0] in (403, 404)
        assert answer(client, path.format(marac.extra["case"], party=uuid4())) == absent


def test_whoever_is_not_signed_in_is_led_to_the_same_page(marac: World) -> None:
    """Before anything is looked up."""
    client = marac.client()
    for case_id in (marac.extra["case"], uuid4()):
        got = client.get(f"/cases/{case_id}")
        assert got.status_code == 303
        assert got.location == f"/sign-in?next=/cases/{case_id}"


def test_every_try_is_in_the_trail(marac: World) -> None:
    """Ten tries are ten rows under the person's name, whether or not there is such a case."""
    client = marac.client("nrpf")
    tried = [marac.extra["case"], *(uuid4() for _ in range(9))]
    for case_id in tried:
        client.get(f"/cases/{case_id}")
    with marac.inside():
        rows = [
            r
            for r in rows_of(marac.actor("chair"), marac.person_id("nrpf"))
            if r.tag == "case:refuse"
        ]
        assert [row.subject_id for row in rows] == tried[::-1]


def test_references_do_not_lead_from_one_case_to_another(marac: World) -> None:
    """They are random, look like nothing else, and no page takes one as an address."""
    with marac.inside():
        first = db.session.get_one(Case, marac.extra["case"]).reference
        second = db.session.get_one(Case, a_case(marac)).reference
    assert first != second
    assert marac.client("chair").get(f"/cases/{first}").status_code == 404
