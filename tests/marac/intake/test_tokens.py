"""Members make tokens and revoke them; officers see which there are, and make none."""

from datetime import timedelta

import pytest
import time_machine

from app import clock
from app.accounts.person import service as people
from app.accounts.person.model import Person
from app.db import db, transaction
from app.marac.intake.queries import own_tokens, tokens_of_area
from app.marac.intake.rules import MOST_EACH, NOT_FOR_OFFICERS, TokenState
from app.marac.intake.service import make_token, revoke
from app.refusals import NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.marac.intake.tokens import a_system, a_token, token_row
from tests.marac.trail import tags
from tests.pages import send
from tests.working import UNSIGNED

NEW = {"name": "Case system", "months": "3"}


def made_by_page(world: World, who: str, **changes: str) -> str:
    """Make a token on the page and return what the next page says."""
    client = world.client(who)
    typed = NEW | {"passphrase": world.members[who].passphrase} | changes
    answer = send(client, "/tokens/new", typed)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"]).text


def test_a_token_is_shown_once(marac: World) -> None:
    """Its text is on one page, once; afterwards lists know its name and what it did."""
    client = marac.client("housing")
    typed = NEW | {"passphrase": marac.members["housing"].passphrase}
    assert send(client, "/tokens/new", typed).headers["Location"] == "/tokens/made"
    shown = client.get("/tokens/made").text
    assert shown.count("marac_") == 1
    again = client.get("/tokens/made")
    assert (again.status_code, again.headers["Location"]) == (303, "/tokens")
    listed = client.get("/tokens").text
    assert "shown once" in listed
    assert "Case system" in listed
    assert "Not used yet" in listed
    assert "marac_" not in listed
    with marac.inside():
        assert "token:make" in tags()


def test_the_passphrase_is_asked_again(marac: World) -> None:
    """Whoever finds a session open makes no token with it, and nothing typed is lost."""
    client = marac.client("housing")
    answer = send(client, "/tokens/new", NEW | {"passphrase": "something else"})
    assert answer.status_code == 422
    assert "Enter your own passphrase" in answer.text
    assert 'value="Case system"' in answer.text
    answer = send(client, "/tokens/new", {"name": " ", "passphrase": ""})
    assert answer.text.count("govuk-error-message") == 3
    with marac.inside():
        assert "token:make" not in tags()


@pytest.mark.parametrize("who", ["chair", "coordinator", "deputy"])
def test_officers_make_none(marac: World, who: str) -> None:
    """An officer's signature is not put where another system keeps it; the page says so."""
    client = marac.client(who)
    assert "/tokens/new" not in client.get("/tokens").text
    answer = client.get("/tokens/new")
    assert answer.status_code == 403
    with marac.inside(), pytest.raises(Refused, match="Ask a colleague") as refused:
        make_token(marac.actor(who), "Case system", "3", marac.members[who].passphrase)
    assert str(refused.value) == NOT_FOR_OFFICERS


@pytest.mark.parametrize("who", ["administrator", UNSIGNED])
def test_who_holds_nothing_makes_none(marac: World, who: str) -> None:
    """No administrator, and nobody who has not signed."""
    with marac.inside(), pytest.raises(Refused):
        make_token(marac.actor(who), "Case system", "3", marac.members[who].passphrase)


def test_names_of_the_home_office_are_refused(marac: World) -> None:
    """A system of theirs gets no token, under no name that is screened; the attempt is kept."""
    with marac.inside():
        actor, words = marac.actor("housing"), marac.members["housing"].passphrase
        with pytest.raises(RuleBroken):
            make_token(actor, "Immigration Enforcement feed", "3", words)
        assert tags()[-1] == "firewall:block"


def test_each_has_a_few_at_a_time(marac: World) -> None:
    """Old tokens are revoked before yet another is made."""
    tokens = [a_token(marac) for _ in range(MOST_EACH)]
    with pytest.raises(RuleBroken, match="Revoke one"):
        a_token(marac)
    with marac.inside():
        revoke(marac.actor("housing"), tokens[0].id)
    assert a_token(marac).id


def test_ones_own_and_for_officers_every_token(marac: World) -> None:
    """A colleague's token is not there; an officer sees it with its maker and can revoke it."""
    made = a_token(marac)
    colleague, officer = marac.client("idva"), marac.client("coordinator")
    assert "Case system" not in colleague.get("/tokens").text
    with marac.inside(), pytest.raises(NotVisible):
        revoke(marac.actor("idva"), made.id)
    assert "Daniel Price" in officer.get("/tokens").text
    answer = send(officer, f"/tokens/{made.id}/revoke", {}, "/tokens")
    assert answer.status_code == 303
    assert "Revoked" in officer.get("/tokens").text
    row = token_row(marac)
    assert (row.sealed_keys, row.revoked_by) == (None, marac.person_id("coordinator"))
    with marac.inside():
        assert tags()[-1] == "token:revoke"


def test_the_list_says_what_came_in(marac: World) -> None:
    """Its maker sees how often it was used and when last."""
    system = a_system(marac)
    system.send()
    listed = marac.client("housing").get("/tokens").text
    assert "1 referral handed in" in listed


def test_whose_standing_changed_is_told(marac: World) -> None:
    """A token that no longer works for another reason than its own is shown as stopped."""
    a_token(marac)
    with marac.inside():
        with transaction():
            person = db.session.get_one(Person, marac.person_id("housing"))
            person.role_names = ["coordinator"]
        assert tokens_of_area(marac.actor("chair"), clock.now())[0].state is TokenState.STOPPED
    with marac.inside():
        with transaction():
            person = db.session.get_one(Person, marac.person_id("housing"))
            person.role_names = ["representative"]
        assert own_tokens(marac.actor("housing"), clock.now())[0].state is TokenState.IN_USE


def test_an_office_revokes_the_tokens_of_whoever_is_given_it(marac: World) -> None:
    """In that moment, and what signs is gone from the row; another role leaves tokens alone."""
    a_token(marac)
    with marac.inside():
        who = marac.person_id("housing")
        people.change_roles(marac.actor("administrator"), who, ["representative", "signatory"])
        assert own_tokens(marac.actor("housing"), clock.now())[0].state is TokenState.IN_USE
        people.change_roles(marac.actor("administrator"), who, ["coordinator"])
    row = token_row(marac)
    assert row.revoked_at is not None
    assert row.sealed_keys is None
    with marac.inside():
        assert "token:revoke" in tags()


def test_its_maker_is_told_before_it_runs_out(marac: World) -> None:
    """On the home page in the last weeks, for its maker alone; not before, not once revoked."""
    made = a_token(marac, months="1")
    heading = "A token runs out soon"
    assert heading not in marac.client("housing").get("/").text
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assert heading in marac.client("housing").get("/").text
        assert heading not in marac.client("idva").get("/").text
        with marac.inside():
            revoke(marac.actor("housing"), made.id)
        assert heading not in marac.client("housing").get("/").text


def test_the_account_page_calls_tokens_what_they_are_to_whom(marac: World) -> None:
    """A member makes them for the agency's own system; an officer looks after those of all."""
    member, officer = (marac.client(who).get("/account").text for who in ("housing", "chair"))
    assert "Tokens for handing referrals in" in member
    assert "Tokens of the agencies’ systems" in officer
    assert "Your agency’s own system" not in officer
