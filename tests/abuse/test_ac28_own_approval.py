"""AC-28, AC-29: one person approves themselves, or is two people."""

import pytest

from app.access.permissions import Role
from app.accounts.person import service as people
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import How, Office
from app.refusals import Refused, RuleBroken
from tests.builders import World


def invite(world: World, **more: object) -> people.InvitationMade:
    """An invitation by the administrator, for a colleague of the IDVA."""
    details: dict[str, object] = {
        "agency_id": world.agencies["idva"],
        "name": "Nadia Brook",
        "email": "nadia.brook@idva.example.org",
        "job": "",
        "roles": ["idva"],
        "sponsor_attests": True,
    }
    return people.invite(world.actor("administrator"), **details | more)  # type: ignore[arg-type]


def test_an_officer_does_not_confirm_their_own_keys(marac: World) -> None:
    """Not even the root confirms a pair of hers again; another officer does."""
    for who in ("chair", "deputy", "coordinator"):
        actor = marac.actor(who)
        with marac.inside(), pytest.raises(Refused, match="your own keys"):
            circle.confirm_pair(actor, actor.keys.key_id, How.SEEN, Office.OFFICER, attests=True)


def test_nobody_changes_their_own_roles(marac: World) -> None:
    """An administrator does not make themselves a chair, and nobody is both."""
    actor = marac.actor("administrator")
    with marac.inside(), pytest.raises(Refused, match="another administrator"):
        people.change_roles(actor, actor.person_id, [Role.CHAIR])
    with marac.inside(), pytest.raises(RuleBroken):
        people.change_roles(actor, marac.person_id("idva"), [Role.IDVA, Role.ADMINISTRATOR])


@pytest.mark.parametrize(
    "email",
    [
        "leila.haddad@idva.example.org",
        "Leila.Haddad@IDVA.example.org",
        " leila.haddad@idva.example.org ",
    ],
)
def test_a_second_account_with_the_same_address_is_refused(marac: World, email: str) -> None:
    """However it is written; also for somebody who has left, whose exclusions must still hold."""
    with marac.inside(), pytest.raises(RuleBroken) as refused:
        invite(marac, email=email)
    assert refused.value.field == "email"
    with marac.inside():
        people.mark_left(marac.actor("administrator"), marac.person_id("idva"))
        with pytest.raises(RuleBroken):
            invite(marac, email=email)


def test_an_address_of_another_organisation_is_refused(marac: World) -> None:
    """A second identity cannot come from outside the agency's own domain."""
    for email in ("nadia@example.org", "nadia@police.example.org", "nadia+two@mail.example.com"):
        with marac.inside(), pytest.raises(RuleBroken):
            invite(marac, email=email)
    with marac.inside():
        assert invite(marac).person_id


def test_being_witnessed_and_signing_is_being_there_once(worked: World) -> None:
    """Somebody who has signed is not recorded a second time under the same name."""
    from app.marac.meeting import service

    chair, meeting = worked.actor("chair"), worked.extra["meeting"]
    with worked.inside(), pytest.raises(RuleBroken):
        service.witness(chair, meeting, "Leila HADDAD", worked.agencies["idva"])
