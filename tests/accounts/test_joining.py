"""Using an invitation: three pages, then an account whose keys an officer has yet to confirm."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.accounts.person import queries, service
from app.accounts.person.joining import join
from app.accounts.person.keys import factor_of
from app.accounts.person.model import PersonState
from app.accounts.person.queries import active_pair
from app.audit.model import AuditRow
from app.db import db
from app.refusals import NotVisible, RuleBroken
from app.vault import totp
from tests.accounts.pages import error_beside, hidden, submit
from tests.builders import World

WORDS = "copper lantern orchard"


@pytest.fixture
def token(world: World) -> str:
    """A link that was sent to somebody new."""
    with world.inside():
        made = service.invite(
            world.actor("administrator"),
            agency_id=world.agencies["housing"],
            name="Nadia Rahman",
            email="nadia.rahman@housing.example.org",
            job="",
            roles=["representative"],
            sponsor_attests=True,
        )
    return made.token


def first_two_pages(client: FlaskClient, token: str) -> TestResponse:
    """Attest, add the authenticator, and arrive at the third page."""
    submit(client, f"/invitation/{token}", {"attests": "y"})
    page = client.get(f"/invitation/{token}/authenticator")
    code = totp.code_at(secret_on(page), totp.step_at(clock.now()))
    client.post(f"/invitation/{token}/authenticator", data=hidden(page) | {"code": code})
    return client.get(f"/invitation/{token}/passphrase")


def secret_on(page: TestResponse) -> str:
    """The key as somebody copies it by hand."""
    found = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page.text)
    assert found
    return found[1].replace(" ", "")


def test_a_newcomer_gets_in_within_a_minute(world: World, token: str) -> None:
    """From the link to the home page, signed in, and told what happens next."""
    client = world.client()
    page = first_two_pages(client, token)
    assert re.search(r"[a-z]+-[a-z]+-[a-z]+", page.text)
    answer = client.post(
        f"/invitation/{token}/passphrase",
        data=hidden(page) | {"passphrase": WORDS, "again": WORDS},
    )
    assert answer.headers["Location"] == "/welcome"
    assert "confirms that it is you" in client.get("/welcome").text
    assert client.get("/").status_code == 200
    with world.inside():
        person = queries.by_email("nadia.rahman@housing.example.org")
        assert person is not None
        assert person.state == PersonState.ACTIVE
        assert person.attested_at is not None
        tags = db.session.scalars(select(AuditRow.tag).order_by(AuditRow.seq.desc()).limit(4))
        assert set(tags) == {
            "person:join",
            "person:attest",
            "key_pair:make",
            "person:sign_in",
        }


def test_the_code_that_proved_the_authenticator_cannot_be_used_again(
    world: World, token: str
) -> None:
    """Somebody who looked over the shoulder gains nothing by it."""
    client = world.client()
    first_two_pages(client, token)
    submit(client, f"/invitation/{token}/passphrase", {"passphrase": WORDS, "again": WORDS})
    with world.inside():
        person = queries.by_email("nadia.rahman@housing.example.org")
        pair = active_pair(person.id) if person else None
        assert pair is not None
        assert factor_of(pair.id).last_step >= totp.step_at(clock.now()) - 1


def test_nobody_goes_on_without_attesting(world: World, token: str) -> None:
    """Neither by leaving the box empty nor by opening a later page."""
    client = world.client()
    refused = submit(client, f"/invitation/{token}")
    assert refused.status_code == 422
    assert error_beside(refused, "attests")
    for later in ("authenticator", "passphrase"):
        answer = client.get(f"/invitation/{token}/{later}")
        assert answer.headers["Location"] == f"/invitation/{token}"


def test_a_wrong_code_is_said_and_the_square_stays(world: World, token: str) -> None:
    """The secret does not change under somebody who has just scanned it."""
    client = world.client()
    submit(client, f"/invitation/{token}", {"attests": "y"})
    first = client.get(f"/invitation/{token}/authenticator")
    again = client.post(
        f"/invitation/{token}/authenticator", data=hidden(first) | {"code": "000000"}
    )
    assert "clock of your phone" in error_beside(again, "code")
    assert secret_on(again) == secret_on(first)


def test_a_passphrase_that_will_not_do_keeps_the_three_words(world: World, token: str) -> None:
    """What was offered stays on the page; what was typed as a passphrase never comes back."""
    client = world.client()
    page = first_two_pages(client, token)
    path, offered = f"/invitation/{token}/passphrase", hidden(page)["offered"]
    for typed, field in (("too short", "passphrase"), ("password password", "passphrase")):
        answer = client.post(path, data=hidden(page) | {"passphrase": typed, "again": typed})
        assert answer.status_code == 422
        assert error_beside(answer, field)
        assert offered in answer.text
        assert f'value="{typed}"' not in answer.text
    unlike = client.post(path, data=hidden(page) | {"passphrase": WORDS, "again": WORDS + "s"})
    assert "not the same" in error_beside(unlike, "again")


def test_a_link_works_once(world: World, token: str) -> None:
    """Used, unknown and replaced links all get the same page."""
    client = world.client()
    page = first_two_pages(client, token)
    form = hidden(page) | {"passphrase": WORDS, "again": WORDS}
    assert client.post(f"/invitation/{token}/passphrase", data=form).status_code == 303
    used = world.client().get(f"/invitation/{token}")
    unknown = world.client().get("/invitation/AAAA")
    assert used.status_code == unknown.status_code == 404
    assert used.text.replace(token, "AAAA") == unknown.text


def test_a_link_opened_twice_at_once_makes_one_account(world: World, token: str) -> None:
    """The second to finish finds that the link was used."""
    secret = totp.new_secret()
    with world.inside():
        typed = {"passphrase": WORDS, "again": WORDS, "totp_secret": secret, "last_step": 0}
        join(token, attests=True, **typed)
        with pytest.raises(NotVisible):
            join(token, attests=True, **typed)


def test_the_service_itself_wants_the_attestation(world: World, token: str) -> None:
    """A page that forgot to ask could not make an account."""
    with world.inside(), pytest.raises(RuleBroken) as refused:
        join(
            token,
            attests=False,
            passphrase=WORDS,
            again=WORDS,
            totp_secret=totp.new_secret(),
            last_step=0,
        )
    assert refused.value.field == "attests"


def test_answers_of_another_link_do_not_count(world: World, token: str) -> None:
    """Two invitations in one browser do not mix."""
    with world.inside():
        other = service.invite_again(world.actor("administrator"), world.person_id("nrpf"))
    client = world.client()
    first_two_pages(client, token)
    answer = client.get(f"/invitation/{other.token}/passphrase")
    assert answer.headers["Location"] == f"/invitation/{other.token}"


def test_a_link_opened_by_somebody_signed_in_is_not_used_up(world: World, token: str) -> None:
    """An administrator who tries the link keeps their session and the newcomer their link."""
    client = world.client("administrator")
    answer = client.get(f"/invitation/{token}")
    assert (answer.status_code, "sign out first" in answer.text) == (403, True)
    assert client.get("/").status_code == 200
    assert world.client().get(f"/invitation/{token}").status_code == 200


def test_after_a_forgotten_passphrase_old_keys_and_sessions_are_over(world: World) -> None:
    """The old session ends with the old key pair, and the new pair starts unconfirmed."""
    old = world.client("idva")
    before = world.members["idva"].keyring.key_id
    with world.inside():
        made = service.invite_again(world.actor("administrator"), world.person_id("idva"))
    assert old.get("/").status_code == 200, "until a new passphrase is set, the old one works"
    client = world.client()
    assert "New keys come with a new passphrase" in client.get(f"/invitation/{made.token}").text
    page = first_two_pages(client, made.token)
    form = hidden(page) | {"passphrase": WORDS, "again": WORDS}
    assert client.post(f"/invitation/{made.token}/passphrase", data=form).status_code == 303
    assert old.get("/").status_code == 303
    with world.inside():
        pair = active_pair(world.person_id("idva"))
        assert pair is not None
        assert pair.id != before
        tags = db.session.scalars(select(AuditRow.tag).order_by(AuditRow.seq.desc()).limit(3))
        assert "person:passphrase_reset" in set(tags)


def test_an_invitation_runs_out_while_its_pages_are_open(world: World, token: str) -> None:
    """A leaver's link is closed even for somebody who is at its last page."""
    client = world.client()
    page = first_two_pages(client, token)
    with world.inside():
        person = queries.by_email("nadia.rahman@housing.example.org")
        assert person is not None
        service.mark_left(world.actor("administrator"), person.id)
    form = hidden(page) | {"passphrase": WORDS, "again": WORDS}
    answer = client.post(f"/invitation/{token}/passphrase", data=form, follow_redirects=True)
    assert answer.status_code == 404
