"""AC-23: whoever is found out to be of Immigration Enforcement, struck off an entry, reads no more.

Not even what was released to them before.
"""

from uuid import uuid4

import pytest

from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle import service as circle
from app.confidentiality.gate import collecting, service
from app.confidentiality.gate.model import Receipt, Release
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as recipient
from app.db import db, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.confidentiality.gate.test_handing_over import a_link
from tests.confidentiality.test_pages import csrf
from tests.exits import a_member, a_member_entry, confirmed
from tests.releases import SECRET, a_paper, prepared, sign, take


def struck_off(world: World) -> object:
    """Released to the officer of the police; the entry names only the chair since."""
    with world.inside():
        to = a_member(world, "police", "officer", "chair")
        release = sign(world, prepared(world, to), readers=("officer", "chair")).id
        service.accept(world.actor("officer"), release)
    with world.inside():
        idva = world.actor("idva")
        row = recipients.recipient(idva, db.session.get_one(Release, release).recipient_id)
        entry = a_member_entry(world, "police", "chair")
        recipient.change(idva, row.id, entry, revision=row.revision)
        confirmed(world, row.id)
    return release


def test_somebody_struck_off_reads_no_more(marac: World) -> None:
    """Neither its bytes nor its conditions nor a passphrase, as if there were nothing."""
    release = struck_off(marac)
    acts = (
        service.receive,
        service.receive_letter,
        service.conditions,
        service.accept,
        service.passphrase_of,
    )
    for act in acts:
        with marac.inside(), pytest.raises(NotVisible):
            act(marac.actor("officer"), release)  # type: ignore[operator]
    with marac.inside():
        assert db.session.query(Receipt).count() == 0


def test_it_looks_as_if_there_were_nothing(marac: World) -> None:
    """The list is empty, the home page silent, the page the same 404 as for no release."""
    release = struck_off(marac)
    client = marac.client("officer")
    assert "Nothing is released to you" in client.get("/released").text
    home = client.get("/").text
    assert "For you to read" not in home
    there, absent = client.get(f"/released/{release}"), client.get(f"/released/{uuid4()}")
    assert (there.status_code, there.data) == (404, absent.data)
    token = csrf(home)
    answer = client.post(f"/released/{release}/read", data={"csrf_token": token})
    assert answer.status_code == 404


def test_whoever_is_still_named_reads_on(marac: World) -> None:
    """The release was never to one person alone."""
    release = struck_off(marac)
    assert SECRET in take(marac, release, "chair")  # type: ignore[arg-type]


def test_a_hander_who_has_left_hands_nothing_over(marac: World) -> None:
    """A link that they made at work opens nothing once they are gone."""
    paper = a_paper(marac)
    path, words = a_link(marac, paper)
    with marac.inside(), transaction():
        db.session.get_one(Person, marac.person_id("idva")).state = PersonState.LEFT
    with marac.inside(), pytest.raises(RuleBroken, match="open nothing"):
        collecting.collect(path.rpartition("/")[2], words, as_file=False)
    with marac.inside(), pytest.raises((NotVisible, Refused)):
        service.to_hand_over(marac.actor("idva"), paper)


def test_a_hander_who_is_kept_from_it_hands_nothing_over(marac: World) -> None:
    """The exclusion beats the link that they made before."""
    paper = a_paper(marac, by="housing")
    path, words = a_link(marac, paper, "housing")
    with marac.inside():
        who = marac.person_id("housing")
        circle.exclude(marac.actor("coordinator"), marac.extra["case"], person_id=who)
    with marac.inside(), pytest.raises(RuleBroken, match="open nothing"):
        collecting.collect(path.rpartition("/")[2], words, as_file=False)


def test_a_member_that_is_kept_from_it_gets_nothing(marac: World) -> None:
    """Its lawyers get neither the file nor what a link opened until then: his brother is there."""
    with marac.inside():
        to = a_member(marac, "housing", legal=True)
        paper = sign(marac, prepared(marac, to, asked_by="idva"), by="coordinator").id
    path, words = a_link(marac, paper, "coordinator", "idris.kell@housing.example.org")
    with marac.inside():
        agency = marac.agencies["housing"]
        circle.exclude(marac.actor("chair"), marac.extra["case"], agency_id=agency)
    with marac.inside(), pytest.raises(RuleBroken, match="open nothing"):
        collecting.collect(path.rpartition("/")[2], words, as_file=False)
    with marac.inside(), pytest.raises(Refused, match="was stopped"):
        service.hand_over(marac.actor("coordinator"), paper)
