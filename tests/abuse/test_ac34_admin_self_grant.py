"""AC-34: an administrator gives themselves access to a case, by every lever that they have."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import update

from app.access.actor import Actor
from app.access.permissions import Permission, Role, permissions_of
from app.accounts.person import service as people
from app.accounts.person.joining import join
from app.accounts.person.model import Person
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Ring
from app.confidentiality.circle.model import Grant, How, Office, Secret
from app.confidentiality.circle.waiting import waiting
from app.db import db, transaction
from app.refusals import Refused, RuleBroken
from app.vault import totp
from app.vault.keyring import Keyring
from tests.builders import World

OF_CASES = (
    Permission.CASE_OPEN,
    Permission.CASE_READ,
    Permission.COMPARTMENT_OPEN,
    Permission.DOOR_KEEP,
    Permission.KEY_CONFIRM,
    Permission.MEETING_READ,
)
PASSPHRASE = "velvet-orchard-teapot"


def case_secrets(world: World) -> list[UUID]:
    """The keys of the case on the list."""
    rows = db.session.query(Secret.id).filter_by(record_id=world.extra["case"])
    return [secret_id for (secret_id,) in rows]


def opens_anything(world: World, actor: Actor) -> bool:
    """Whether somebody opens one of them."""
    return any(Ring(actor).may_open(secret_id) for secret_id in case_secrets(world))


def use(token: str) -> Keyring:
    """Use an invitation oneself."""
    made = join(
        token,
        attests=True,
        passphrase=PASSPHRASE,
        again=PASSPHRASE,
        totp_secret=totp.new_secret(),
        last_step=0,
    )
    return made.keyring


def test_the_role_has_no_permission_about_cases() -> None:
    """And cannot be held together with one that has."""
    assert not permissions_of(frozenset({Role.ADMINISTRATOR})) & set(OF_CASES)


def test_an_administrator_cannot_take_another_role(marac: World) -> None:
    """Neither for themselves nor beside the one they have."""
    with marac.inside():
        administrator = marac.actor("administrator")
        for roles in ([Role.CHAIR], [Role.ADMINISTRATOR, Role.CHAIR]):
            with pytest.raises((RuleBroken, Refused)):
                people.change_roles(administrator, administrator.person_id, roles)


def test_an_invented_officer_opens_nothing(marac: World) -> None:
    """An account of their own making, with a chair's role, waits at the door for ever."""
    with marac.inside():
        made = people.invite(
            marac.actor("administrator"),
            agency_id=marac.agencies["safety"],
            name="Invented Chair",
            email="invented.chair@safety.example.org",
            job="",
            roles=[Role.CHAIR],
            sponsor_attests=True,
        )
        keyring = use(made.token)
        chair = frozenset({Role.CHAIR})
        invented = Actor(
            made.person_id, marac.agencies["safety"], marac.area_id, chair, keyring
        )  # fmt: skip
        assert not opens_anything(marac, invented)
        with pytest.raises(Refused):
            circle.admit(invented)
        with pytest.raises(Refused):
            circle.confirm_pair(
                invented, marac.members["administrator"].keyring.key_id, How.SEEN, attests=True
            )
        assert "Invented Chair" in {pair.name for pair in waiting(marac.actor("coordinator")).pairs}


def test_a_reset_taken_by_the_administrator_opens_nothing(marac: World) -> None:
    """The chair's passphrase is reset, and the link used by somebody else."""
    with marac.inside():
        chair = marac.actor("chair")
        assert opens_anything(marac, chair)
        made = people.invite_again(marac.actor("administrator"), chair.person_id)
        stolen = replace(chair, keyring=use(made.token))
        circle.admit(marac.actor("coordinator"))
        assert not opens_anything(marac, stolen)
        assert not opens_anything(marac, chair)
        held = db.session.query(Grant).filter_by(holder_key_id=stolen.keys.key_id)
        assert held.count() == 0


def test_no_officer_can_confirm_an_administrators_keys(marac: World) -> None:
    """By mistake or by persuasion: there is nothing to confirm, and nobody waits."""
    with marac.inside():
        coordinator = marac.actor("coordinator")
        keys = marac.members["administrator"].keyring
        with pytest.raises(Refused, match="administrator"):
            circle.confirm_pair(coordinator, keys.key_id, How.SEEN, attests=True)
        names = {pair.person_id for pair in waiting(coordinator).pairs}
        assert marac.person_id("administrator") not in names


def test_an_office_given_by_role_alone_is_none(marac: World) -> None:
    """A confirmed representative whom the administrator makes a chair holds what she held."""
    with marac.inside():
        person = marac.person_id("second_idva")
        people.change_roles(marac.actor("administrator"), person, [Role.CHAIR])
        promoted = replace(marac.actor("second_idva"), roles=frozenset({Role.CHAIR}))
        circle.admit(marac.actor("coordinator"))
        assert not opens_anything(marac, promoted)
        (shown,) = [p for p in waiting(marac.actor("coordinator")).pairs if p.person_id == person]
        assert shown.was_confirmed_as is not None
        assert not shown.was_confirmed_as.is_officer


def test_a_row_in_the_database_is_no_better(marac: World) -> None:
    """The administrator who is the operator too writes their own role: the keys say no."""
    with marac.inside():
        administrator = marac.actor("administrator")
        with transaction() as session:
            session.execute(
                update(Person)
                .where(Person.id == administrator.person_id)
                .values(role_names=[Role.CHAIR, Role.SIGNATORY])
            )
        promoted = replace(administrator, roles=frozenset({Role.CHAIR, Role.SIGNATORY}))
        assert not opens_anything(marac, promoted)
        for office in Office:
            with pytest.raises(Refused):
                circle.confirm_pair(
                    promoted, marac.members["nrpf"].keyring.key_id, How.SEEN, office, attests=True
                )
