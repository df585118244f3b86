"""AC-30: a chair signs for one recipient; what she signed never follows the entry to another."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.circle.chain import Chain
from app.confidentiality.gate import collecting, receiving, service
from app.confidentiality.gate.model import Release
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import Entry, Named, RecipientKind, identity
from app.db import db, transaction
from app.refusals import Refused, RuleBroken
from tests.builders import World
from tests.confidentiality.gate.test_handing_over import a_link
from tests.exits import a_member_entry, an_entry, confirmed
from tests.releases import SECRET, a_paper, a_release, take

LAW = an_entry(RecipientKind.SOLICITOR, "Northbrook Law Centre")
OTHERS = {
    "another firm": replace(
        an_entry(RecipientKind.SOLICITOR, "Quillon Family Lawyers", person="Osric Friend"),
        number="600002",
    ),
    "another person": replace(LAW, people=(replace(LAW.people[0], name="Osric Friend"),)),
    "another mailbox": replace(
        LAW, people=(replace(LAW.people[0], email="osric@northbrooklawcentre.example.org"),)
    ),
    "another telephone": replace(LAW, telephone="020 7946 0999"),
    "another address": replace(LAW, postal_address="1 Other Road\nNorthbrook\nNB9 9XX"),
    "another number": replace(LAW, number="600002"),
}


def changed(world: World, release_id: UUID, entry: Entry, who: str = "coordinator") -> Recipient:
    """One officer changes the entry that something was released to. Inside ``world.inside()``."""
    actor = world.actor(who)
    to = recipients.recipient(actor, db.session.get_one(Release, release_id).recipient_id)
    recipient.change(actor, to.id, entry, revision=to.revision, on_register=True)
    return to


@pytest.mark.parametrize("what", sorted(OTHERS))
def test_what_was_released_is_stopped_when_its_entry_means_another(marac: World, what: str) -> None:
    """One officer can open the entry again alone; not what a chair released to whom it was."""
    paper = a_paper(marac, by="coordinator")
    path, words = a_link(marac, paper, "coordinator")
    with marac.inside():
        to = changed(marac, paper, OTHERS[what])
        open_ones = recipients.open_recipients(marac.actor("coordinator"), clock.today())
        assert to.id in {row.id for row in open_ones}
        assert db.session.query(AuditRow).filter_by(tag="release:stop").count() == 1
    with marac.inside():
        coordinator = marac.actor("coordinator")
        for act in (service.to_hand_over, service.hand_over, service.passphrase_of):
            with pytest.raises(Refused, match="was stopped"):
                act(coordinator, paper)
        with pytest.raises(RuleBroken, match="open nothing"):
            collecting.collect(path.rpartition("/")[2], words, as_file=False)


def test_the_chair_s_signature_names_whom_the_entry_meant(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So also whoever takes the stop out of row and trail has a signature for the law centre."""
    paper = a_paper(marac, by="coordinator")
    with marac.inside():
        changed(marac, paper, OTHERS["another firm"])
    with marac.inside(), transaction() as session:
        session.execute(sa.update(Release).values(stopped_at=None))
    monkeypatch.setattr(receiving, "last_each", lambda tags, ids: {})
    with marac.inside(), pytest.raises(Refused, match="was changed since a chair released"):
        service.hand_over(marac.actor("coordinator"), paper)


def test_put_back_as_it_was_it_stays_stopped(marac: World) -> None:
    """A chair decides anew, whatever the entry says by now."""
    paper = a_paper(marac, by="coordinator")
    with marac.inside():
        changed(marac, paper, OTHERS["another firm"])
    with marac.inside():
        changed(marac, paper, LAW)
    with marac.inside(), pytest.raises(Refused, match="was stopped"):
        service.hand_over(marac.actor("coordinator"), paper)


def test_closed_and_taken_up_again_it_stays_stopped(marac: World) -> None:
    """An address that fell into other hands does not get what was on its way there."""
    paper = a_paper(marac, by="coordinator")
    with marac.inside():
        actor = marac.actor("coordinator")
        to = recipients.recipient(actor, db.session.get_one(Release, paper).recipient_id)
        recipient.close(actor, to.id)
        recipient.propose_again(actor, to.id, revision=to.revision, on_register=True)
        assert to.id in {row.id for row in recipients.open_recipients(actor, clock.today())}
    with marac.inside(), pytest.raises(Refused, match="was stopped"):
        service.hand_over(marac.actor("coordinator"), paper)


def test_a_second_look_at_the_same_entry_stops_nothing(marac: World) -> None:
    """Two people look again, or note something new that they saw: it is the same law centre."""
    paper = a_paper(marac, by="coordinator")
    with marac.inside(), clock.pretend(clock.now() + timedelta(hours=1)):
        actor = marac.actor("coordinator")
        to = recipients.recipient(actor, db.session.get_one(Release, paper).recipient_id)
        recipient.propose_again(actor, to.id, revision=to.revision, on_register=True)
        changed(marac, paper, replace(LAW, proof="Looked at the register of the SRA this week"))
    with marac.inside(), clock.pretend(clock.now() + timedelta(hours=2)):
        row = db.session.get_one(Release, paper)
        assert service.hand_over(marac.actor("coordinator"), paper).pdf
        to = recipients.recipient(marac.actor("idva"), row.recipient_id)
        check = recipient.good_check(Chain.of(marac.actor("idva")), to, clock.today())
        assert check is not None
        assert check.id != row.check_id


def test_a_member_s_new_colleague_stops_nothing(marac: World) -> None:
    """Each release names its readers one by one, so that the register may name more people."""
    release = a_release(marac, "police", "officer")
    with marac.inside():
        entry = a_member_entry(marac, "police", "officer", "chair")
        to = changed(marac, release, entry, "idva")
        confirmed(marac, to.id)
    assert SECRET in take(marac, release, "officer")


def test_own_lawyers_are_outsiders(marac: World) -> None:
    """A member's legal team reads nothing here: its people are whom a link may go to."""
    here = Entry("Legal team", RecipientKind.OWN_LEGAL_TEAM, agency_id=str(UUID(int=1)))
    there = replace(here, people=(Named("Osric Friend"),))
    assert identity(here) != identity(there)
    member = replace(here, kind=RecipientKind.POLICE)
    assert identity(member) == identity(replace(there, kind=RecipientKind.POLICE))
