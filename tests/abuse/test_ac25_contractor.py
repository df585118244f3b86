"""AC-25: a contractor of the Home Office is entered as a partner in housing."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import Entry, Proof, RecipientKind
from app.db import db, transaction
from app.refusals import Refused, RuleBroken
from tests.builders import World
from tests.exits import an_entry, confirmed
from tests.pages import send

CONTRACTORS = (
    "Serco asylum accommodation",
    "Mears Housing Management",
    "Clearsprings Ready Homes",
    "Mitie Care and Custody",
    "Migrant Help",
    "Single Competent Authority",
    "Gangmasters and Labour Abuse Authority",
)


def contractor(name: str, *, review: bool = False, kind: str = RecipientKind.HOUSING) -> Entry:
    """A contractor under its own name, with the data protection officer's words or without."""
    made = an_entry(RecipientKind(kind), name, review=review)
    person = replace(made.people[0], email="miriam@partner.example.org")
    return replace(made, email_domain="partner.example.org", people=(person,))


@pytest.mark.parametrize("name", CONTRACTORS)
def test_no_contractor_is_entered_without_the_data_protection_officer(
    marac: World, name: str
) -> None:
    """Whatever class somebody gives it: the note, the name and the day of it are asked for."""
    with marac.inside():
        with pytest.raises(RuleBroken, match="works for or with the Home Office") as said:
            service.propose(marac.actor("housing"), contractor(name))
        assert said.value.field == "dpo_note"
        whole = contractor(name, review=True)
        for missing in ({"dpo_note": "Fine."}, {"dpo_name": ""}, {"dpo_on": ""}):
            with pytest.raises(RuleBroken):
                service.propose(marac.actor("housing"), replace(whole, **missing))
        assert queries.recipients(marac.actor("housing")) == []


def test_with_the_note_it_still_takes_two_people_of_two_agencies(marac: World) -> None:
    """Never by default; the list and the entry say what it may lead to."""
    with marac.inside():
        row = service.propose(marac.actor("housing"), contractor(CONTRACTORS[0], review=True))
        assert row.needs_review
        assert queries.open_recipients(marac.actor("housing"), clock.today()) == []
        confirmed(marac, row.id, "deputy")
        assert [r.id for r in queries.open_recipients(marac.actor("idva"), clock.today())] == [
            row.id
        ]
    client = marac.client("idva")
    assert "May open a path to the Home Office" in client.get("/recipients").text
    page = client.get(f"/recipients/{row.id}").text
    assert "This may open a path to the Home Office" in page
    assert "Hana Vale" in page


def test_a_number_on_a_public_register_does_not_make_one_person_enough(marac: World) -> None:
    """A contractor that is registered with the IAA is a contractor still."""
    entry = contractor("Migrant Help", review=True, kind=RecipientKind.IMMIGRATION_ADVISER)
    with marac.inside():
        row = service.propose(marac.actor("chair"), entry, on_register=True)
        assert queries.open_recipients(marac.actor("chair"), clock.today()) == []
        check = queries.waiting_check(row.id)
        assert check is not None
        with pytest.raises(Refused):
            service.confirm(
                marac.actor("chair"), row.id, check.id, Proof.PUBLIC_REGISTER, revision=row.revision
            )


def test_nobody_says_of_a_contractor_that_it_is_none(marac: World) -> None:
    """Whether it needs a review is read from its name and jobs, not from the form."""
    with marac.inside():
        row = service.propose(
            marac.actor("housing"),
            replace(contractor(CONTRACTORS[1], review=True), needs_review=False),
        )
        assert row.needs_review
        harmless = an_entry(RecipientKind.HOUSING, "Mill Lane Homes")
        job = replace(harmless.people[0], job="Serco contract manager")
        with pytest.raises(RuleBroken, match="works for or with"):
            service.propose(marac.actor("housing"), replace(harmless, people=(job,)))


@pytest.mark.parametrize("host", ["clearsprings.co.uk", "desk.serco.com", "migranthelpuk.org"])
def test_known_by_its_mailbox_only(marac: World, host: str) -> None:
    """A plain name, and its people's mail goes to a contractor; one officer alone neither."""
    for kind, who in ((RecipientKind.HOUSING, "housing"), (RecipientKind.SOLICITOR, "chair")):
        entry = an_entry(kind, "Mill Lane Homes")
        person = replace(entry.people[0], email=f"miriam@{host}")
        entry = replace(entry, email_domain=host, people=(person,))
        with marac.inside(), pytest.raises(RuleBroken, match="works for or with"):
            service.propose(marac.actor(who), entry, on_register=True)


def test_known_by_its_post_only(marac: World) -> None:
    """Whose hands the envelope ends in counts, not what stands above it on the register."""
    entry = an_entry(RecipientKind.HOUSING, "Mill Lane Homes")
    entry = replace(entry, postal_address="Clearsprings Ready Homes\n14 Mill Lane\nNB1 4XY")
    with marac.inside(), pytest.raises(RuleBroken, match="works for or with"):
        service.propose(marac.actor("housing"), entry)


def test_a_change_of_name_into_a_contractor_asks_too(marac: World) -> None:
    """Not only when it is entered."""
    with marac.inside():
        actor = marac.actor("housing")
        row = service.propose(actor, an_entry(RecipientKind.HOUSING, "Mill Lane Homes"))
        entry = replace(service.entry_of(row), name="Mears Mill Lane")
        with pytest.raises(RuleBroken, match="works for or with"):
            service.change(actor, row.id, entry, revision=row.revision)


def test_the_database_refuses_a_review_without_its_note(marac: World) -> None:
    """On every engine, whatever a program does."""
    with marac.inside():
        service.propose(marac.actor("housing"), contractor(CONTRACTORS[0], review=True))
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(update(Recipient).values(dpo_note=""))


def test_the_page_asks_for_the_note_and_loses_nothing(marac: World) -> None:
    """It is not asked of anybody else."""
    client = marac.client("housing")
    path = "/recipients/new/organisation"
    assert "data protection officer" not in client.get(path).text
    said = {
        "name": "Mears Housing Management",
        "kind": "housing",
        "postal_address": "14 Mill Lane",
        "telephone": "020 7946 0711",
        "email_domain": "partner.example.org",
        "name_0": "Miriam Oyelaran",
        "email_0": "miriam@partner.example.org",
        "proof_kind": "called_back",
        "proof": "Rang the number on its website",
    }
    answer = send(client, path, said)
    assert answer.status_code == 422
    assert "This one needs the data protection officer" in answer.text
    assert "14 Mill Lane" in answer.text
    note = {
        "dpo_note": "Repairs only, and nothing about anybody’s status.",
        "dpo_name": "Hana Vale",
        "dpo_on-day": "2",
        "dpo_on-month": "11",
        "dpo_on-year": "2026",
    }
    made = send(client, path, said | note)
    assert made.status_code == 303, made.text
    assert "This may open a path to the Home Office" in client.get(made.location).text
