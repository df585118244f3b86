"""Signing in: three things at once, one answer for whatever is wrong, a wait after five tries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.accounts.person import service as people
from app.accounts.session.model import WebSession
from app.accounts.signin import queries, service
from app.accounts.signin.model import SignInFailure
from app.accounts.signin.rules import MOST_FAILURES, NOT_RIGHT, must_wait
from app.audit.model import AuditRow
from app.db import db
from app.refusals import RuleBroken
from tests.accounts.pages import submit, value_of
from tests.builders import World

SECRET = bytes(32)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the slow derivation, where only the counting of tries is looked at: all fail."""
    monkeypatch.setattr(service.passphrases, "derive", lambda passphrase, salt: bytes(32))


def failures(world: World) -> int:
    """How many wrong tries are counted."""
    with world.inside():
        return db.session.scalar(select(func.count()).select_from(SignInFailure)) or 0


def test_with_all_three_somebody_is_in(world: World) -> None:
    """The keys are open, the trail says so, and the cookie is a new one."""
    client = world.client()
    answer = submit(client, "/sign-in", world.credentials("idva"))
    assert answer.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    with world.inside():
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert row is not None
        assert (row.tag, row.actor_id) == ("person:sign_in", str(world.person_id("idva")))
        assert row.session_ref


def test_capitals_and_spaces_lock_nobody_out(world: World) -> None:
    """An address typed with capitals, a code typed in two groups."""
    typed = world.credentials("idva")
    code = f"{typed['code'][:3]} {typed['code'][3:]}"
    typed |= {"email": f" {typed['email'].upper()} ", "code": code}
    assert submit(world.client(), "/sign-in", typed).status_code == 303


@pytest.mark.parametrize(
    "spoil",
    [
        lambda typed: typed | {"email": "nobody@housing.example.org"},
        lambda typed: typed | {"email": "not an address"},
        lambda typed: typed | {"passphrase": "lantern-wrong-orchard"},
        lambda typed: typed | {"code": "000000"},
        lambda typed: typed | {"code": "abcdef"},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    world: World, spoil: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    """The page says neither which of the three it was nor whether the account exists."""
    answer = submit(world.client(), "/sign-in", spoil(world.credentials("idva")))
    assert answer.status_code == 422
    assert NOT_RIGHT in answer.text
    assert answer.text.count(NOT_RIGHT) == 1
    assert failures(world) == 1


def test_the_address_stays_and_the_secrets_do_not(world: World) -> None:
    """Nobody types their address twice; a passphrase and a code never come back."""
    typed = world.credentials("idva") | {"passphrase": "lantern-wrong-orchard"}
    answer = submit(world.client(), "/sign-in", typed)
    assert value_of(answer, "email") == typed["email"]
    assert typed["passphrase"] not in answer.text
    assert typed["code"] not in answer.text


def test_a_code_works_once(world: World) -> None:
    """The same code a second time is refused, in another browser too."""
    typed = world.credentials("idva")
    assert submit(world.client(), "/sign-in", typed).status_code == 303
    assert submit(world.client(), "/sign-in", typed).status_code == 422


def test_of_two_with_the_same_code_one_gets_in(world: World) -> None:
    """The code is marked as used in the same statement that checks that it is not."""
    typed = world.credentials("idva")
    with world.inside():
        late = queries.account_of(typed["email"])
        service.sign_in(**typed, secret=SECRET)
    with world.inside(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "account_of", lambda email: late)
        with pytest.raises(RuleBroken):
            service.sign_in(**typed, secret=SECRET)


@pytest.mark.usefixtures("quick")
def test_after_five_wrong_tries_an_account_waits_a_quarter_of_an_hour(world: World) -> None:
    """Even the right passphrase waits, with the same words; then the account is free again."""
    with world.inside():
        for _ in range(MOST_FAILURES + 2):
            with pytest.raises(RuleBroken):
                service.sign_in("leila.haddad@idva.example.org", "x", "1", secret=SECRET)
    assert failures(world) == MOST_FAILURES, "tries while waiting do not make it longer"
    with world.inside():
        reasons = db.session.scalars(
            select(AuditRow.detail).where(AuditRow.tag == "person:sign_in_failed")
        )
        assert sum("waiting" in reason for reason in reasons) == 2


def test_waiting_ends_and_counts_for_one_account_only(world: World) -> None:
    """Five tries on one account leave the others alone, and the right person gets in later."""
    with pytest.MonkeyPatch.context() as patch, world.inside():
        patch.setattr(service.passphrases, "derive", lambda passphrase, salt: bytes(32))
        for _ in range(MOST_FAILURES):
            with pytest.raises(RuleBroken):
                service.sign_in(world.members["idva"].email, "x", "1", secret=SECRET)
    with world.inside():
        with pytest.raises(RuleBroken):
            service.sign_in(**world.credentials("idva"), secret=SECRET)
        service.sign_in(**world.credentials("housing"), secret=SECRET)
    with clock.pretend(clock.now() + timedelta(minutes=16)), world.inside():
        service.sign_in(**world.credentials("idva"), secret=SECRET)
    assert failures(world) == 0


def test_the_table_of_failures_names_nobody(world: World) -> None:
    """It holds a keyed digest: without the key nobody can even try addresses against it."""
    with world.inside():
        with pytest.raises(RuleBroken):
            service.sign_in("someone@housing.example.org", "x", "1", secret=SECRET)
        with pytest.raises(RuleBroken):
            service.sign_in("someone@housing.example.org", "x", "1", secret=b"k" * 32)
        accounts = db.session.scalars(select(SignInFailure.account)).all()
    assert len(set(accounts)) == 2
    assert all(len(account) == 16 for account in accounts)


def test_five_is_the_limit() -> None:
    """Four tries are a bad morning; five are a pattern."""
    assert not must_wait(4)
    assert must_wait(5)


def test_leavers_and_the_invited_cannot_sign_in(world: World) -> None:
    """They get the answer that a stranger gets."""
    with world.inside():
        people.mark_left(world.actor("administrator"), world.person_id("idva"))
    answer = submit(world.client(), "/sign-in", world.credentials("idva"))
    assert answer.status_code == 422
    assert NOT_RIGHT in answer.text


def test_boxes_left_empty_are_named(world: World) -> None:
    """No derivation is spent on them, and no try is counted."""
    answer = submit(world.client(), "/sign-in")
    assert answer.status_code == 422
    for words in ("Enter your email address", "Enter your passphrase", "Enter the 6 digits"):
        assert words in answer.text
    assert failures(world) == 0


def test_signing_in_leads_back_to_where_somebody_was_going(world: World) -> None:
    """A link followed while signed out is opened after signing in."""
    client = world.client()
    wanted = f"/agencies/{world.agencies['housing']}"
    answer = client.get(wanted)
    assert answer.headers["Location"] == f"/sign-in?next={wanted}"
    answer = submit(client, answer.headers["Location"], world.credentials("chair"))
    assert answer.headers["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example.org",
        "//evil.example.org",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "////evil.example.org",
        "/%5cevil.example.org",
        "/%0d%0aSet-Cookie:x",
        "/no-such-page",
        "/sign-out",
        "/sign-in",
        "/static/app.css",
        "javascript:alert(1)",
    ],
)
def test_the_way_back_is_never_somebody_elses(world: World, elsewhere: str) -> None:
    """Only a page of ours is followed; everything else leads home."""
    client = world.client()
    page = client.get("/sign-in", query_string={"next": elsewhere})
    assert "evil" not in page.text
    client = world.client("chair")
    answer = client.get("/sign-in", query_string={"next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_asking_for_the_passphrase_again(world: World) -> None:
    """The right one opens the keys; another is refused beside its box."""
    with world.inside():
        unlocked = service.check_passphrase(world.actor("idva"), world.members["idva"].passphrase)
        assert unlocked.pair_id == world.members["idva"].keyring.key_id
        for wrong in ("", world.members["housing"].passphrase):
            with pytest.raises(RuleBroken) as refused:
                service.check_passphrase(world.actor("idva"), wrong)
            assert refused.value.field == "passphrase"


def test_somebody_at_an_open_screen_cannot_guess_for_long(world: World) -> None:
    """After five wrong passphrases even the right one waits; each try is in the trail."""
    actor, right = world.actor("idva"), world.members["idva"].passphrase
    with pytest.MonkeyPatch.context() as patch, world.inside():
        patch.setattr(service.passphrases, "derive", lambda passphrase, salt: bytes(32))
        for _ in range(MOST_FAILURES):
            with pytest.raises(RuleBroken, match="not right"):
                service.check_passphrase(actor, "guess")
    with world.inside():
        with pytest.raises(RuleBroken, match="Wait 15 minutes"):
            service.check_passphrase(actor, right)
        tags = db.session.scalars(
            select(AuditRow.tag).where(AuditRow.actor_id == str(actor.person_id))
        ).all()
        assert tags.count("person:sign_in_failed") == MOST_FAILURES
    with clock.pretend(clock.now() + timedelta(minutes=16)), world.inside():
        assert service.check_passphrase(actor, right)


def test_the_pages_around_signing_in_need_no_database(world: World) -> None:
    """Nobody can make the database work by asking for them."""
    client = world.client()
    with world.inside():
        before = db.session.scalar(select(func.count()).select_from(AuditRow))
    for path in ("/sign-in", "/signed-out", "/forgotten-passphrase"):
        assert client.get(path).status_code == 200
    with world.inside():
        assert db.session.scalar(select(func.count()).select_from(WebSession)) == 0
        assert db.session.scalar(select(func.count()).select_from(AuditRow)) == before
