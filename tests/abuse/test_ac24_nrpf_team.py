"""AC-24: a council's no-recourse team puts what it reads here into NRPF Connect."""

from dataclasses import replace

import pytest

from app import clock
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.refusals import RuleBroken
from tests.builders import World
from tests.exits import a_member_entry, a_recipient, an_entry, confirmed
from tests.pages import send

NOTE = {
    "dpo_name": "Hana Vale",
    "dpo_note": "Housing only, and nothing about anybody's status.",
    "dpo_on": "2026-11-02",
}


def the_team(world: World) -> Recipient:
    """The member whose sector is the no-recourse team, entered by two people with the note."""
    entry = replace(a_member_entry(world, "nrpf", "nrpf"), **NOTE)
    row = service.propose(world.actor("idva"), entry)
    return confirmed(world, row.id)


def test_the_team_is_not_a_member_like_others(marac: World) -> None:
    """By its sector, whatever it is called: the data protection officer decides first."""
    with marac.inside():
        with pytest.raises(RuleBroken, match="works for or with the Home Office"):
            service.propose(marac.actor("idva"), a_member_entry(marac, "nrpf", "nrpf"))
        row = the_team(marac)
        assert row.needs_review
        assert queries.open_recipients(marac.actor("idva"), clock.today()) == [row]


def test_a_team_of_another_council_is_known_by_its_name(marac: World) -> None:
    """It has no sector here."""
    with marac.inside(), pytest.raises(RuleBroken, match="works for or with"):
        service.propose(
            marac.actor("idva"), an_entry(RecipientKind.COUNCIL, "Larkfield Council NRPF Team")
        )


def test_whoever_enters_it_is_told_before(marac: World) -> None:
    """On the page where its people are chosen; on its entry; on the list."""
    client = marac.client("idva")
    page = client.get(f"/recipients/new/member/{marac.agencies['nrpf']}").text
    assert "NRPF Connect, which the Home Office runs" in page
    plain = client.get(f"/recipients/new/member/{marac.agencies['housing']}").text
    assert "NRPF Connect" not in plain
    with marac.inside():
        row = the_team(marac)
    assert "NRPF Connect" in client.get(f"/recipients/{row.id}").text
    assert "May open a path to the Home Office" in client.get("/recipients").text


def test_the_second_person_is_told_before_confirming(marac: World) -> None:
    """On the page on which the officer signs."""
    with marac.inside():
        entry = replace(a_member_entry(marac, "nrpf", "nrpf"), **NOTE)
        row = service.propose(marac.actor("idva"), entry)
        check = queries.waiting_check(row.id)
        assert check is not None
    page = marac.client("deputy").get(f"/recipients/{row.id}/confirm/{check.id}").text
    assert "NRPF Connect" in page
    assert "Hana Vale" in page


def test_whoever_chooses_a_recipient_can_be_told(marac: World) -> None:
    """What every page of choices asks: only of those of whom something must be said."""
    with marac.inside():
        team, firm = the_team(marac), a_recipient(marac)
        told = queries.warnings([team, firm])
        assert "NRPF Connect" in told[team.id]
        assert firm.id not in told


def test_the_page_takes_the_note(marac: World) -> None:
    """As for every contractor."""
    client = marac.client("idva")
    path = f"/recipients/new/member/{marac.agencies['nrpf']}"
    people = {"people": str(marac.person_id("nrpf"))}
    answer = send(client, path, people)
    assert answer.status_code == 422
    assert "This one needs the data protection officer" in answer.text
    note = {"dpo_note": NOTE["dpo_note"], "dpo_name": NOTE["dpo_name"]}
    day = {"dpo_on-day": "2", "dpo_on-month": "11", "dpo_on-year": "2026"}
    assert send(client, path, people | note | day).status_code == 303
