"""Changing one's own passphrase and moving the codes to another phone."""

import re

from app import clock
from app.accounts.person import keys
from app.vault import totp
from tests.accounts.pages import error_beside, hidden, submit
from tests.builders import World

NEW = "copper lantern orchard"
PASSPHRASE = "/account/passphrase"
AUTHENTICATOR = "/account/authenticator"


def test_a_new_passphrase_takes_the_place_of_the_old(world: World) -> None:
    """Nothing else changes: the same keys, and this session goes on."""
    client, member = world.client("idva"), world.members["idva"]
    typed = {"current": member.passphrase, "passphrase": NEW, "again": NEW}
    assert submit(client, PASSPHRASE, typed).headers["Location"] == "/account"
    assert "Your passphrase is changed" in client.get("/account").text
    old, new = world.credentials("idva"), world.credentials("idva") | {"passphrase": NEW}
    assert submit(world.client(), "/sign-in", old).status_code == 422
    assert submit(world.client(), "/sign-in", new).status_code == 303
    with world.inside():
        assert keys.unlock(member.keyring.key_id, NEW).keyring.key_id == member.keyring.key_id


def test_without_the_passphrase_of_now_nothing_changes(world: World) -> None:
    """Somebody who finds a screen open cannot lock its owner out."""
    client = world.client("idva")
    typed = {"current": "not my passphrase", "passphrase": NEW, "again": NEW}
    answer = submit(client, PASSPHRASE, typed)
    assert answer.status_code == 422
    assert error_beside(answer, "current")
    assert NEW not in answer.text


def test_what_will_not_do_is_refused_before_anything_is_derived(world: World) -> None:
    """A passphrase out of one's own name, and two that differ."""
    client, mine = world.client("idva"), world.members["idva"].passphrase
    own = {"current": mine, "passphrase": "leila-haddad-idva", "again": "leila-haddad-idva"}
    assert error_beside(submit(client, PASSPHRASE, own), "passphrase")
    unlike = {"current": mine, "passphrase": NEW, "again": NEW + "x"}
    assert error_beside(submit(client, PASSPHRASE, unlike), "again")


def test_a_new_phone(world: World) -> None:
    """The new app's codes work, the old app's do not, and a wrong first code changes nothing."""
    client, member = world.client("idva"), world.members["idva"]
    page = client.get(AUTHENTICATOR)
    shown = hidden(page)["shown"]
    assert re.fullmatch(r"[A-Z2-7]{32}", shown)
    typed = hidden(page) | {"current": member.passphrase, "code": "000000"}
    answer = client.post(AUTHENTICATOR, data=typed)
    assert error_beside(answer, "code")
    assert hidden(answer)["shown"] == shown
    step = totp.step_at(clock.now()) - 1
    typed["code"] = totp.code_at(shown, step)
    assert client.post(AUTHENTICATOR, data=typed).headers["Location"] == "/account"
    old = world.credentials("idva")
    assert submit(world.client(), "/sign-in", old).status_code == 422
    new = old | {"code": totp.code_at(shown, step + 1)}
    assert submit(world.client(), "/sign-in", new).status_code == 303


def test_a_new_phone_needs_the_passphrase(world: World) -> None:
    """An open screen is not enough to move somebody's codes."""
    client = world.client("idva")
    page = client.get(AUTHENTICATOR)
    code = totp.code_at(hidden(page)["shown"], totp.step_at(clock.now()))
    typed = hidden(page) | {"current": "not my passphrase", "code": code}
    assert error_beside(client.post(AUTHENTICATOR, data=typed), "current")


def test_a_secret_that_was_tampered_with_is_not_used(world: World) -> None:
    """The page shows a fresh one instead."""
    client = world.client("idva")
    page = client.get(AUTHENTICATOR)
    answer = client.post(AUTHENTICATOR, data=hidden(page) | {"shown": "AAAA", "code": "000000"})
    assert re.fullmatch(r"[A-Z2-7]{32}", hidden(answer)["shown"])
