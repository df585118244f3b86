"""The register of agencies."""

import pytest
from sqlalchemy import select

from app.accounts.agency import queries, service
from app.accounts.agency.model import Agency
from app.accounts.agency.rules import checked_domains, checked_phone, is_address_of
from app.audit.model import AuditRow
from app.db import db, new_id
from app.refusals import NotVisible, Refused, RuleBroken
from tests.accounts.pages import error_beside, submit, value_of
from tests.builders import World

GOOD = {
    "name": "Northbrook Probation",
    "sector": "probation",
    "callback_phone": "01632 960123",
    "email_domain": "probation.example.org",
}


@pytest.mark.parametrize(
    "phone", ["020 7946 0123", "01632 960123", "+44 20 7946 0123", "(020) 7946-0123 ext 12"]
)
def test_numbers_as_people_write_them(phone: str) -> None:
    """Spaces, brackets, hyphens and an extension are all in order."""
    assert checked_phone(phone) == phone


@pytest.mark.parametrize("phone", ["", "999", "7946 0123", "0207946012345", "call me", "+33 1 23"])
def test_what_is_no_number_is_refused(phone: str) -> None:
    """An officer must be able to call it back."""
    with pytest.raises(RuleBroken) as refused:
        checked_phone(phone)
    assert refused.value.field == "callback_phone"


def test_domains_are_tidied() -> None:
    """Capitals, an @ and commas are put right; one is kept once."""
    typed = "@Housing.example.org, homes.example.org housing.example.org"
    assert checked_domains(typed) == "housing.example.org homes.example.org"


@pytest.mark.parametrize("typed", ["", "housing", "a b.example.org", "x@y.example.org", "ex_.org"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    """It says what one looks like."""
    with pytest.raises(RuleBroken, match=r"housing\.example\.org"):
        checked_domains(typed)


def test_an_address_belongs_to_a_domain_whole_or_below_it() -> None:
    """A longer name that only ends alike does not count."""
    domains = "housing.example.org homes.example.org"
    assert is_address_of(domains, "a@housing.example.org")
    assert is_address_of(domains, "a@team.homes.example.org")
    assert not is_address_of(domains, "a@myhousing.example.org")
    assert not is_address_of(domains, "a@example.org")


def test_an_agency_is_entered_and_the_trail_says_so(world: World) -> None:
    """The register has it, and who did it is written down in the same moment."""
    with world.inside():
        made = service.create_agency(world.actor("administrator"), **GOOD)
    with world.inside():
        assert queries.agency(world.actor("chair"), made.id).name == "Northbrook Probation"
        tag = db.session.scalar(select(AuditRow.tag).order_by(AuditRow.seq.desc()))
        assert tag == "agency:create"


def test_nobody_but_an_administrator_enters_agencies(world: World) -> None:
    """Chair and coordinator read the register; they do not write it."""
    for who in ("chair", "coordinator", "idva"):
        with world.inside(), pytest.raises(Refused):
            service.create_agency(world.actor(who), **GOOD)


def test_the_home_office_is_no_agency_and_the_attempt_is_kept(world: World) -> None:
    """Nothing is entered, the message shows the road that is open, and the attempt stays."""
    with world.inside():
        with pytest.raises(RuleBroken, match="solicitor") as refused:
            service.create_agency(
                world.actor("administrator"), **GOOD | {"name": "H0me 0ffice liaison"}
            )
        assert refused.value.field == "name"
    with world.inside():
        assert not db.session.scalars(select(Agency).where(Agency.sector == "probation")).all()
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert row is not None
        assert (row.tag, row.actor_id) == (
            "firewall:block",
            str(world.person_id("administrator")),
        )


def test_its_addresses_are_screened_too(world: World) -> None:
    """Below the Home Office's domain, and behind a relay, it is the Home Office still."""
    for domain in ("homeoffice.gov.uk", "digital.homeoffice.gov.uk"):
        with world.inside(), pytest.raises(RuleBroken) as refused:
            service.create_agency(world.actor("administrator"), **GOOD | {"email_domain": domain})
        assert refused.value.field == "email_domain"


def test_a_name_is_on_the_register_once(world: World) -> None:
    """In whatever letters; the agency itself may keep its own."""
    with world.inside():
        actor = world.actor("administrator")
        with pytest.raises(RuleBroken, match="already"):
            service.create_agency(actor, **GOOD | {"name": "NORTHBROOK  housing"})
        housing = queries.agency(actor, world.agencies["housing"])
        service.change_agency(
            actor, housing.id, "Northbrook Housing", "01632 960999", housing.email_domain
        )


def test_officers_see_that_the_number_to_call_back_was_changed(world: World) -> None:
    """An administrator cannot quietly put their own number there before a confirmation."""
    housing = f"/agencies/{world.agencies['housing']}"
    assert "The number was changed" not in world.client("chair").get(housing).text
    typed = {
        "name": "Northbrook Housing",
        "callback_phone": "01632 960999",
        "email_domain": "housing.example.org",
    }
    assert submit(world.client("administrator"), f"{housing}/change", typed).status_code == 303
    assert "The number was changed" in world.client("chair").get(housing).text


def test_an_agency_of_nowhere_is_not_there(world: World) -> None:
    """An id that is not on this area's register gives nothing away."""
    with world.inside(), pytest.raises(NotVisible):
        queries.agency(world.actor("chair"), new_id())


def test_the_form_keeps_what_was_typed(world: World) -> None:
    """The error stands beside its field, and nothing has to be typed again."""
    client = world.client("administrator")
    answer = submit(client, "/agencies/new", GOOD | {"callback_phone": "twelve"})
    assert answer.status_code == 422
    assert "020 7946 0123" in error_beside(answer, "callback_phone")
    assert value_of(answer, "name") == "Northbrook Probation"
    assert value_of(answer, "callback_phone") == "twelve"


def test_a_partner_that_works_for_the_home_office_is_entered_with_a_warning(world: World) -> None:
    """It may be entered, and whoever enters it is told what that may lead to."""
    client = world.client("administrator")
    typed = GOOD | {"name": "Northbrook NRPF Team", "sector": "council_nrpf_team"}
    answer = submit(client, "/agencies/new", typed)
    assert "may have to tell it" in client.get(answer.headers["Location"]).text
