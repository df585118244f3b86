"""AC-08: somebody opens case after case to collect confidential addresses."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.audit import queries as trail
from app.audit.events import AddressNotRevealed
from app.audit.queries import rows_of, rows_tagged
from app.db import db, transaction
from app.marac.party import revealing
from app.marac.party.model import Party
from app.marac.party.revealing import MOST_AN_HOUR, RevealReason, count_reveal
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Referred
from app.marac.referral.service import refer
from app.refusals import Refused
from tests.builders import World
from tests.pages import say_why, send
from tests.working import PERPETRATOR, SUMMARY, VICTIM, a_case

STREET = "9 Canary Wharfside"
POSTCODE = "NB1 2CY"


def victim_of(marac: World, case_id: UUID) -> UUID:
    """The row of the person whom a case is about."""
    with marac.inside():
        found = select(Party.id).where(Party.record_id == case_id, Party.kind == PartyKind.VICTIM)
        return db.session.scalars(found).one()


def reveal(client: FlaskClient, marac: World, case_id: UUID) -> TestResponse:
    """Say why, and ask for the address."""
    path = f"/cases/{case_id}/people/{victim_of(marac, case_id)}/address"
    return send(client, path, {"reason": "visit"})


def test_no_page_of_a_case_shows_a_confidential_address(marac: World) -> None:
    """Not the case, not the form that changes its people, nor the page that asks why."""
    client, case_id = marac.client("idva"), marac.extra["case"]
    party = f"/cases/{case_id}/people/{victim_of(marac, case_id)}"
    pages = [say_why(client, case_id), client.get(party), client.get(f"{party}/address")]
    for page in pages:
        assert page.status_code == 200
        assert STREET not in page.text
        assert POSTCODE not in page.text


def test_a_referrer_checks_the_address_they_sent_and_it_is_counted(marac: World) -> None:
    """Their own page hides it; asked why, it is shown once, on the trail; nobody else has it."""
    baby = Details(name="A Child", address="2 Hidden Row", address_confidential=True)
    told = Referred(VICTIM, SUMMARY, (PERPETRATOR,), (baby,))
    with marac.inside():
        referral_id = refer(marac.actor("housing"), told).id
    client, own = marac.client("housing"), f"/referrals/{referral_id}"
    page = client.get(own).text
    assert STREET not in page
    assert "2 Hidden Row" not in page
    assert f"{own}/address/0" in page
    assert f"{own}/address/2" in page
    assert send(client, f"{own}/address/0", {}).status_code == 422
    assert STREET not in client.get(f"{own}/address/0").text
    shown = send(client, f"{own}/address/0", {"reason": "check"})
    assert STREET in shown.text
    assert "2 Hidden Row" in send(client, f"{own}/address/2", {"reason": "check"}).text
    for number in (1, 3, 99):
        assert client.get(f"{own}/address/{number}").status_code == 404
    for other in ("idva", "chair"):
        assert marac.client(other).get(f"{own}/address/0").status_code == 404
    with marac.inside():
        rows = rows_of(marac.actor("chair"), marac.person_id("housing"))
        assert len([row for row in rows if row.tag == "address:reveal"]) == 2


def test_a_referrer_too_is_refused_the_sixth_in_an_hour(marac: World) -> None:
    """By the same count as for cases."""
    with marac.inside():
        told = Referred(VICTIM, SUMMARY)
        ids = [refer(marac.actor("housing"), told).id for _ in range(MOST_AN_HOUR + 1)]
    client = marac.client("housing")
    answers = [send(client, f"/referrals/{each}/address/0", {"reason": "check"}) for each in ids]
    assert [answer.status_code for answer in answers] == [200] * MOST_AN_HOUR + [403]
    assert STREET not in answers[-1].text


def test_one_is_shown_with_a_reason_and_a_row_in_the_trail(marac: World) -> None:
    """First why, then the address, and the trail says both."""
    client, case_id = marac.client("idva"), marac.extra["case"]
    say_why(client, case_id)
    path = f"/cases/{case_id}/people/{victim_of(marac, case_id)}/address"
    assert send(client, path, {}).status_code == 422
    shown = send(client, path, {"reason": "visit"})
    assert STREET in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    with marac.inside():
        rows = rows_of(marac.actor("chair"), marac.person_id("idva"))
        (row,) = [row for row in rows if row.tag == "address:reveal"]
        assert row.detail["reason"] == "visit"


def test_the_sixth_in_an_hour_is_refused_and_the_officers_are_told(marac: World) -> None:
    """Five are shown; the sixth is not, whoever asks, and not one word of the case is told."""
    with marac.inside():
        cases = [a_case(marac) for _ in range(MOST_AN_HOUR + 1)]
    client = marac.client("idva")
    for case_id in cases[:-1]:
        say_why(client, case_id)
        assert STREET in reveal(client, marac, case_id).text
    assert STREET in reveal(client, marac, cases[0]).text  # the same one again is free
    say_why(client, cases[-1])
    refused = reveal(client, marac, cases[-1])
    assert refused.status_code == 403
    assert STREET not in refused.text
    told = marac.client("chair").get("/").text
    assert "asked for more confidential addresses than an hour allows" in told
    assert str(cases[-1]) not in told


def test_an_hour_later_the_work_goes_on(marac: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The count is of the past hour."""
    with marac.inside():
        cases = [a_case(marac) for _ in range(MOST_AN_HOUR + 1)]
    with clock.pretend(clock.now() - timedelta(minutes=61)):
        early = marac.client("idva")
        for case_id in cases[:-1]:
            say_why(early, case_id)
            reveal(early, marac, case_id)
    client = marac.client("idva")
    say_why(client, cases[-1])
    assert STREET in reveal(client, marac, cases[-1]).text


def test_a_confidential_address_is_changed_only_after_it_was_shown(marac: World) -> None:
    """The form with the address leads to the question why; then it opens and saves."""
    client, case_id = marac.client("idva"), marac.extra["case"]
    say_why(client, case_id)
    change = f"/cases/{case_id}/people/{victim_of(marac, case_id)}/address/change"
    assert client.get(change).status_code == 303
    reveal(client, marac, case_id)
    assert STREET in client.get(change).text
    assert send(client, change, {"address": "1 New Canary Row"}).status_code == 303
    assert "1 New Canary Row" in reveal(client, marac, case_id).text
    party = f"/cases/{case_id}/people/{victim_of(marac, case_id)}"
    assert send(client, party, {"pronouns": "they/them"}).status_code == 303
    assert "1 New Canary Row" in reveal(client, marac, case_id).text


def test_asking_for_ten_at_one_moment_shows_five(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All stand before the write lock together; five are shown, and the trail has each refusal."""
    at_once = 2 * MOST_AN_HOUR
    gate, case_id, app = threading.Barrier(at_once), marac.extra["case"], marac.app
    said: list[str] = []

    @contextmanager
    def together() -> Iterator[object]:
        gate.wait(20)
        with transaction() as session:
            yield session

    def ask() -> None:
        with app.app_context():
            try:
                count_reveal(marac.actor("idva"), case_id, uuid4(), RevealReason.VISIT)
                said.append("shown")
            except Refused:
                said.append("refused")

    monkeypatch.setattr(revealing, "transaction", together)
    threads = [threading.Thread(target=ask) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["refused"] * MOST_AN_HOUR + ["shown"] * MOST_AN_HOUR
    with marac.inside():
        since = clock.now() - timedelta(minutes=5)
        kept = rows_tagged(marac.actor("chair"), AddressNotRevealed.tag, since)
        assert len(kept) == MOST_AN_HOUR


def test_asking_again_and_again_for_one_makes_no_room_for_others(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows the same address wrote, the others of the hour are still counted."""
    monkeypatch.setattr(trail, "MOST", 3)
    case_id, others = marac.extra["case"], [uuid4() for _ in range(MOST_AN_HOUR)]
    with marac.inside():
        idva = marac.actor("idva")
        for party_id in [*others, *[others[-1]] * 5]:
            count_reveal(idva, case_id, party_id, RevealReason.VISIT)
        with pytest.raises(Refused):
            count_reveal(idva, case_id, uuid4(), RevealReason.VISIT)
