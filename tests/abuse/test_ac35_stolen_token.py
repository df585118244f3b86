"""AC-35: whoever has a token, the whole server and the database's key reads nothing with them."""

from uuid import UUID

import pytest

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.model import Secret
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case.rules import OpeningReason
from app.marac.case.service import open_case
from app.marac.intake.handing_in import SCOPE, let_in
from app.marac.intake.service import CONTRACT, sealing_key
from app.marac.referral.model import Referral
from app.marac.referral.service import open_referral
from app.refusals import NotVisible, Refused
from app.vault import sealing
from app.vault.errors import VaultError
from app.vault.keyring import Keyring
from tests.builders import World
from tests.journeys.thief import Thief, derived
from tests.marac.intake.tokens import ADDRESS, System, a_system, example, referral_count
from tests.walking import address, ids_around, rules

TRIED = 3
NO_COOKIE = "hand_in."


def bearer(world: World, system: System) -> Actor:
    """Who acts where this token is sent."""
    with world.inside():
        return let_in(f"Bearer {system.text}", "", b"s" * 32).actor


def test_a_token_and_the_stolen_server_open_nothing(worked: World) -> None:
    """Every key that the token gives is tried on every kind of sealed value; only its own opens."""
    system = a_system(worked)
    assert system.send().status_code == 201
    worked.close()
    thief = Thief(worked.instance)
    own = sealing_key(system.text)
    row = next(v for v in thief.values if v.contract == CONTRACT and v.opens_with(own))
    half = sealing.unseal(own, CONTRACT, row.id, row.bytes)
    parts = [half[at : at + 32] for at in (33, 65, 97)]
    keys = [own, *parts, *(made for key in (own, *parts) for made in derived(key))]
    others = [v for v in thief.few_of_each(TRIED) if (v.table, v.id) != (row.table, row.id)]
    assert len({value.contract for value in others}) > 15
    assert thief.opened(keys, others) == []


def test_what_acts_for_a_token_can_open_no_secret(worked: World) -> None:
    """Not what its maker holds, not even the referral that came in through it."""
    system = a_system(worked)
    system.send()
    actor = bearer(worked, system)
    with worked.inside():
        secrets = db.session.scalars(db.select(Secret.id)).all()
        held = [each for each in secrets if Ring(worked.actor("housing")).may_open(each)]
        assert len(held) > 3
        assert [each for each in secrets if Ring(actor).may_open(each)] == []
        made = db.session.scalars(
            db.select(Referral.id).where(Referral.id != worked.extra["referral"])
        ).one()
        with pytest.raises((NotVisible, VaultError, Refused)):
            open_referral(actor, made)
        with pytest.raises((NotVisible, VaultError, Refused)):
            open_case(actor, worked.extra["case"], OpeningReason.PREPARING)


def test_what_acts_for_a_token_may_do_one_thing(worked: World) -> None:
    """Of all permissions of its maker it has the one; the scope of the description is that one."""
    actor = bearer(worked, a_system(worked))
    assert [each for each in Permission if actor.may(each)] == [Permission.REFERRAL_MAKE]
    assert frozenset({Permission.REFERRAL_MAKE}) == SCOPE


def test_a_token_is_nobody_at_every_other_address(worked: World) -> None:
    """Sent to each address there is, in the header and as the cookie: the answer for a stranger."""
    system, ids, tried = a_system(worked), ids_around(worked), 0
    for method in ("GET", "POST"):
        for rule in rules(worked, method):
            if rule.endpoint.startswith(NO_COOKIE):
                continue
            answers = []
            for headers in ({}, {"Authorization": f"Bearer {system.text}"}):
                client = worked.client()
                answer = client.open(address(rule, ids), method=method, headers=headers)
                answers.append((answer.status_code, answer.headers.get("Location")))
            client = worked.client()
            client.set_cookie(worked.cookie, f"s.{system.text}")
            answer = client.open(address(rule, ids), method=method)
            answers.append((answer.status_code, answer.headers.get("Location")))
            assert len(set(answers)) == 1, rule.rule
            assert answers[0][0] != 200 or rule.endpoint in OPEN_TO_ALL, rule.rule
            tried += 1
    assert tried > 100


OPEN_TO_ALL = frozenset(
    {
        "collection.ask",
        "collection.open_it",
        "frame.hidden",
        "signin.sign_in",
        "signin.signed_out",
        "signin.forgotten",
        "verify.ask",
        "verify.check",
    }
)


def test_nothing_at_the_hand_in_can_be_read(marac: World) -> None:
    """No other method, no list, no look at one referral; the description holds no data."""
    system = a_system(marac)
    system.send()
    client, headers = marac.client(), {"Authorization": f"Bearer {system.text}"}
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert client.open(ADDRESS, method=method, headers=headers).status_code in (404, 405)
    assert client.get(f"{ADDRESS}/{UUID(int=1)}", headers=headers).status_code == 404
    plain, with_token = (client.get("/api/openapi.json", headers=h) for h in ({}, headers))
    assert plain.data == with_token.data


def test_a_writing_half_is_no_keyring(marac: World) -> None:
    """Its receiving pair is made up anew each time and is nobody's."""
    own = marac.members["housing"].keyring
    one, other = (Keyring.from_writing_half(own.writing_half()) for _ in range(2))
    assert own.receiving_private not in own.writing_half()
    assert len({own.receiving_private, one.receiving_private, other.receiving_private}) == 3
    assert one.sign(b"x") == own.sign(b"x")


def test_nothing_that_was_sent_comes_back(marac: World) -> None:
    """AC-56: no answer repeats a name, a value or an unknown field's name that could be one."""
    secret = "Zephyrine Canary"
    sent = example(
        victim={"name": secret * 40, "postcode": secret, "date_of_birth": secret, secret: secret},
        criteria=[secret],
        kept_from=[{"person": f"{secret}@example.org"}],
    )
    system = a_system(marac)
    for body in (sent, {secret: 1}, f'{{"{secret}"'.encode(), sent | {"victim": secret}):
        answer = system.send(body)
        assert answer.status_code == 422
        assert "Canary" not in answer.text
        assert not any("Canary" in value for value in answer.headers.values())
    assert referral_count(marac) == 0


def test_the_answer_is_the_same_whether_or_not_she_is_known(marac: World) -> None:
    """AC-06: a victim who has a case already gives a reference like any other, and nothing more."""
    system = a_system(marac)
    known = system.send(example(victim={"name": "Zephyrine Canary", "postcode": "NB1 2CY"}))
    new = system.send(example(victim={"name": "Philippa Nobody", "postcode": "NB9 9ZZ"}))
    assert known.status_code == new.status_code == 201
    assert list(known.json) == list(new.json) == ["reference"]
    assert len(known.data) == len(new.data)
    assert set(known.headers.keys()) == set(new.headers.keys())
