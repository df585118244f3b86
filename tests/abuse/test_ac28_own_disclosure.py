"""AC-28: a chair approves what she, or her agency, asked to share."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.access.permissions import Role
from app.accounts.person.model import Person
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.service import exclude
from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.model import Decision, DisclosureRequest
from app.confidentiality.disclosure.opening import agencies_of_requester
from app.confidentiality.disclosure.rules import RequestState
from app.confidentiality.gate.model import Release
from app.db import db, transaction
from app.refusals import Changed, NotVisible, Refused
from app.vault.errors import Forged
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_recipient


def test_a_chair_never_decides_what_she_asked_for(marac: World) -> None:
    """She cannot open it to decide, choose, nor sign what another prepared."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), by="chair")
        with pytest.raises(Refused, match="another agency"):
            a_choice(marac, request_id, "chair")
        prepared = a_choice(marac, request_id, "deputy")
        with pytest.raises(Refused):
            signed(marac, request_id, prepared, "chair")
        assert db.session.query(Decision).count() == 0


def test_nobody_of_the_requesters_agency_decides(marac: World) -> None:
    """The police asked, and the chair is of the police."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), by="coordinator")
        assert a_choice(marac, request_id, "chair").digest
    with marac.inside():
        to = a_recipient(marac, name="Southbrook Law Centre")
        request_id = a_request(marac, to, by="deputy")
        with pytest.raises(Refused, match="another agency"):
            a_choice(marac, request_id, "deputy")


def test_changing_agencies_does_not_help(marac: World) -> None:
    """A requester whose row is moved to another agency afterwards still counts as of the first."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), by="chair")
        with transaction() as session:
            session.execute(
                update(Person)
                .where(Person.id == marac.person_id("chair"))
                .values(agency_id=marac.agencies["safety"])
            )
            session.execute(
                update(DisclosureRequest)
                .where(DisclosureRequest.id == request_id)
                .values(agency_id=marac.agencies["safety"])
            )
        row = db.session.get_one(DisclosureRequest, request_id)
        of = agencies_of_requester(Ring(marac.actor("deputy")), row)
        assert marac.agencies["police"] in of


def test_a_role_gained_afterwards_does_not_help(marac: World) -> None:
    """Whoever an administrator makes a deputy chair is still no officer by the chain of keys."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        actor = replace(marac.actor("officer"), roles=frozenset({Role.DEPUTY_CHAIR}))
        with pytest.raises((Refused, NotVisible)):
            service.open_to_decide(actor, request_id)


def test_only_people_of_other_agencies_are_named_as_deciders(marac: World) -> None:
    """The page names who can decide; nobody from whom the case is kept is among them."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), by="chair")
        opened = service.open_request(marac.actor("chair"), request_id)
        names = [each.name for each in service.deciders(opened.ring, opened.row)]
        assert names == ["Tom Okafor"]
        exclude(
            marac.actor("chair"),
            marac.extra["case"],
            person_id=marac.person_id("deputy"),
            agency_id=None,
            reason="Her cousin",
            secret_id=opened.record.described.secret_id,
        )
    with marac.inside():
        opened = service.open_request(marac.actor("chair"), request_id)
        assert service.deciders(opened.ring, opened.row) == []
        with pytest.raises(NotVisible):
            service.open_to_decide(marac.actor("deputy"), request_id)


def test_one_decision_for_one_edition(marac: World) -> None:
    """The one who comes second signs nothing, and is told."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        one, two = (a_choice(marac, request_id, who) for who in ("deputy", "chair"))
        signed(marac, request_id, one, "deputy")
        with pytest.raises(Changed):
            signed(marac, request_id, two, "chair")


def test_nobody_decides_about_what_she_asked_herself_whoever_the_row_names(marac: World) -> None:
    """One UPDATE gives the deputy’s request to somebody else; her own signature is under it."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac), by="deputy")
        with transaction() as session:
            row = session.get_one(DisclosureRequest, request)
            row.requester_id = marac.person_id("housing")
            row.agency_id = marac.agencies["housing"]
    with marac.inside(), pytest.raises(Forged, match="not what was asked"):
        a_choice(marac, request, "deputy")


@pytest.mark.parametrize("what", ["requester_id", "agency_id", "edition", "record_id"])
def test_a_request_is_decided_only_as_its_requester_signed_it(marac: World, what: str) -> None:
    """Person, agency, edition and record are under the signature: any other is a fault."""
    other = {
        "requester_id": marac.person_id("officer"),
        "agency_id": marac.agencies["police"],
        "edition": 7,
        "record_id": uuid4(),
    }
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request)
        with transaction() as session:
            setattr(session.get_one(DisclosureRequest, request), what, other[what])
    with marac.inside(), pytest.raises((Forged, NotVisible, Changed)):
        signed(marac, request, prepared)
    with marac.inside():
        assert db.session.scalars(select(Release)).all() == []


def test_what_was_asked_before_she_took_back_her_agreement_is_not_decided(marac: World) -> None:
    """Words, state and edition put back from a copy, with the true signature: the trail knows."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        row = db.session.get_one(DisclosureRequest, request)
        before = {name: getattr(row, name) for name in ("sealed_asked", "secret_id", "edition")}
    with marac.inside():
        service.no_longer_agreed(marac.actor("idva"), request, "She rang and said no")
    for back in ({"sealed_asked": before["sealed_asked"]}, before):
        with marac.inside(), transaction() as session:
            row = session.get_one(DisclosureRequest, request)
            row.state = RequestState.WAITING
            for name, value in back.items():
                setattr(row, name, value)
        with marac.inside(), pytest.raises(Forged):
            a_choice(marac, request)
