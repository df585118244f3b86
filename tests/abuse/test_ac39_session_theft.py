"""AC-39: a session cannot be fixed beforehand, read out of the database, or kept after its end."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts.session.model import WebSession
from app.db import db
from app.vault import digests
from tests.accounts.pages import hidden, submit
from tests.application import make_app
from tests.builders import World


def cookie(client, world: World) -> str:
    """The value of the session's cookie."""
    return client.get_cookie(world.cookie).value


def test_signing_in_gives_a_new_secret(world: World) -> None:
    """Whatever cookie a browser had before, planted or not, is not the one that is signed in."""
    client = world.client()
    client.get("/sign-in")
    planted = cookie(client, world)
    assert submit(client, "/sign-in", world.credentials("idva")).status_code == 303
    assert cookie(client, world) != planted
    other = world.client()
    other.set_cookie(world.cookie, planted)
    assert other.get("/account").status_code == 303


def test_a_session_of_an_invitation_never_becomes_a_persons(world: World) -> None:
    """The secret changes again when the account is made."""
    client = world.client("idva")
    first = cookie(client, world)
    page = client.get("/account")
    client.post("/sign-in", data=hidden(page) | world.credentials("housing"))
    assert cookie(client, world) != first
    thief = world.client()
    thief.set_cookie(world.cookie, first)
    assert thief.get("/account").status_code == 303


def test_the_database_knows_no_cookie(world: World) -> None:
    """With every row in hand nobody can make the cookie: it holds a digest only."""
    client = world.client("idva")
    with world.inside():
        row = db.session.scalars(select(WebSession)).one()
    token = cookie(client, world).removeprefix("s.")
    assert len(token) >= 43
    assert row.token_hash == digests.sha256(token.encode())
    thief = world.client()
    for guess in (row.token_hash.hex(), str(row.id), row.id.hex):
        thief.set_cookie(world.cookie, f"s.{guess}")
        assert thief.get("/account").status_code == 303


def test_behind_tls_the_cookie_is_bound_to_the_host(world: World) -> None:
    """``__Host-`` with Secure: no sister service and no plain connection can plant one."""
    world.close()
    app = make_app(world.instance, tls=True, hostname="marac.example.org")
    client = app.test_client()
    answer = client.get("/sign-in", base_url="https://marac.example.org")
    assert answer.headers["Set-Cookie"].startswith("__Host-marac=v.")
    for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert word in answer.headers["Set-Cookie"]
    assert "Domain" not in answer.headers["Set-Cookie"]
    with app.app_context():
        db.engine.dispose()


def test_a_visitors_cookie_of_another_installation_counts_for_nothing(
    world: World, tmp_path: Path
) -> None:
    """It is signed with this installation's own key."""
    other = world.copy_to(tmp_path / "other")
    (other.instance / "application.key").write_text("ab" * 32 + "\n")
    theirs = replace(other, members=other.members).client()
    theirs.get("/sign-in")
    stolen = cookie(theirs, world)
    mine = world.client()
    mine.set_cookie(world.cookie, stolen)
    page = mine.get("/sign-in")
    assert "Set-Cookie" in page.headers, "it was not believed, so a new one is given"
    other.close()


@pytest.mark.parametrize("path", ["/account/sessions/end-others", "/sign-out", "/still-here"])
def test_another_site_cannot_act_in_a_session(world: World, path: str) -> None:
    """Neither with a form of its own nor with a token of another session."""
    client = world.client("idva")
    foreign = hidden(world.client("housing").get("/account"))["csrf_token"]
    assert client.post(path).status_code == 422
    assert client.post(path, data={"csrf_token": foreign}).status_code == 422
    told = {"Sec-Fetch-Site": "cross-site"}
    own = hidden(client.get("/account"))["csrf_token"]
    assert client.post(path, data={"csrf_token": own}, headers=told).status_code == 403
    assert client.get("/account").status_code == 200


def test_its_owner_can_end_a_stolen_session(world: World) -> None:
    """The thief's copy dies with the next request."""
    owner = world.client("idva")
    thief = world.client("idva")
    assert submit(owner, "/account", to="/account/sessions/end-others").status_code == 303
    assert thief.get("/account").status_code == 303
