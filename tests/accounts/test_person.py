"""Inviting people, changing what they do, and what happens when they leave."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.person import queries, rules, service
from app.accounts.person.leaving import _LISTENERS, when_left
from app.accounts.person.model import Invitation, PersonState
from app.audit.model import AuditRow
from app.db import db, new_id
from app.refusals import NotVisible, Refused, RuleBroken
from tests.accounts.pages import error_beside, hidden, submit, value_of
from tests.builders import World


def invitation(world: World, **changes: Any) -> dict[str, Any]:
    """A good invitation of somebody of the housing agency."""
    return {
        "agency_id": world.agencies["housing"],
        "name": "Nadia Rahman",
        "email": "nadia.rahman@housing.example.org",
        "job": "Housing officer",
        "roles": ["representative"],
        "sponsor_attests": True,
    } | changes


def last_tags(count: int) -> list[str]:
    """The tags of the newest rows of the trail, newest first."""
    statement = select(AuditRow.tag).order_by(AuditRow.seq.desc()).limit(count)
    return list(db.session.scalars(statement))


def test_an_invitation_makes_a_person_and_a_link_that_is_not_stored(world: World) -> None:
    """The sponsor is named; the database knows only a digest of the link."""
    with world.inside():
        made = service.invite(world.actor("administrator"), **invitation(world))
    with world.inside():
        person = queries.person(world.actor("chair"), made.person_id)
        assert person.state == PersonState.INVITED
        assert person.sponsor_id == world.person_id("administrator")
        assert person.sponsor_attested_at is not None
        assert person.attested_at is None
        stored = db.session.scalars(
            select(Invitation).where(Invitation.person_id == person.id)
        ).one()
        assert made.token.encode() not in stored.token_hash
        assert last_tags(1) == ["person:invite"]
        assert made.token not in repr(made)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "N"}, "name"),
        ({"email": "nadia"}, "email"),
        ({"email": "Nadia <nadia@housing.example.org>"}, "email"),
        ({"email": "nadia@housing.example.org, x@elsewhere.example.org"}, "email"),
        ({"email": "nadia@housing.example.org\nBcc: x@elsewhere.example.org"}, "email"),
        ({"email": "nadia.rahman@police.example.org"}, "email"),
        ({"email": "nadia@homeoffice.gov.uk"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"roles": ["administrator", "chair"]}, "roles"),
        ({"sponsor_attests": False}, "sponsor_attests"),
        ({"email": "daniel.price@housing.example.org"}, "email"),
        ({"name": "daniel  PRICE"}, "is_another"),
        ({"name": "Home Office liaison"}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, changes: dict[str, Any], field: str
) -> None:
    """Each mistake has its own message, and nobody is invited by it."""
    with world.inside():
        before = len(queries.people(world.actor("chair")))
        with pytest.raises(RuleBroken) as refused:
            service.invite(world.actor("administrator"), **invitation(world, **changes))
        assert refused.value.field == field
    with world.inside():
        assert len(queries.people(world.actor("chair"))) == before


def test_officers_do_not_invite(world: World) -> None:
    """Whoever holds keys does not also make accounts."""
    with world.inside(), pytest.raises(Refused):
        service.invite(world.actor("chair"), **invitation(world))


def test_only_the_newest_link_works(world: World) -> None:
    """Sending another ends the one before; a week later it has run out by itself."""
    with world.inside():
        first = service.invite(world.actor("administrator"), **invitation(world))
        second = service.invite_again(world.actor("administrator"), first.person_id)
    with world.inside():
        now = clock.now()
        with pytest.raises(NotVisible):
            queries.invitation_for(first.token, now)
        assert queries.invitation_for(second.token, now).purpose == "join"
        with pytest.raises(NotVisible):
            queries.invitation_for(second.token, now + timedelta(days=7))


def test_nobody_changes_their_own_roles_or_resets_themselves(world: World) -> None:
    """An administrator needs another administrator for that."""
    actor = world.actor("administrator")
    with world.inside():
        for act in (
            lambda: service.change_roles(actor, actor.person_id, ["administrator"]),
            lambda: service.mark_left(actor, actor.person_id),
            lambda: service.invite_again(actor, actor.person_id),
        ):
            with pytest.raises(Refused):
                act()


def test_changed_roles_are_kept_and_each_is_in_the_trail(world: World) -> None:
    """Given and taken roles are written down one by one."""
    with world.inside():
        service.change_roles(
            world.actor("administrator"), world.person_id("housing"), ["idva", "signatory"]
        )
    with world.inside():
        person = queries.person(world.actor("chair"), world.person_id("housing"))
        assert person.roles == {Role.IDVA, Role.SIGNATORY}
        assert last_tags(2) == ["person:role", "person:role"]


def test_who_has_held_keys_never_becomes_an_administrator(world: World) -> None:
    """Administrators hold no key, and a key once received stays received."""
    with world.inside(), pytest.raises(RuleBroken, match="keys") as refused:
        service.change_roles(
            world.actor("administrator"), world.person_id("housing"), ["administrator"]
        )
    assert refused.value.field == "roles"


def test_there_is_always_an_administrator(world: World) -> None:
    """The only one can be neither moved nor marked as left, whoever asks."""
    with world.inside():
        second = service.invite(
            world.actor("administrator"), **invitation(world, roles=["administrator"])
        )
        other = Actor(
            second.person_id,
            world.agencies["housing"],
            world.area_id,
            frozenset({Role.ADMINISTRATOR}),
        )
        with pytest.raises(RuleBroken, match="only administrator"):
            service.mark_left(other, world.person_id("administrator"))
        with pytest.raises(RuleBroken, match="only administrator"):
            service.change_roles(other, world.person_id("administrator"), ["idva"])


def test_the_rooms_above_are_told_that_somebody_left(world: World) -> None:
    """What another room registers runs in the same transaction."""
    told = []
    when_left(told.append)
    try:
        with world.inside():
            service.mark_left(world.actor("administrator"), world.person_id("housing"))
    finally:
        _LISTENERS.remove(told.append)
    assert told == [world.person_id("housing")]


def test_who_comes_back_has_the_same_account(world: World) -> None:
    """Their address is not free for a second account, so what is kept from them stays so."""
    actor, housing = world.actor("administrator"), world.person_id("housing")
    again = invitation(world, email="daniel.price@housing.example.org", name="Daniel Price")
    with world.inside():
        service.mark_left(actor, housing)
        with pytest.raises(RuleBroken, match="invite them back"):
            service.invite(actor, **again)
        with pytest.raises(Refused):
            service.invite_again(actor, housing)
        with pytest.raises(RuleBroken):
            service.invite_back(actor, housing, sponsor_attests=False)
        made = service.invite_back(actor, housing, sponsor_attests=True)
    assert made.person_id == housing


def test_names_come_only_for_ids_that_are_asked_for(world: World) -> None:
    """The names that a page already refers to, and no others."""
    with world.inside():
        ids = [world.person_id("chair"), new_id()]
        assert queries.person_names(ids) == {world.person_id("chair"): "Priya Raman"}


@pytest.mark.parametrize(
    ("passphrase", "again", "field"),
    [
        ("", "", "passphrase"),
        ("short", "short", "passphrase"),
        ("x" * 201, "x" * 201, "passphrase"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "passphrase"),
        ("daniel.price@housing.example.org", "", "passphrase"),
        ("lantern copper orchard", "lantern copper orchid", "again"),
    ],
)
def test_a_passphrase_that_will_not_do(passphrase: str, again: str, field: str) -> None:
    """The message stands beside the box that must change."""
    with pytest.raises(RuleBroken) as refused:
        rules.checked_passphrase(passphrase, again, "daniel.price@housing.example.org")
    assert refused.value.field == field


def test_the_people_page_shows_where_everybody_stands(world: World) -> None:
    """Invited until when, run out, and gone; and no buttons for those who may not press them."""
    with world.inside():
        made = service.invite(world.actor("administrator"), **invitation(world))
        service.mark_left(world.actor("administrator"), world.person_id("nrpf"))
    page = world.client("administrator").get("/people").text
    assert "Invited" in page
    assert "People who have left (1)" in page
    officers = world.client("chair")
    assert "Invite somebody" not in officers.get("/people").text
    assert officers.get("/people/invite").status_code == 403
    with clock.pretend(clock.now() + timedelta(days=8)):
        client = world.client("administrator")
        assert "Invitation ran out" in client.get("/people").text
        assert "Send a new link" in client.get(f"/people/{made.person_id}").text
        assert "ran out before they were used" in client.get("/").text


def test_an_administrator_invites_through_the_page(world: World) -> None:
    """Everything typed is kept while it is wrong; then the message lies in the outbox."""
    client = world.client("administrator")
    typed = invitation(world, email="nadia@mail.example.org") | {"sponsor_attests": "y"}
    typed["agency_id"] = str(typed["agency_id"])
    answer = submit(client, "/people/invite", typed)
    assert answer.status_code == 422
    assert "@housing.example.org" in error_beside(answer, "email")
    assert value_of(answer, "name") == "Nadia Rahman"
    assert not list(world.instance.glob("outbox/*"))
    sent = submit(client, "/people/invite", typed | {"email": invitation(world)["email"]})
    assert sent.status_code == 303
    [message] = world.instance.glob("outbox/*.eml")
    assert "Subject: You have a message in the MARAC system" in message.read_text()
    page = client.get(sent.headers["Location"]).text
    assert "The invitation is sent" in page
    assert "outbox" in page


def test_roles_resets_and_leaving_through_the_pages(world: World) -> None:
    """Each is a page that says what it does, and one button."""
    client, person = world.client("administrator"), f"/people/{world.person_id('nrpf')}"
    assert submit(client, f"{person}/roles", {"roles": ["idva"]}).status_code == 303
    refused = submit(client, f"{person}/roles", {"roles": ["idva", "administrator"]})
    assert "no other role" in error_beside(refused, "roles")
    warning = client.get(f"{person}/new-invitation")
    assert "private notes cannot be opened again" in warning.text
    answer = client.post(f"{person}/new-invitation", data=hidden(warning))
    assert answer.status_code == 303
    assert submit(client, f"{person}/left").status_code == 303
    assert "has left and cannot sign in" in client.get(person).text
    assert error_beside(submit(client, f"{person}/back"), "sponsor_attests")
    assert submit(client, f"{person}/back", {"sponsor_attests": "y"}).status_code == 303


def test_somebody_elses_page_is_the_same_as_nobodys(world: World) -> None:
    """An id that is not of this area answers as one that never was."""
    client = world.client("chair")
    nobody = client.get(f"/people/{new_id()}")
    assert nobody.status_code == 404
    assert nobody.data == client.get("/no-such-page").data
