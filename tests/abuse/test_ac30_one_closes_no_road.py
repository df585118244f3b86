"""AC-30: nobody bends the road to a solicitor alone, neither into another's hands nor shut."""

from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa

from app import clock
from app.audit import record
from app.audit.events import RecipientConfirmed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Release
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.confidentiality.recipient.rules import RefusedBecause
from app.db import db, transaction
from app.refusals import Refused
from tests.builders import World
from tests.exits import confirmed
from tests.releases import a_paper

OTHER_PHONE = "020 7946 0999"


def a_change(world: World, release_id: UUID, **words: str) -> Recipient:
    """A representative of the police proposes other words for whom something was released to."""
    actor = world.actor("officer")
    row = queries.recipient(actor, db.session.get_one(Release, release_id).recipient_id)
    entry = replace(service.entry_of(row), **words)  # type: ignore[arg-type]
    service.change(actor, row.id, entry, revision=row.revision)
    return row


@pytest.mark.parametrize("field", ["proof", "telephone", "name"])
def test_a_representative_closes_no_road(marac: World, field: str) -> None:
    """What they would rather have there waits; what stood there can receive all the while."""
    words = {"proof": "Rang and asked somebody", "telephone": OTHER_PHONE, "name": "Mill Lawyers"}
    paper = a_paper(marac)
    with marac.inside():
        row = a_change(marac, paper, **{field: words[field]})
    with marac.inside():
        actor = marac.actor("coordinator")
        row = queries.recipient(actor, row.id)
        assert service.good_check(Chain.of(actor), row, clock.today()) is not None
        assert getattr(row, field) != words[field]
        assert gate.hand_over(marac.actor("idva"), paper).pdf


def test_refused_it_was_never_there(marac: World) -> None:
    """An officer says no, and what was released goes on its way."""
    paper = a_paper(marac)
    with marac.inside():
        row = a_change(marac, paper, telephone=OTHER_PHONE)
        officer, check = marac.actor("coordinator"), queries.waiting_check(row.id)
        assert check is not None
        revision = queries.recipient(officer, row.id).revision
        service.refuse(officer, row.id, check.id, RefusedBecause.DIFFERENT, revision=revision)
    with marac.inside():
        assert gate.hand_over(marac.actor("idva"), paper).pdf


def test_confirmed_it_stops_what_was_on_its_way(marac: World) -> None:
    """Two people say that they are reached another way: a chair decides anew."""
    paper = a_paper(marac)
    with marac.inside():
        row = a_change(marac, paper, telephone=OTHER_PHONE)
        confirmed(marac, row.id)
        assert queries.recipient(marac.actor("idva"), row.id).telephone == OTHER_PHONE
    with marac.inside(), pytest.raises(Refused, match="was stopped"):
        gate.hand_over(marac.actor("idva"), paper)


def test_a_change_of_what_was_proposed_is_not_confirmed(marac: World) -> None:
    """The words that wait are those that the first of the two signed, or nobody's."""
    paper = a_paper(marac)
    with marac.inside():
        row_id = a_change(marac, paper, telephone=OTHER_PHONE).id
        check = queries.waiting_check(row_id)
        assert check is not None
        said = check.proposed_statement.replace(OTHER_PHONE.encode(), b"020 7946 0888")
        assert said != check.proposed_statement
        with transaction():
            db.session.execute(
                sa.update(RecipientCheck)
                .where(RecipientCheck.id == check.id)
                .values(proposed_statement=said)
            )
    with marac.inside(), pytest.raises(Refused, match="does not fit"):
        confirmed(marac, row_id)
    with marac.inside():
        assert gate.hand_over(marac.actor("idva"), paper).pdf


def test_the_second_person_sees_what_it_was(marac: World) -> None:
    """The old number and the new one, before all else, and a tick for where it was found."""
    paper = a_paper(marac)
    with marac.inside():
        row = a_change(marac, paper, telephone=OTHER_PHONE)
        old, check = row.telephone, queries.waiting_check(row.id)
        assert check is not None
        address = f"/recipients/{row.id}/confirm/{check.id}"
    page = marac.client("coordinator").get(address).text
    changes, _, rest = page.partition("All of the entry")
    assert rest
    assert old in changes
    assert OTHER_PHONE in changes
    assert "or are published by the organisation itself" in page
    shown = marac.client("idva").get(f"/recipients/{row.id}").text
    assert "A change waits" in shown


def test_a_row_added_to_the_trail_opens_nothing(marac: World) -> None:
    """What an officer closed: the column cleared, and a row that names the old check."""
    paper = a_paper(marac)
    with marac.inside():
        to_id = db.session.get_one(Release, paper).recipient_id
        check = queries.checks([to_id])[0].id
        service.close(marac.actor("coordinator"), to_id)
    with marac.inside(), transaction():
        db.session.execute(sa.update(Recipient).values(closed_at=None))
        said = RecipientConfirmed(to_id, check_id=check, how="called_back")
        record(marac.actor("coordinator"), said)
    with marac.inside():
        actor = marac.actor("coordinator")
        row = queries.recipient(actor, to_id)
        assert service.good_check(Chain.of(actor), row, clock.today()) is None
    with marac.inside(), pytest.raises(Refused):
        gate.hand_over(marac.actor("idva"), paper)
