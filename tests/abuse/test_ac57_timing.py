"""AC-57: neither words nor time say whether somebody has an account here.

Time is not measured with a clock, which would make a test that fails on a busy machine: the costly
step is counted instead. It is done once whatever was typed, with the same cost, and the rest writes
the same rows.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.accounts.signin import service
from app.accounts.signin.model import SignInFailure
from app.accounts.signin.rules import MOST_FAILURES
from app.audit.model import AuditRow
from app.db import db
from app.refusals import RuleBroken
from tests.accounts.pages import hidden, submit
from tests.builders import World

STRANGER = "nobody.at.all@idva.example.org"
Derive = Callable[[str, bytes], bytes]


class Counted:
    """The real derivation, counted, with the lengths that its cost depends on."""

    def __init__(self, real: Derive) -> None:
        self.real = real
        self.salts: list[int] = []

    def __call__(self, passphrase: str, salt: bytes) -> bytes:
        self.salts.append(len(salt))
        return self.real(passphrase, salt)


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Counts how often Argon2 runs."""
    counted = Counted(service.passphrases.derive)
    monkeypatch.setattr(service.passphrases, "derive", counted)
    return counted


def wrong(world: World, email: str, **changes: str) -> dict[str, str]:
    """What somebody types who does not know."""
    return {"email": email, "passphrase": "lantern-x-orchard", "code": "000000"} | changes


def test_a_known_and_an_unknown_address_get_the_same_page(world: World) -> None:
    """Byte for byte, but for the address that was typed and the form's own token."""
    pages = []
    for email in (world.members["idva"].email, STRANGER):
        client = world.client()
        answer = submit(client, "/sign-in", wrong(world, email))
        token = hidden(answer)["csrf_token"]
        pages.append(answer.text.replace(email, "EMAIL").replace(token, "TOKEN"))
        assert answer.status_code == 422
    assert pages[0] == pages[1]


def test_argon2_runs_once_for_everybody(world: World, derived: Counted) -> None:
    """A stranger, a wrong passphrase, a wrong code, a leaver: one derivation of the same cost."""
    attempts = [
        wrong(world, STRANGER),
        wrong(world, "not an address"),
        wrong(world, world.members["idva"].email),
        world.credentials("idva") | {"code": "000000"},
    ]
    for typed in attempts:
        with world.inside(), pytest.raises(RuleBroken):
            service.sign_in(**typed, secret=bytes(32))
    assert derived.salts == [16] * len(attempts)


def test_it_runs_while_an_account_waits_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """That an account waits cannot be seen from a quick answer."""
    quick: list[bytes] = []

    def derive(passphrase: str, salt: bytes) -> bytes:
        quick.append(salt)
        return bytes(32)

    monkeypatch.setattr(service.passphrases, "derive", derive)
    for _ in range(MOST_FAILURES + 1):
        with world.inside(), pytest.raises(RuleBroken):
            service.sign_in(**wrong(world, STRANGER), secret=bytes(32))
    assert len(quick) == MOST_FAILURES + 1


def test_the_same_rows_are_written(world: World) -> None:
    """One failure and one row of the trail each, so that the writing takes as long."""
    written = []
    for email in (world.members["idva"].email, STRANGER):
        with world.inside():
            before = _counts()
            with pytest.raises(RuleBroken):
                service.sign_in(**wrong(world, email), secret=bytes(32))
        with world.inside():
            written.append([now - then for now, then in zip(_counts(), before, strict=True)])
    assert written == [[1, 1], [1, 1]]


def test_a_forgotten_passphrase_is_no_way_to_ask(world: World) -> None:
    """The page takes no address, so it cannot say whether one is known."""
    page = world.client().get("/forgotten-passphrase")
    assert "<input" not in page.text


def _counts() -> list[int]:
    tables = (SignInFailure, AuditRow)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
