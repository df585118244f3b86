"""AC-29: two accounts of one person, who could then be two officers, or requester and approver.

One mailbox is one account. A like name or address at the same agency is asked about: the inviter
says that it is somebody else, and whoever confirms the keys is told.
"""

import pytest
from sqlalchemy import select

from app.accounts.person import rules, service
from app.accounts.person.joining import join
from app.accounts.person.model import Person
from app.audit.model import AuditRow
from app.db import db
from app.refusals import RuleBroken
from app.vault import totp
from tests.accounts.pages import error_beside, submit
from tests.builders import World
from tests.pages import send

THERE = "daniel.price@housing.example.org"


def typed(world: World, **changes: object) -> dict[str, object]:
    """An invitation of somebody at the agency of Daniel Price."""
    return {
        "agency_id": world.agencies["housing"],
        "name": "Dana Priest",
        "email": "dana.priest@housing.example.org",
        "job": "Housing officer",
        "roles": ["representative"],
        "sponsor_attests": True,
    } | changes


@pytest.mark.parametrize(
    "email",
    [
        THERE,
        "Daniel.Price@Housing.example.org",
        "daniel.price+marac@housing.example.org",
        "daniel.price+2@housing.example.org",
    ],
)
def test_one_mailbox_is_one_account_whatever_is_said(world: World, email: str) -> None:
    """No tick opens a second account at the same mailbox."""
    with world.inside(), pytest.raises(RuleBroken, match="has an account already") as broken:
        service.invite(world.actor("administrator"), **typed(world, email=email, is_another=True))
    assert broken.value.field == "email"


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Daniel Price", "dan@housing.example.org"),
        ("DANIEL  PRICE", "dan@housing.example.org"),
        ("Dániel Price", "dan@housing.example.org"),
        ("Daniel-Price", "dan@housing.example.org"),
        ("Dana Priest", "danielprice@housing.example.org"),
        ("Dana Priest", "d.aniel.price@housing.example.org"),
        ("Dana Priest", "daniel_price@housing.example.org"),
    ],
)
def test_a_like_name_or_address_is_asked_about(world: World, name: str, email: str) -> None:
    """Refused until the inviter says that it is another person; then it is in the trail."""
    again = typed(world, name=name, email=email)
    with world.inside():
        with pytest.raises(RuleBroken, match="one person has one account") as broken:
            service.invite(world.actor("administrator"), **again)
        assert broken.value.field == rules.IS_ANOTHER
        made = service.invite(world.actor("administrator"), **again, is_another=True)
        said = select(AuditRow.detail).where(AuditRow.subject_id == str(made.person_id))
        assert '"is_another":true' in (db.session.scalars(said).first() or "").replace(" ", "")


def test_the_page_asks_beside_a_box_and_keeps_what_was_typed(world: World) -> None:
    """The box comes only when it is needed; ticked, the invitation goes out."""
    client = world.client("administrator")
    assert "This is another person" not in client.get("/people/invite").text
    boxes = typed(world, name="Daniel Price", email="dan@housing.example.org") | {
        "agency_id": str(world.agencies["housing"]),
        "sponsor_attests": "y",
    }
    asked = submit(client, "/people/invite", boxes)
    assert asked.status_code == 422
    assert THERE in error_beside(asked, "is_another")
    assert 'value="dan@housing.example.org"' in asked.text
    assert submit(client, "/people/invite", boxes | {"is_another": "y"}).status_code == 303


def test_nobody_is_asked_about_a_name_at_another_agency(world: World) -> None:
    """Two people of one name in one borough are common; in one agency they are not."""
    with world.inside():
        service.invite(
            world.actor("administrator"),
            **typed(
                world,
                agency_id=world.agencies["children"],
                name="Daniel Price",
                email="daniel.price@children.example.org",
            ),
        )


def test_whoever_confirms_the_keys_sees_that_there_are_two(marac: World) -> None:
    """With name and address of the other account, beside the numbers."""
    with marac.inside():
        made = service.invite(
            marac.actor("administrator"),
            **typed(marac, name="Daniel Price", email="dan@housing.example.org"),
            is_another=True,
        )
        pair = join(
            made.token,
            attests=True,
            passphrase="copper lantern orchard",
            again="copper lantern orchard",
            totp_secret=totp.new_secret(),
            last_step=0,
        ).pair.id
    page = marac.client("coordinator").get(f"/door/key-pairs/{pair}").text
    assert "There is an account of a like name" in page
    assert THERE in page


def test_who_had_left_comes_back_with_the_old_account(world: World) -> None:
    """So that what is kept from them stays so; a label on the address changes nothing."""
    with world.inside():
        service.mark_left(world.actor("administrator"), world.person_id("housing"))
        with pytest.raises(RuleBroken, match="invite them back"):
            service.invite(
                world.actor("administrator"),
                **typed(world, email="daniel.price+new@housing.example.org", is_another=True),
            )


def test_the_database_has_one_account_for_an_address(world: World) -> None:
    """Written past the program, the second row is refused."""
    with world.inside():
        assert Person.__table__.c.email.unique


def test_changing_a_job_makes_no_second_account(world: World) -> None:
    """A person who changes their job keeps their account; the firewall reads the new title."""
    path = f"/people/{world.person_id('housing')}/roles"
    client = world.client("administrator")
    answer = send(client, path, {"job": "Immigration enforcement liaison officer"})
    assert answer.status_code == 422
    boxes = {"job": "Senior housing officer", "roles": "representative"}
    assert send(client, path, boxes).status_code == 303
    with world.inside():
        assert (
            db.session.get_one(Person, world.person_id("housing")).job == "Senior housing officer"
        )
