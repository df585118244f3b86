"""An agency's own duty: which, how far and when, sealed with the case, and nothing else."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case import duties
from app.marac.case.duties import Done, Duty
from app.marac.case.model import OutsideNote
from app.refusals import NotVisible, Refused, RuleBroken
from tests.accounts.pages import error_beside
from tests.builders import World
from tests.marac import trail
from tests.pages import boxes, say_why, send
from tests.working import a_case

TODAY = {"duty": "nrm", "done": "considered"}


def note(world: World, who: str = "coordinator", **changes: Any) -> None:
    """Somebody notes that housing considered a referral today."""
    given: dict[str, Any] = {
        "case_id": world.extra["case"],
        "agency_id": world.agencies["housing"],
        "duty": "nrm",
        "done": "considered",
        "on": clock.today(),
    } | changes
    duties.note(world.actor(who), **given)


def test_it_stands_in_the_case_for_whoever_opens_it(marac: World) -> None:
    """The referrer writes it; the IDVA and the chair read it on the page of the case."""
    client, case = marac.client("housing"), marac.extra["case"]
    page = say_why(client, case).text
    assert "Nothing is written down of an agency’s own legal duties" in page
    assert f'href="/cases/{case}/outside"' in page
    housing = {"agency": str(marac.agencies["housing"])}
    sent = send(client, f"/cases/{case}/outside", TODAY | housing)
    assert sent.status_code == 303
    for who in ("idva", "chair"):
        shown = " ".join(say_why(marac.client(who), case).text.split())
        assert "National Referral Mechanism: considered by Northbrook Housing" in shown
        assert "Daniel Price" in shown


def test_it_is_sealed_and_the_trail_does_not_say_which(marac: World) -> None:
    """The row holds no duty, no agency and no day; the trail holds ids."""
    with marac.inside():
        note(marac)
        row = db.session.scalars(select(OutsideNote)).one()
        plain = {str(value) for name, value in vars(row).items() if name != "sealed_note"}
        assert not {"nrm", "considered", str(marac.agencies["housing"])} & plain
        last = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert last is not None
        assert last.tag == "case:outside"
        assert "nrm" not in last.detail
        (read,) = duties.notes_of(Ring(marac.actor("idva")), marac.extra["case"])
        assert (read.duty, read.done, read.on) == (Duty.NRM, Done.CONSIDERED, clock.today())


def test_the_form_asks_for_nothing_more(marac: World) -> None:
    """No box for why, none for who was told, none for words at all."""
    client, case = marac.client("idva"), marac.extra["case"]
    say_why(client, case)
    page = client.get(f"/cases/{case}/outside").text
    assert "<textarea" not in page
    held = set(boxes(page)) - {"csrf_token", "page_of_form"}
    assert held == {"on-day", "on-month", "on-year"}


@pytest.mark.parametrize("duty", list(Duty))
def test_no_immigration_duty_can_be_noted(duty: Duty) -> None:
    """That a council considered one would tell everybody of the case what is kept apart."""
    words = duties.DUTY_LABELS[duty].lower()
    assert not [each for each in ("immigration", "schedule 3", "129", "status") if each in words]


def test_others_write_for_their_own_agency_and_officers_for_any(marac: World) -> None:
    """The list shows no other, and the service takes no other."""
    with marac.inside():
        note(marac, "coordinator", agency_id=marac.agencies["police"])
        with pytest.raises(RuleBroken) as refused:
            note(marac, "idva", agency_id=marac.agencies["police"])
        assert refused.value.field == "agency"
        note(marac, "idva", agency_id=marac.agencies["idva"], done="done")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"duty": "immigration"}, "duty"),
        ({"done": "refused"}, "done"),
        ({"on": None}, "on"),
        ({"on": date(2014, 1, 1)}, "on"),
        ({"agency_id": uuid4()}, "agency"),
    ],
)
def test_what_is_not_on_the_lists_is_refused(
    marac: World, changes: dict[str, Any], field: str
) -> None:
    """Beside its field, and nothing is written."""
    with marac.inside():
        with pytest.raises(RuleBroken) as refused:
            note(marac, **changes)
        assert refused.value.field == field
        assert trail.count("case:outside") == 0


def test_the_page_says_what_is_wrong_and_keeps_the_rest(marac: World) -> None:
    """A day in the future comes back with the choices as they were made."""
    client, case = marac.client("housing"), marac.extra["case"]
    say_why(client, case)
    late = clock.today() + timedelta(days=2)
    housing = {"agency": str(marac.agencies["housing"])}
    day = {"on-day": str(late.day), "on-month": str(late.month), "on-year": str(late.year)}
    sent = send(client, f"/cases/{case}/outside", TODAY | housing | day)
    assert sent.status_code == 422
    assert "today or earlier" in error_beside(sent, "on")
    assert boxes(sent.text)["duty"] == "nrm"


def test_for_whoever_does_not_hold_the_case_there_is_none(marac: World) -> None:
    """No key, kept from it, or no such case: the same 404."""
    with marac.inside():
        kept = a_case(marac, ())
        for case in (kept, uuid4()):
            with pytest.raises(NotVisible):
                note(marac, "nrpf", agency_id=marac.agencies["nrpf"], case_id=case)
        with pytest.raises(Refused):
            note(marac, "administrator", agency_id=marac.agencies["safety"])
    client = marac.client("nrpf")
    absent = client.get(f"/cases/{uuid4()}/outside")
    there = client.get(f"/cases/{kept}/outside")
    assert (absent.status_code, absent.data) == (there.status_code, there.data)
    assert absent.status_code == 404
