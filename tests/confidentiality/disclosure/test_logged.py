"""What was decided of a request to share stands in the case's log, a refusal as well."""

from app.confidentiality.disclosure import queries, service
from app.confidentiality.disclosure.content import ItemChoice
from app.confidentiality.disclosure.model import Decision
from app.confidentiality.disclosure.rules import Outcome
from app.db import db
from tests.asking import WHY, a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_member
from tests.releases import take

HEADINGS = ("summary.what_happened", "risk.threshold")


def test_what_was_shared_in_part_is_in_the_log_with_its_basis(marac: World) -> None:
    """Purpose, agreement, who asked, what was kept back and why, and who has read it."""
    with marac.inside():
        housing = a_member(marac, "housing", "housing")
        request_id = a_request(marac, housing, HEADINGS)
        refused = ItemChoice(HEADINGS[1], Outcome.REFUSED, reason="Not needed for a move")
        prepared = a_choice(
            marac,
            request_id,
            only={HEADINGS[1]: refused},
            readers=(marac.person_id("housing"),),
            reasons="The address is all that they need",
        )
        release_id = signed(marac, request_id, prepared).release_id
    assert release_id is not None
    take(marac, release_id, "housing")
    page = marac.client("idva").get(f"/cases/{marac.extra['case']}/told").text
    for words in (
        "Shared in part: Northbrook Housing",
        "Daniel Price, Northbrook Housing",
        WHY,
        "The victim knows, and agrees",
        "The address is all that they need",
        "Tom Okafor",
        "Read by Daniel Price",
    ):
        assert words in page, words
    assert "held her by the throat" not in page


def test_what_was_not_shared_is_in_the_log_with_its_reasons(marac: World) -> None:
    """And a decision about what was asked before it was changed says so."""
    with marac.inside():
        housing = a_member(marac, "housing", "housing")
        request_id = a_request(marac, housing, HEADINGS)
        prepared = a_choice(
            marac, request_id, answer=Outcome.REFUSED, reasons="A move needs none of it"
        )
        assert signed(marac, request_id, prepared).release_id is None
    path = f"/cases/{marac.extra['case']}/told"
    page = marac.client("coordinator").get(path).text
    assert "Not shared: Northbrook Housing" in page
    assert "A move needs none of it" in page
    assert "Received" not in page
    with marac.inside():
        actor = marac.actor("housing")
        service.save(
            actor,
            request_id,
            "purpose",
            lambda asked: asked.with_page("purpose", purpose="To mend the lock"),
            queries.own_request(actor, request_id).revision,
        )
        assert db.session.query(Decision).one().voided_at is not None
    page = marac.client("coordinator").get(path).text
    assert "was changed after this decision" in page
    assert "To mend the lock" not in page
