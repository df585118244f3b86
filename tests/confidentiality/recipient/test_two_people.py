"""Who signs an entry: two people of two agencies, or one officer for a public register."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.confidentiality.recipient.rules import Proof, RecipientKind, RefusedBecause
from app.db import db, transaction
from app.refusals import Changed, Refused, RuleBroken
from tests.builders import World
from tests.exits import a_recipient, an_entry, enter, the_victim

COURT = an_entry(RecipientKind.COURT, "Northbrook Family Court")
SOLICITOR = an_entry(RecipientKind.SOLICITOR, "Northbrook Law Centre")


def is_open(world: World, row: Recipient) -> bool:
    """Whether something can be sent there today."""
    found = queries.recipient(world.actor("idva"), row.id)
    return service.good_check(Chain.of(world.actor("idva")), found, clock.today()) is not None


def confirm(world: World, row: Recipient, who: str, how: Proof = Proof.CALLED_BACK) -> None:
    """Have somebody be the second person."""
    check = queries.waiting_check(row.id)
    assert check is not None
    found = queries.recipient(world.actor(who), row.id)
    service.confirm(world.actor(who), row.id, check.id, how, revision=found.revision)


def test_whoever_entered_it_does_not_confirm_it(marac: World) -> None:
    """Nor anybody of their agency: the officer of the police is not the chair's second."""
    with marac.inside():
        own = service.propose(marac.actor("coordinator"), COURT)
        with pytest.raises(Refused, match="somebody else"):
            confirm(marac, own, "coordinator")
        assert not is_open(marac, own)
        other = an_entry(RecipientKind.COURT, "Some other court")
        police = service.propose(marac.actor("officer"), other)
        with pytest.raises(Refused, match="your own agency"):
            confirm(marac, police, "chair")
        assert not is_open(marac, police)


def test_the_database_refuses_one_person_alone(marac: World) -> None:
    """Whatever a program does: one person, or two of one agency, cannot both have signed."""
    with marac.inside():
        row = service.propose(marac.actor("coordinator"), COURT)
        check = queries.waiting_check(row.id)
        assert check is not None
        for person, agency in (("coordinator", "safety"), ("officer", "safety")):
            with pytest.raises(IntegrityError), transaction():
                db.session.execute(
                    update(RecipientCheck)
                    .where(RecipientCheck.id == check.id)
                    .values(
                        confirmed_by=marac.person_id(person),
                        confirmed_agency_id=marac.agencies[agency],
                        good_until=check.would_be_good_until,
                    )
                )


@pytest.mark.parametrize("who", ["idva", "housing", "officer", "administrator"])
def test_only_an_officer_is_the_second_person(marac: World, who: str) -> None:
    """Anybody of the circle may propose; confirming is an office."""
    with marac.inside():
        row = service.propose(marac.actor("second_idva"), COURT)
        with pytest.raises(Refused):
            confirm(marac, row, who)


@pytest.mark.parametrize("who", ["administrator", "children"])
def test_only_the_circle_proposes(marac: World, who: str) -> None:
    """Whoever has not signed, or administers, enters nobody."""
    with marac.inside(), pytest.raises(Refused):
        service.propose(marac.actor(who), COURT)


def test_one_officer_is_enough_for_a_public_register(marac: World) -> None:
    """Found there today it is open; without having looked it waits, for the same officer too."""
    with marac.inside():
        assert is_open(marac, service.propose(marac.actor("chair"), SOLICITOR, on_register=True))
        adviser = an_entry(RecipientKind.IMMIGRATION_ADVISER, "Some Adviser")
        row = service.propose(marac.actor("chair"), adviser)
        assert not is_open(marac, row)
        confirm(marac, row, "chair", Proof.PUBLIC_REGISTER)
        assert is_open(marac, row)


def test_no_member_is_enough_for_a_public_register(marac: World) -> None:
    """Whatever she says she found: an officer looks."""
    with marac.inside():
        row = service.propose(marac.actor("idva"), SOLICITOR, on_register=True)
        assert not is_open(marac, row)
        confirm(marac, row, "deputy", Proof.PUBLIC_REGISTER)
        assert is_open(marac, row)


def test_the_victims_hand_is_one_entry_for_everybody(marac: World) -> None:
    """No name, no address, no person; whatever somebody would write there is left out."""
    with marac.inside():
        row = the_victim(marac)
        assert is_open(marac, row)
        entry = service.entry_of(row)
        assert (entry.postal_address, entry.email_domain, entry.people) == ("", "", ())
        assert the_victim(marac).id == row.id


CHANGED = an_entry(RecipientKind.COURT, COURT.name, person="Ebele Marsh")


def test_a_change_counts_once_it_is_confirmed(marac: World) -> None:
    """Until then it says, and means, what two people signed; then one word less counts no more."""
    with marac.inside():
        row = enter(marac, COURT)
        service.change(marac.actor("idva"), row.id, CHANGED, revision=row.revision)
        assert is_open(marac, row)
        assert service.entry_of(row) == COURT
        confirm(marac, row, "deputy")
        assert is_open(marac, row)
        assert service.entry_of(row) == CHANGED


def test_a_change_that_is_refused_leaves_what_stood(marac: World) -> None:
    """Whoever may propose changes nothing by themselves, whatever an officer makes of it."""
    with marac.inside():
        row = enter(marac, COURT)
        service.change(marac.actor("idva"), row.id, CHANGED, revision=row.revision)
        check = queries.waiting_check(row.id)
        assert check is not None
        found = queries.recipient(marac.actor("deputy"), row.id)
        service.refuse(
            marac.actor("deputy"),
            row.id,
            check.id,
            RefusedBecause.DIFFERENT,
            revision=found.revision,
        )
        assert is_open(marac, row)
        assert service.entry_of(row) == COURT


def test_what_nobody_has_confirmed_is_put_right_at_once(marac: World) -> None:
    """A slip in an entry that waits is mended before anybody looks."""
    with marac.inside():
        row = service.propose(marac.actor("housing"), COURT)
        service.change(marac.actor("housing"), row.id, CHANGED, revision=row.revision)
        assert service.entry_of(row) == CHANGED
        confirm(marac, row, "deputy")
        assert is_open(marac, row)


def test_a_change_to_a_name_that_is_taken_meanwhile_is_not_confirmed(marac: World) -> None:
    """Two entries of one name would be mistaken for one another."""
    with marac.inside():
        row = enter(marac, COURT)
        renamed = an_entry(RecipientKind.COURT, "Mill Family Court")
        service.change(marac.actor("idva"), row.id, renamed, revision=row.revision)
        service.propose(marac.actor("idva"), renamed)
        with pytest.raises(RuleBroken, match="this name"):
            confirm(marac, row, "deputy")
        assert service.entry_of(row) == COURT


def test_looking_again_keeps_it_open_meanwhile(marac: World) -> None:
    """What two people said counts until its day; the renewal counts from today."""
    with marac.inside():
        row = enter(marac, COURT)
        service.propose_again(marac.actor("idva"), row.id, revision=row.revision)
        assert is_open(marac, row)
        confirm(marac, row, "deputy")
        assert is_open(marac, row)


def test_a_renewal_that_is_refused_closes_it(marac: World) -> None:
    """An officer found that it is no longer right, so nothing is sent there."""
    with marac.inside():
        row = enter(marac, COURT)
        service.propose_again(marac.actor("idva"), row.id, revision=row.revision)
        check = queries.waiting_check(row.id)
        assert check is not None
        actor, revision = (
            marac.actor("deputy"),
            queries.recipient(marac.actor("idva"), row.id).revision,
        )
        service.refuse(actor, row.id, check.id, RefusedBecause.NOT_SAFE, revision=revision)
        assert not is_open(marac, row)


def test_closed_is_closed_until_two_people_looked(marac: World) -> None:
    """Taking it up again is a proposal like every other."""
    with marac.inside():
        row = enter(marac, COURT)
        service.close(marac.actor("coordinator"), row.id)
        assert not is_open(marac, row)
        row = queries.recipient(marac.actor("idva"), row.id)
        service.propose_again(marac.actor("idva"), row.id, revision=row.revision)
        assert not is_open(marac, row)
        confirm(marac, row, "deputy")
        assert is_open(marac, row)


def test_what_moved_on_is_not_confirmed(marac: World) -> None:
    """The officer signs what was on the page, not what somebody has written since."""
    with marac.inside():
        row = service.propose(marac.actor("housing"), COURT)
        check = queries.waiting_check(row.id)
        assert check is not None
        seen = row.revision
        other = an_entry(RecipientKind.COURT, COURT.name, person="Somebody Else")
        service.change(marac.actor("housing"), row.id, other, revision=seen)
        with pytest.raises(Changed):
            service.confirm(
                marac.actor("deputy"), row.id, check.id, Proof.CALLED_BACK, revision=seen
            )
        assert not is_open(marac, row)


def test_of_two_who_confirm_at_once_one_wins(marac: World) -> None:
    """The other is told; there is one confirmation and one row of the trail."""
    with marac.inside():
        row = service.propose(marac.actor("housing"), COURT)
        check = queries.waiting_check(row.id)
        assert check is not None
        asked = (row.id, check.id, Proof.CALLED_BACK)
        revision = row.revision
    start, told = Barrier(2), list[str]()

    def decide(who: str) -> None:
        with marac.app.app_context():
            start.wait()
            try:
                service.confirm(marac.actor(who), *asked, revision=revision)
            except Changed as changed:
                told.append(changed.message)
            else:
                told.append("won")

    threads = [Thread(target=decide, args=(who,)) for who in ("deputy", "coordinator")]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(told) == 2
    assert told.count("won") == 1
    assert any("Somebody else has just decided" in each for each in told)
    with marac.inside():
        assert is_open(marac, row)


def test_nothing_rests_on_somebody_who_was_put_out(marac: World) -> None:
    """Whoever was expelled vouched for an entry: two others look again."""
    with marac.inside():
        row = a_recipient(marac, by="housing")
        assert is_open(marac, row)
        circle.expel(marac.actor("chair"), marac.person_id("housing"))
        assert not is_open(marac, row)
