"""Drafts: what was typed when a session ended is there again, for its writer and nobody else."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.accounts.draft import service
from app.accounts.draft.model import Draft
from app.accounts.draft.queries import draft_at
from app.accounts.draft.rules import LASTS, worth_keeping
from app.accounts.person import service as people
from app.audit.model import AuditRow
from app.db import db, transaction
from tests.accounts.pages import hidden, value_of
from tests.builders import World
from tests.web.crawl import Reader

PAGE = "/people/invite"
NAME = "Nadia Rahman-Canary"


def typed(world: World, **changes: Any) -> dict[str, Any]:
    """A form that somebody has half filled in."""
    return {
        "agency_id": str(world.agencies["housing"]),
        "name": NAME,
        "email": "nadia@housing.example.org",
        "roles": ["idva", "signatory"],
        "passphrase": "copper lantern orchard",
    } | changes


def timed_out_form(world: World, client: FlaskClient) -> TestResponse:
    """Open the page, go to lunch, come back and press the button."""
    form = hidden(client.get(PAGE)) | typed(world)
    with clock.pretend(clock.now() + timedelta(hours=2)):
        answer = client.post(PAGE, data=form)
        assert answer.status_code == 303
        return client.get(answer.headers["Location"])


def sign_in_again(world: World, client: FlaskClient, page: TestResponse, who: str) -> str:
    """Sign in on the page one was led to; where it leads then."""
    form = hidden(page) | world.credentials(who)
    answer = client.post(page.request.full_path, data=form)
    assert answer.status_code == 303
    return answer.headers["Location"]


def drafts(world: World) -> list[Draft]:
    """Every draft there is."""
    with world.inside():
        return list(db.session.scalars(select(Draft)))


def test_time_out_in_the_middle_of_a_form(world: World) -> None:
    """Sign in again, and the page is there with everything that was typed, ticks and all."""
    client = world.client("administrator")
    page = timed_out_form(world, client)
    assert "What you typed is kept" in page.text
    assert NAME not in page.text
    back = sign_in_again(world, client, page, "administrator")
    assert back == PAGE
    form = client.get(back)
    assert "This is what you were writing" in form.text
    assert value_of(form, "name") == NAME
    assert f'value="{world.agencies["housing"]}" selected' in form.text
    ticked = [
        e.attributes["value"] for e in Reader(form.text).all("input") if "checked" in e.attributes
    ]
    assert ticked == ["idva", "signatory"]
    assert "copper lantern orchard" not in form.text


def test_nobody_else_gets_it(world: World) -> None:
    """Whoever signs in at that computer instead sees an empty form."""
    client = world.client("administrator")
    with world.inside():
        other = people.set_up_person(
            world.agencies["safety"],
            name="Second Administrator",
            email="second@safety.example.org",
            job="",
            roles=["administrator"],
        )
    page = timed_out_form(world, client)
    back = sign_in_again(world, client, page, "chair")
    assert back == PAGE
    assert client.get(back).status_code == 403
    assert other.person_id not in {draft.person_id for draft in drafts(world)}
    with world.inside():
        assert draft_at(world.actor("chair"), PAGE) is None


def test_the_database_holds_not_one_word_of_it(world: World) -> None:
    """The fields are sealed to the writer's public key; the trail names only the form."""
    timed_out_form(world, world.client("administrator"))
    [draft] = drafts(world)
    assert NAME.encode() not in draft.sealed_fields
    with world.inside():
        row = db.session.scalars(select(AuditRow).where(AuditRow.tag == "draft:keep")).one()
        assert row.detail == '{"form":"person.invite"}'
    files = b"".join(path.read_bytes() for path in world.instance.rglob("*") if path.is_file())
    assert NAME.encode() not in files


def test_a_draft_goes_when_its_form_is_sent(world: World) -> None:
    """And not before: a form that comes back with an error keeps it."""
    client = world.client("administrator")
    back = sign_in_again(world, client, timed_out_form(world, client), "administrator")
    form = hidden(client.get(back)) | typed(world)
    assert client.post(PAGE, data=form).status_code == 422
    assert len(drafts(world)) == 1
    good = form | {"roles": ["idva"], "sponsor_attests": "y"}
    assert client.post(PAGE, data=good).status_code == 303
    assert drafts(world) == []


def test_a_draft_can_be_thrown_away(world: World) -> None:
    """The page is empty again."""
    client = world.client("administrator")
    page = timed_out_form(world, client)
    sign_in_again(world, client, page, "administrator")
    form = client.get(PAGE)
    token = hidden(form)["csrf_token"]
    answer = client.post("/drafts/discard", data={"csrf_token": token, "page_of_form": PAGE})
    assert answer.headers["Location"] == PAGE
    assert value_of(client.get(PAGE), "name") == ""
    assert drafts(world) == []


def test_the_pages_script_keeps_drafts(world: World) -> None:
    """What is typed is kept while the page is open; the last state counts, in one row."""
    client = world.client("administrator")
    token = hidden(client.get(PAGE))["csrf_token"]
    for name in ("Nad", NAME):
        sent = {"path": PAGE, "fields": {"name": [name], "csrf_token": ["x"], "code": ["1"]}}
        answer = client.post("/drafts", json=sent, headers={"X-CSRFToken": token})
        assert answer.status_code == 204
    with world.inside():
        kept = draft_at(world.actor("administrator"), PAGE)
        assert kept is not None
        assert kept.fields == {"name": [NAME]}
        assert db.session.query(Draft).count() == 1


def test_a_laptop_that_slept_keeps_its_draft_on_waking(world: World) -> None:
    """Its script sends the draft when the session is long over; the cookie still says whose."""
    client = world.client("administrator")
    token = hidden(client.get(PAGE))["csrf_token"]
    with clock.pretend(clock.now() + timedelta(hours=9)):
        sent = {"path": PAGE, "fields": {"name": [NAME]}}
        answer = client.post("/drafts", json=sent, headers={"X-CSRFToken": token})
        assert answer.status_code == 204
    assert len(drafts(world)) == 1


def test_a_script_is_told_that_the_session_is_over(world: World) -> None:
    """A beat or a poll of a page that was left open gets 401, and its form keeps nothing."""
    client = world.client("administrator")
    token = hidden(client.get(PAGE))["csrf_token"]
    with clock.pretend(clock.now() + timedelta(hours=9)):
        answer = client.post("/still-here", headers={"X-CSRFToken": token, "X-Poll": "1"})
    assert answer.status_code == 401
    assert drafts(world) == []


def test_a_page_for_everybody_works_though_a_session_ran_out(world: World) -> None:
    """Signing in is not taken for a form that was lost."""
    client = world.client("administrator")
    form = hidden(client.get(PAGE))
    with clock.pretend(clock.now() + timedelta(hours=2)):
        answer = client.post("/sign-in", data=form | world.credentials("administrator"))
        assert answer.status_code == 303
    assert drafts(world) == []


def test_a_form_with_an_old_token_comes_back_filled_in(world: World) -> None:
    """Signed in anew in another tab: the first tab's form is not lost, and not sent either."""
    client = world.client("administrator")
    form = hidden(client.get(PAGE)) | typed(world)
    world.sign_in(client, "administrator")
    answer = client.post(PAGE, data=form)
    assert answer.headers["Location"] == PAGE
    assert value_of(client.get(PAGE), "name") == NAME
    with world.inside():
        assert people.queries.by_email("nadia@housing.example.org") is None


def test_another_sites_form_keeps_nothing(world: World) -> None:
    """Neither in a session that ran out nor in one that is open."""
    client = world.client("administrator")
    form = hidden(client.get(PAGE)) | typed(world)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(PAGE, data=typed(world), headers=foreign).status_code == 403
    with clock.pretend(clock.now() + timedelta(hours=2)):
        assert client.post(PAGE, data=form, headers=foreign).status_code in (303, 403)
    assert drafts(world) == []


def test_without_the_forms_token_nothing_is_kept(world: World) -> None:
    """The token of the session that ran out must be there."""
    client = world.client("administrator")
    client.get(PAGE)
    with clock.pretend(clock.now() + timedelta(hours=2)):
        client.post(PAGE, data=typed(world))
    assert drafts(world) == []


def test_a_draft_waits_a_week(world: World) -> None:
    """Then it is gone, first from sight and then from the database."""
    timed_out_form(world, world.client("administrator"))
    late = clock.now() + LASTS + timedelta(hours=3)
    with clock.pretend(late), world.inside():
        assert draft_at(world.actor("administrator"), PAGE) is None
        actor = world.actor("chair")
        service.keep(actor.person_id, actor.keys.key_id, "/account", "x", {"a": ["b"]})
    assert [draft.path for draft in drafts(world)] == ["/account"]


def test_new_keys_do_not_open_old_drafts(world: World) -> None:
    """After a forgotten passphrase a draft is lost, and the page says nothing wrong."""
    timed_out_form(world, world.client("administrator"))
    with world.inside():
        other = world.actor("chair")
        with transaction() as session:
            session.execute(db.update(Draft).values(person_id=other.person_id))
        assert draft_at(other, PAGE) is None


def test_leavers_leave_no_drafts(world: World) -> None:
    """They are thrown away in the same moment."""
    with world.inside():
        actor = world.actor("housing")
        service.keep(actor.person_id, actor.keys.key_id, "/account", "x", {"a": ["b"]})
        people.mark_left(world.actor("administrator"), actor.person_id)
    assert drafts(world) == []


def test_secrets_and_nothing_are_not_worth_keeping() -> None:
    """No passphrase, code or token in any form; no draft of empty boxes; none of absurd size."""
    kept = worth_keeping({"passphrase": ["x"], "new_password": ["x"], "code": ["1"], "what": ["y"]})
    assert kept == {"what": ["y"]}
    assert worth_keeping({"what": [" "], "csrf_token": ["x"]}) == {}
    assert worth_keeping({"what": ["x" * 300_000]}) == {}


def test_a_draft_is_only_kept_for_a_page_of_ours(world: World) -> None:
    """Nobody can fill the table with addresses of their own."""
    client = world.client("administrator")
    token = hidden(client.get(PAGE))["csrf_token"]
    for path in ("//evil.example.org", "/no-such-page", "", 7):
        sent = {"path": path, "fields": {"name": [NAME]}}
        client.post("/drafts", json=sent, headers={"X-CSRFToken": token})
    client.post("/drafts", json=["x"], headers={"X-CSRFToken": token})
    assert drafts(world) == []
