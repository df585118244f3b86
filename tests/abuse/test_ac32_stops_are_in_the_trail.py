"""AC-32: an operator takes a recall or a stop out of the row; nobody receives anything for it."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from app.confidentiality.disclosure import service as disclosures
from app.confidentiality.disclosure.model import DisclosureRequest
from app.confidentiality.gate import collecting, service
from app.confidentiality.gate.model import Receipt, Release
from app.db import db, transaction
from app.refusals import Refused, RuleBroken
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.confidentiality.gate.test_handing_over import a_link
from tests.exits import a_member, a_recipient
from tests.releases import a_paper, a_release

UNDONE = {"recalled_at": None, "recalled_by": None, "stopped_at": None, "first_received_at": None}


def undo(world: World, request_id: UUID | None = None, edition: int = 1) -> None:
    """Write past every service: nothing was taken back, stopped, or ever asked otherwise."""
    with world.inside(), transaction() as session:
        session.execute(sa.update(Release).values(**UNDONE))
        if request_id is not None:
            session.execute(
                sa.update(DisclosureRequest)
                .where(DisclosureRequest.id == request_id)
                .values(edition=edition, state="decided")
            )


def test_what_was_taken_back_stays_so(marac: World) -> None:
    """The trail has the recall; the row is not believed where it says less."""
    release = a_release(marac)
    with marac.inside():
        service.accept(marac.actor("housing"), release)
        revision = db.session.get_one(Release, release).revision
        service.recall(marac.actor("coordinator"), release, revision)
    undo(marac)
    with marac.inside(), pytest.raises(Refused, match="was taken back"):
        service.receive(marac.actor("housing"), release)
    with marac.inside():
        assert db.session.query(Receipt).count() == 0


def test_a_link_to_what_was_taken_back_opens_nothing(marac: World) -> None:
    """Whoever was sent it is answered as anybody else."""
    paper = a_paper(marac)
    path, words = a_link(marac, paper)
    with marac.inside():
        revision = db.session.get_one(Release, paper).revision
        service.recall(marac.actor("coordinator"), paper, revision)
    undo(marac)
    with marac.inside(), pytest.raises(RuleBroken, match="open nothing"):
        collecting.collect(path.rpartition("/")[2], words, as_file=False)


@pytest.mark.parametrize("after_receipt", [False, True])
def test_an_agreement_that_was_taken_back_stays_so(marac: World, after_receipt: bool) -> None:
    """Also where somebody had received it already: they receive it no more."""
    with marac.inside():
        to = a_recipient(marac)
        request = a_request(marac, to)
        edition = db.session.get_one(DisclosureRequest, request).edition
        release = signed(marac, request, a_choice(marac, request)).release_id
        assert release is not None
    if after_receipt:
        with marac.inside():
            assert service.hand_over(marac.actor("housing"), release).pdf
    with marac.inside():
        disclosures.no_longer_agreed(marac.actor("idva"), request, "She rang and said no")
    undo(marac, request, edition)
    with marac.inside(), pytest.raises(Refused, match="was stopped"):
        service.hand_over(marac.actor("housing"), release)


def test_what_was_withdrawn_stays_so(marac: World) -> None:
    """Whoever asked took it back; an operator does not ask for them again."""
    with marac.inside():
        to = a_member(marac, "police", "officer")
        request = a_request(marac, to)
        edition = db.session.get_one(DisclosureRequest, request).edition
        choice = a_choice(marac, request, readers=(marac.person_id("officer"),))
        release = signed(marac, request, choice).release_id
        assert release is not None
        service.accept(marac.actor("officer"), release)
    with marac.inside():
        disclosures.withdraw(marac.actor("housing"), request)
    undo(marac, request, edition)
    with marac.inside(), pytest.raises(Refused, match="was stopped"):
        service.receive(marac.actor("officer"), release)
