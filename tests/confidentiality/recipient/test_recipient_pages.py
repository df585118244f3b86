"""The register of recipients, as people use it."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.audit.events import FirewallBlocked
from app.audit.model import AuditRow
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db
from tests.builders import World
from tests.exits import a_recipient, an_entry
from tests.pages import send

SOLICITOR = {
    "name": "Northbrook Law Centre",
    "number": "600001",
    "postal_address": "14 Mill Lane\nNorthbrook\nNB1 4XY",
    "telephone": "020 7946 0711",
    "email_domain": "lawcentre.example.org",
    "name_0": "Miriam Oyelaran",
    "job_0": "Solicitor",
    "email_0": "miriam@lawcentre.example.org",
    "proof": "Found under this number on the register of solicitors",
}
COURT = {
    "name": "Northbrook Family Court",
    "postal_address": "1 Court Street\nNorthbrook",
    "telephone": "020 7946 0712",
    "email_domain": "courts.example.org",
    "name_0": "Ebele Marsh",
    "email_0": "ebele.marsh@courts.example.org",
    "proof_kind": "called_back",
    "proof": "Rang the number in the finder, the clerk confirmed",
}


def entered(world: World, name: str) -> Recipient:
    """The entry of this name."""
    with world.inside():
        return db.session.scalars(select(Recipient).where(Recipient.name == name)).one()


def attempts(world: World) -> int:
    """How often the firewall said no."""
    with world.inside():
        rows = select(func.count()).select_from(AuditRow).where(AuditRow.tag == FirewallBlocked.tag)
        return db.session.scalar(rows) or 0


def waiting(world: World, recipient_id: UUID) -> str:
    """The page on which the second person confirms an entry."""
    with world.inside():
        check = queries.waiting_check(recipient_id)
        assert check is not None
        return f"/recipients/{recipient_id}/confirm/{check.id}"


def make(client: FlaskClient, kind: str, said: dict[str, str]) -> TestResponse:
    """Fill in the page of a class."""
    return send(client, f"/recipients/new/{kind}", said)


def test_an_officer_alone_enters_whoever_stands_on_a_public_register(marac: World) -> None:
    """The coordinator found the number on the register: it can receive at once."""
    client = marac.client("coordinator")
    answer = make(client, "solicitor", SOLICITOR | {"on_register": "y", "published": "y"})
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    assert "Can receive" in page
    assert "It is on the register and can receive." in page


def test_an_officer_alone_found_how_they_are_reached_as_well(marac: World) -> None:
    """A register holds a name and a number; one tick without the other opens nothing."""
    client = marac.client("coordinator")
    page = client.get("/recipients/new/solicitor").text
    assert "Add to the register" in page
    assert "sra.org.uk" in page
    answer = make(client, "solicitor", SOLICITOR | {"on_register": "y"})
    assert answer.status_code == 422
    assert "Find the telephone number, the address and the email domain" in answer.text


def test_whoever_names_the_home_office_is_told_before_all_the_rest(marac: World) -> None:
    """Nothing but a name is filled in: the refusal stands there at once, and in the register."""
    client = marac.client("officer")
    before = attempts(marac)
    answer = make(client, "court", {"name": "UKVI"})
    assert answer.status_code == 422
    assert "This names the Home Office" in answer.text
    assert "Enter its postal address" in answer.text
    assert attempts(marac) == before + 1
    assert make(client, "court", {"name": "Northbrook Court"}).status_code == 422
    assert attempts(marac) == before + 1


def test_a_court_waits_for_an_officer_of_another_agency(marac: World) -> None:
    """Housing enters it; the coordinator finds it on the home page, checks and confirms it."""
    client = marac.client("housing")
    answer = make(client, "court", COURT)
    assert answer.status_code == 303, answer.text
    assert "It waits for a second person" in client.get(answer.location).text
    second = marac.client("coordinator")
    assert "1 recipient waits for a second person" in second.get("/").text
    address = waiting(marac, entered(marac, COURT["name"]).id)
    page = second.get(address).text
    assert "Ebele Marsh" in page
    assert "Daniel Price" in page
    said = {"how": "called_back", "right": "y"}
    assert send(second, address, said).status_code == 303
    assert "Can receive" in client.get(answer.location).text
    assert "wait for a second person" not in second.get("/").text


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(marac: World) -> None:
    """A private address does not show whom somebody works for."""
    client = marac.client("housing")
    said = COURT | {"email_0": "ebele@gmail.com", "email_domain": "gmail.com"}
    answer = make(client, "court", said)
    assert answer.status_code == 422
    assert "Anybody can have an address there" in answer.text
    assert "1 Court Street" in answer.text
    assert "Ebele Marsh" in answer.text


def test_the_second_person_says_why_not(marac: World) -> None:
    """Whoever entered it sees the reason, on the home page and on the entry."""
    housing = marac.client("housing")
    where = make(housing, "court", COURT).location
    second = marac.client("deputy")
    address = waiting(marac, entered(marac, COURT["name"]).id)
    answer = send(second, f"{address}/refuse", {"because": "different"}, address)
    assert answer.status_code == 303
    assert "A name, a person or an address is different" in housing.get("/recipients").text
    assert "1 recipient that you entered was not confirmed" in housing.get("/").text
    assert "It was not confirmed" in housing.get(where).text


def test_members_are_chosen_by_their_accounts(marac: World) -> None:
    """Who of housing may read: two clicks, no typing of names or addresses."""
    client = marac.client("idva")
    agency = str(marac.agencies["housing"])
    which = send(client, "/recipients/new", {"who": "member"}).location
    assert send(client, which, {}).status_code == 422
    answer = send(client, which, {"agency": agency})
    assert answer.location.endswith(f"/recipients/new/member/{agency}")
    made = send(client, answer.location, {"people": str(marac.person_id("housing"))})
    assert made.status_code == 303, made.text
    assert "Daniel Price" in client.get(made.location).text


def test_the_register_is_searched_without_a_word_in_an_address(marac: World) -> None:
    """By name, also of a person there; by class; by how it stands."""
    with marac.inside():
        a_recipient(marac)
        a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court", person="Ebele Marsh")
        service.propose(marac.actor("housing"), an_entry(RecipientKind.HEALTH, "Mill Surgery"))
    client = marac.client("idva")
    everything = client.get("/recipients").text
    assert "Northbrook Law Centre" in everything
    assert "Mill Surgery" in everything

    def found(**said: str) -> str:
        answer = send(client, "/recipients", said)
        assert answer.status_code == 200
        assert "marsh" not in answer.request.url.lower()
        return answer.text

    assert "Family Court" in found(words="marsh")
    assert "Law Centre" not in found(words="marsh")
    assert "Law Centre" in found(kind="solicitor")
    assert "Surgery" not in found(kind="solicitor")
    assert "Surgery" in found(state="waiting")
    assert "Law Centre" not in found(state="waiting")
    assert "Nobody on the register is like that" in found(words="elsewhere")


@pytest.mark.parametrize("who", ["chair", "coordinator", "idva", "housing", "officer"])
def test_everybody_of_the_circle_reads_the_register(marac: World, who: str) -> None:
    """And finds it in the menu."""
    with marac.inside():
        row = a_recipient(marac)
    page = marac.client(who).get(f"/recipients/{row.id}").text
    assert 'href="/recipients"' in page
    assert "14 Mill Lane" in page


def test_the_administrator_has_no_business_there(marac: World) -> None:
    """Whoever gives accounts decides about no recipient."""
    with marac.inside():
        row = a_recipient(marac)
    client = marac.client("administrator")
    for path in ("/recipients", "/recipients/new", f"/recipients/{row.id}"):
        assert client.get(path).status_code == 403


def test_a_change_counts_once_somebody_else_confirms_it(marac: World) -> None:
    """What housing would change waits beside what stands, which can receive all the while."""
    with marac.inside():
        row_id = a_recipient(marac).id
    client = marac.client("housing")
    answer = send(client, f"/recipients/{row_id}/change", {"telephone": "020 7946 0799"})
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    assert "A change waits for a second person" in page
    assert "Can receive" in page
    second, address = marac.client("coordinator"), waiting(marac, row_id)
    said = {"how": "public_register", "right": "y"}
    half = send(second, address, said)
    assert half.status_code == 422
    assert "Find the telephone number, the address and the email domain" in half.text
    assert send(second, address, said | {"published": "y"}).status_code == 303
    page = client.get(answer.location).text
    assert "020 7946 0799" in page
    assert "020 7946 0711" not in page


def test_a_change_that_is_refused_is_told_and_changes_nothing(marac: World) -> None:
    """Whoever proposed it sees why; what stood there counts."""
    with marac.inside():
        row_id = a_recipient(marac).id
    client = marac.client("housing")
    answer = send(client, f"/recipients/{row_id}/change", {"telephone": "020 7946 0799"})
    second, address = marac.client("coordinator"), waiting(marac, row_id)
    refused = send(second, f"{address}/refuse", {"because": "different"}, address)
    assert "all stays as it was" in second.get(refused.location).text
    page = client.get(answer.location).text
    assert "A change was not confirmed" in page
    assert "020 7946 0711" in page
    assert "1 recipient that you entered was not confirmed" in client.get("/").text


def test_closing_and_taking_up_again(marac: World) -> None:
    """Closed at once by an officer; taken up again it waits like a new one."""
    with marac.inside():
        row = a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court")
    client = marac.client("chair")
    address = f"/recipients/{row.id}"
    assert send(client, f"{address}/close", {}).status_code == 303
    assert "Nothing can be sent there" in client.get(address).text
    assert send(client, f"{address}/again", {}, address).status_code == 303
    assert "It waits for a second person" in client.get(address).text
