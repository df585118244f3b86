"""What an earlier case of the same person answered stands beside the new one."""

from uuid import UUID

import pytest

from app.audit.queries import rows_about
from app.marac.case.linked import assessed_before
from app.marac.case.rules import OpeningReason
from app.marac.match import service as match
from app.marac.party.rules import PartyKind
from app.marac.referral.rules import KeptFrom
from tests.builders import World
from tests.pages import say_why
from tests.working import a_case

WHY = OpeningReason.PREPARING


@pytest.fixture
def pair(marac: World) -> tuple[UUID, UUID]:
    """Two cases of one victim, said by the coordinator; nobody has confirmed it yet."""
    first = marac.extra["case"]
    with marac.inside():
        kept = KeptFrom(person_id=marac.person_id("deputy"), reason="Her neighbour")
        second = a_case(marac, (kept,))
        officer = marac.actor("coordinator")
        match.index_missing(officer, 50)
        for each in match.candidates(officer, second):
            if each.own.kind == each.other.kind == PartyKind.VICTIM:
                match.decide(officer, each.own.id, each.other.id, "same", "The same name and date")
    return first, second


def confirm(marac: World, record_id: UUID) -> None:
    """A second officer agrees."""
    with marac.inside():
        chair = marac.actor("chair")
        for told in match.look(chair, record_id).told:
            match.confirm(chair, told.row.id)


def before(marac: World, who: str, case_id: UUID) -> list[str]:
    """The references whose assessments stand beside a case's own."""
    with marac.inside():
        return [each.reference for each in assessed_before(marac.actor(who), case_id, WHY)]


def test_only_what_two_officers_said_stands_beside(marac: World, pair: tuple[UUID, UUID]) -> None:
    """Then for whoever opens both, and the other case's opening is on the trail."""
    first, second = pair
    assert before(marac, "idva", second) == []
    confirm(marac, second)
    assert len(before(marac, "idva", second)) == 1
    with marac.inside():
        rows = rows_about(marac.actor("chair"), first)
        assert [row.actor_id for row in rows if row.tag == "case:open"] == [marac.person_id("idva")]


def test_whoever_is_kept_from_one_sees_nothing_beside_the_other(
    marac: World, pair: tuple[UUID, UUID]
) -> None:
    """The deputy opens the first case, from which nobody kept her, and learns of no second."""
    first, second = pair
    confirm(marac, second)
    assert before(marac, "deputy", first) == []
    page = marac.client("deputy")
    say_why(page, first)
    with_her = page.get(f"/cases/{first}/risk/history").text
    assert "in case " not in with_her


def test_the_pages_say_from_which_case_an_answer_is(marac: World, pair: tuple[UUID, UUID]) -> None:
    """Side by side, and beside each topic of a new assessment."""
    first, second = pair
    confirm(marac, second)
    client = marac.client("idva")
    say_why(client, second)
    assert ", in case " in client.get(f"/cases/{second}/risk/history").text
    assert "an earlier case of the same person" in client.get(f"/cases/{second}/risk").text
