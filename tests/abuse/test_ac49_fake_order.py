"""AC-49: a false court order, and somebody who presses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.model import DisclosureRequest
from app.confidentiality.disclosure.rules import Ground, Outcome, not_before
from app.db import transaction
from app.refusals import Refused, RuleBroken
from tests.abuse.test_ac48_court_order import A_DEMAND
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_member

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NO_JUDGE = replace(A_DEMAND, judge_until=None)


def demanded(marac: World, demand=NO_JUDGE, by: str = "idva"):  # type: ignore[no-untyped-def]
    """A demand that was recorded and sent to the chairs."""
    legal = a_member(marac, "hospital", "deputy", legal=True)
    return a_request(marac, legal, by=by, ground=Ground.LEGAL_DEMAND, demand=demand)


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"seen": False}, "seen"),
        ({"called_back": False}, "called_back"),
        ({"called_on": ""}, "called_on"),
        ({"issued_by": " "}, "issued_by"),
        ({"scope": ""}, "scope"),
        ({"dated_on": None}, "dated_on"),
    ],
)
def test_nothing_is_sent_before_it_was_checked(
    marac: World, missing: dict[str, object], field: str
) -> None:
    """Seen in the original, rung back on a published number, dated, with its own words."""
    with marac.inside():
        with pytest.raises(RuleBroken) as refused:
            demanded(marac, replace(NO_JUDGE, **missing))  # type: ignore[arg-type]
        assert refused.value.field == field


def test_nothing_leaves_on_the_day_it_was_recorded(marac: World) -> None:
    """Urgent or not: another chair cannot release it the same day, however often she tries."""
    with marac.inside():
        request_id = demanded(marac)
        for _ in range(2):
            with pytest.raises(RuleBroken, match="next working day"):
                a_choice(marac, request_id, "chair")


def test_over_a_weekend_it_waits_until_monday() -> None:
    """From a Friday until Monday; only a judge's limit before then shortens it."""
    friday = FRIDAY.date()
    monday = friday + timedelta(days=3)
    assert not_before(Ground.LEGAL_DEMAND, friday, None) == monday
    assert not_before(Ground.LEGAL_DEMAND, friday, monday) == monday
    assert not_before(Ground.LEGAL_DEMAND, friday, friday + timedelta(days=1)) == friday
    assert not_before(Ground.PROTECT, friday, None) is None


def test_after_the_wait_another_person_can_decide(marac: World) -> None:
    """The chair of another agency, days later."""
    with marac.inside():
        request_id = demanded(marac)
        with clock.pretend(clock.now() + timedelta(days=4)):
            prepared = a_choice(marac, request_id, "chair", expires_on=clock.today())
            assert signed(marac, request_id, prepared, "chair").release_id


def test_a_change_of_the_demand_begins_the_wait_again(marac: World) -> None:
    """Whoever records a judge's limit later than the demand itself waits as well."""
    with marac.inside():
        with clock.pretend(FRIDAY):
            request_id = demanded(marac)
        with clock.pretend(FRIDAY + timedelta(days=3)):
            idva = marac.actor("idva")
            opened = service.open_request(idva, request_id)
            service.save(
                idva,
                request_id,
                "demand",
                lambda asked: replace(asked, demand=replace(asked.demand, scope="Everything")),
                opened.row.revision,
            )
            with pytest.raises(RuleBroken, match="next working day"):
                a_choice(marac, request_id, "chair")


def test_the_same_person_never_completes_it(marac: World) -> None:
    """Not the deputy who recorded it, nor after the wait."""
    with marac.inside():
        request_id = demanded(marac, by="deputy")
        with (
            clock.pretend(clock.now() + timedelta(days=4)),
            pytest.raises(Refused, match="another agency"),
        ):
            service.open_to_decide(marac.actor("deputy"), request_id)


def test_not_sharing_needs_no_wait(marac: World) -> None:
    """A demand that looks false is refused at once, with reasons."""
    with marac.inside():
        request_id = demanded(marac)
        prepared = a_choice(
            marac, request_id, "chair", answer=Outcome.REFUSED, reasons="It is false"
        )
        assert signed(marac, request_id, prepared, "chair").release_id is None


def test_a_judges_limit_that_is_over_shortens_nothing(marac: World) -> None:
    """A day before today is told beside its field; one that passed meanwhile ends no wait."""
    over = replace(A_DEMAND, judge_until=clock.today() - timedelta(days=900))
    with marac.inside(), pytest.raises(RuleBroken, match="today or a later day") as refused:
        demanded(marac, demand=over)
    assert refused.value.field == "judge_until"
    friday = FRIDAY.date()
    assert not_before(Ground.LEGAL_DEMAND, friday, friday - timedelta(days=1)) > friday  # type: ignore[operator]


def test_the_wait_is_counted_from_what_its_requester_signed(marac: World) -> None:
    """A day that somebody writes into the row ends no wait."""
    with marac.inside():
        request_id = demanded(marac)
        with transaction() as session:
            session.get_one(DisclosureRequest, request_id).not_before = clock.today()
    with marac.inside(), pytest.raises(RuleBroken, match="next working day"):
        a_choice(marac, request_id, "chair")
