"""A repeat is proposed where two officers linked the same pair within the area's window."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.match import service as match
from app.marac.match.rules import Decision
from app.marac.party.rules import PartyKind
from app.marac.triage import service
from app.marac.triage.service import Acceptance
from tests.builders import World
from tests.marac.triage.conftest import Refer

BOTH = (PartyKind.VICTIM, PartyKind.PERPETRATOR)


def link(marac: World, referral_id: UUID, kinds: tuple[PartyKind, ...] = BOTH) -> None:
    """The coordinator says that they are the same, and the chair confirms it."""
    coordinator: Actor = marac.actor("coordinator")
    for kind in kinds:
        each = next(
            one
            for one in match.candidates(coordinator, referral_id)
            if one.own.kind is one.other.kind is kind and one.decision is None
        )
        row = match.decide(coordinator, each.own.id, each.other.id, Decision.SAME, "Same address")
        match.confirm(marac.actor("chair"), row.id)


def test_the_same_pair_within_the_window_is_proposed(marac: World, referred: Refer) -> None:
    """With the date on which the earlier case was referred; the case carries it once accepted."""
    referral_id = referred()
    client = marac.client("coordinator")
    assert "may be of the same people" in client.get(f"/triage/{referral_id}").text
    assert "1 possible" in client.get("/triage").text
    with marac.inside():
        link(marac, referral_id)
        seen = service.look(marac.actor("coordinator"), referral_id)
        assert seen.repeat.proposed
        (earlier,) = seen.repeat.links
        assert earlier.other_record_id == marac.extra["case"]
    page = client.get(f"/triage/{referral_id}").text
    assert "It looks like a repeat" in page
    assert "(found by the officers)" in page
    form = client.get(f"/triage/{referral_id}/accept").text
    assert 'value="yes" checked' in form
    with marac.inside():
        case = service.accept(
            marac.actor("coordinator"), referral_id, Acceptance(None, "Later", repeat=True)
        )
        opened = match.links(marac.actor("chair"), case.id)
        assert [each.other_record_id for each in opened] == [marac.extra["case"]]


def test_longer_ago_is_no_repeat(marac: World, referred: Refer) -> None:
    """The link is shown with its dates, and nothing is proposed."""
    referral_id = referred()
    with marac.inside():
        link(marac, referral_id)
        with transaction():
            old = clock.now() - timedelta(days=400)
            db.session.get_one(Case, marac.extra["case"]).opened_at = old
        seen = service.look(marac.actor("coordinator"), referral_id)
        assert len(seen.repeat.links) == 1
        assert not seen.repeat.proposed
    page = marac.client("coordinator").get(f"/triage/{referral_id}").text
    assert "longer ago than this area’s time for a repeat" in page


def test_another_perpetrator_is_no_repeat(marac: World, referred: Refer) -> None:
    """The same victim alone is a link and not the same pair (SafeLives, definition of repeat)."""
    referral_id = referred()
    with marac.inside():
        link(marac, referral_id, (PartyKind.VICTIM,))
        seen = service.look(marac.actor("coordinator"), referral_id)
        assert not seen.repeat.links
        assert not seen.repeat.proposed
