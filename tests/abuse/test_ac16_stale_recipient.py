"""AC-16: something is sent to an entry that nobody has looked at for too long."""

from datetime import timedelta

import pytest

from app import clock
from app.confidentiality.circle.chain import Chain
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.rules import Proof, RecipientKind
from app.refusals import Refused, RuleBroken
from tests.builders import World
from tests.exits import a_member, a_recipient, confirmed
from tests.releases import prepared, sign

OUTSIDERS, MEMBERS, WARNED = 186, 367, 30


def is_open(world: World, recipient_id: object) -> bool:
    """Whether something can be sent there now."""
    actor = world.actor("idva")
    return recipient_id in {row.id for row in queries.open_recipients(actor, clock.today())}


def test_an_outsider_is_looked_at_every_six_months(marac: World) -> None:
    """On the day after its last nothing can be sent, and no check is good."""
    with marac.inside():
        row = a_recipient(marac)
        with clock.pretend(clock.now() + timedelta(days=OUTSIDERS)):
            assert not is_open(marac, row.id)
            chain = Chain.of(marac.actor("idva"))
            assert service.good_check(chain, row, clock.today()) is None


def test_a_member_is_looked_at_every_year(marac: World) -> None:
    """Half a year later its people can still read here; a year later nobody can."""
    with marac.inside():
        row = a_member(marac, "housing", "housing")
        with clock.pretend(clock.now() + timedelta(days=OUTSIDERS)):
            assert is_open(marac, row.id)
        with clock.pretend(clock.now() + timedelta(days=MEMBERS)):
            assert not is_open(marac, row.id)


def test_the_gate_prepares_and_releases_nothing_for_it(marac: World) -> None:
    """Neither a package for a chair to look at, nor a signature under one made in time."""
    with marac.inside():
        row = a_recipient(marac)
        in_time = prepared(marac, row)
        with clock.pretend(clock.now() + timedelta(days=OUTSIDERS)):
            with pytest.raises((Refused, RuleBroken)):
                prepared(marac, row)
            with pytest.raises((Refused, RuleBroken)):
                sign(marac, in_time, by="idva")


def test_officers_are_warned_thirty_days_before(marac: World) -> None:
    """On the home page and on the list; then that it has run out."""
    with marac.inside():
        a_recipient(marac)
    with clock.pretend(clock.now() + timedelta(days=OUTSIDERS - WARNED)):
        client = marac.client("coordinator")
        assert "1 recipient runs out within 30 days" in client.get("/").text
        assert "Check soon" in client.get("/recipients").text
    with clock.pretend(clock.now() + timedelta(days=OUTSIDERS)):
        client = marac.client("coordinator")
        assert "1 recipient is out of date" in client.get("/").text
        assert "Out of date" in client.get("/recipients").text
    assert "within 30 days" not in marac.client("coordinator").get("/").text


def test_two_people_who_look_again_open_it(marac: World) -> None:
    """The first alone does not."""
    with marac.inside():
        row = a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court")
        with clock.pretend(clock.now() + timedelta(days=OUTSIDERS)):
            row = queries.recipient(marac.actor("idva"), row.id)
            service.propose_again(marac.actor("idva"), row.id, revision=row.revision)
            assert not is_open(marac, row.id)
            confirmed(marac, row.id)
            assert is_open(marac, row.id)


def test_nobody_may_ask_for_longer_than_the_rule(marac: World) -> None:
    """A day to look again can be sooner, never later, and never in the past."""
    with marac.inside():
        row = a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court")
        entry = service.entry_of(row)
        for days in (0, OUTSIDERS):
            until = clock.today() + timedelta(days=days)
            with pytest.raises(RuleBroken, match="no later than"):
                service.change(
                    marac.actor("idva"), row.id, entry, revision=row.revision, until=until
                )


def test_an_old_confirmation_does_not_become_new(marac: World) -> None:
    """What waited for a year for its second person has run out before it began."""
    with marac.inside():
        actor = marac.actor("housing")
        row = a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court")
        row = queries.recipient(actor, row.id)
        service.propose_again(actor, row.id, revision=row.revision)
        check = queries.waiting_check(row.id)
        assert check is not None
        with clock.pretend(clock.now() + timedelta(days=OUTSIDERS)):
            with pytest.raises(RuleBroken):
                service.confirm(
                    marac.actor("deputy"),
                    row.id,
                    check.id,
                    Proof.CALLED_BACK,
                    revision=row.revision,
                )
            assert not is_open(marac, row.id)
