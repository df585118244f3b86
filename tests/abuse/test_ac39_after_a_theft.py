"""AC-39: after a theft its owner ends every session; guesses at one moment all count.

And a link from elsewhere never leads on to another site.
"""

import re
from typing import Any

import pytest

from app import clock
from app.accounts.signin import service
from app.accounts.signin.model import SignInFailure
from app.accounts.signin.rules import MOST_FAILURES
from app.db import new_id, transaction
from app.refusals import RuleBroken
from app.vault import blind, digests, totp
from tests.accounts.pages import hidden, submit
from tests.builders import World

NEW = "copper lantern orchard"
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


def test_a_changed_passphrase_ends_every_other_session(world: World) -> None:
    """Whoever changes it may do so because somebody has the cookie."""
    owner, thief = world.client("idva"), world.client("idva")
    typed = {"current": world.members["idva"].passphrase, "passphrase": NEW, "again": NEW}
    assert submit(owner, "/account/passphrase", typed).status_code == 303
    assert owner.get("/account").status_code == 200
    assert thief.get("/account").status_code == 303


def test_a_changed_authenticator_ends_every_other_session(world: World) -> None:
    """As with the passphrase."""
    owner, thief = world.client("idva"), world.client("idva")
    page = owner.get("/account/authenticator")
    code = totp.code_at(hidden(page)["shown"], totp.step_at(clock.now()))
    typed = hidden(page) | {"current": world.members["idva"].passphrase, "code": code}
    assert owner.post("/account/authenticator", data=typed).status_code == 303
    assert owner.get("/account").status_code == 200
    assert thief.get("/account").status_code == 303


def test_guesses_sent_at_one_moment_do_not_all_count_as_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one try derives its key, five others fail: then even the right words must wait."""
    typed, secret = world.credentials("idva"), b"s" * 32
    who = blind.token(digests.derive(secret, "sign-in failures"), "email", typed["email"])
    real = service._unlock

    def slow(*given: Any) -> Any:
        unlocked = real(*given)
        with transaction() as session:
            for _ in range(MOST_FAILURES):
                session.add(SignInFailure(id=new_id(), account=who, at=clock.now()))
        return unlocked

    monkeypatch.setattr(service, "_unlock", slow)
    with world.inside(), pytest.raises(RuleBroken):
        service.sign_in(typed["email"], typed["passphrase"], typed["code"], secret=secret)


@pytest.mark.parametrize(
    "path", ["/%5Cevil.example/", "/%5C%5Cevil.example", "/%09/evil.example", "//evil.example"]
)
def test_a_link_from_elsewhere_never_leads_on_to_another_site(world: World, path: str) -> None:
    """The page that opens itself again shows a way on, and a browser reads ``/\\`` as ``//``."""
    page = world.client().get(path, headers=ELSEWHERE).text
    (way_on,) = re.findall(r'href="([^"]*)">Go on', page)
    assert re.fullmatch(r"/(?![/\\\s]).*", way_on)
