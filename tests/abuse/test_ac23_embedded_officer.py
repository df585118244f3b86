"""AC-23: an immigration officer who sits in a council or police force does not get an account.

Their address looks like a member's, so the employer is attested twice: by the sponsor, who has
asked the agency, and by the person. Nothing here can even name such a role or such an agency.
"""

import pytest
from sqlalchemy.exc import IntegrityError

from app.access.permissions import Role
from app.accounts.agency.model import SECTOR_LABELS, Sector
from app.accounts.person import service
from app.accounts.person.joining import join
from app.accounts.person.model import Person, PersonState
from app.db import db, transaction
from app.refusals import RuleBroken
from app.vault import totp
from tests.accounts.pages import submit
from tests.builders import World

NEVER = ("immigration", "border", "home_office", "home office", "enforcement", "visa")


def invite(world: World, *, sponsor_attests: bool) -> service.InvitationMade:
    """Invite somebody at an ordinary police address."""
    return service.invite(
        world.actor("administrator"),
        agency_id=world.agencies["police"],
        name="Martin Vale",
        email="martin.vale@police.example.org",
        job="Constable",
        roles=["representative"],
        sponsor_attests=sponsor_attests,
    )


def test_nobody_is_invited_without_the_sponsors_word(world: World) -> None:
    """Neither through the service nor through the page."""
    with world.inside(), pytest.raises(RuleBroken) as refused:
        invite(world, sponsor_attests=False)
    assert refused.value.field == "sponsor_attests"
    typed = {
        "agency_id": str(world.agencies["police"]),
        "name": "Martin Vale",
        "email": "martin.vale@police.example.org",
        "roles": ["representative"],
    }
    answer = submit(world.client("administrator"), "/people/invite", typed)
    assert answer.status_code == 422
    assert "Confirm that you have checked this" in answer.text


def test_nobody_joins_without_their_own_word(world: World) -> None:
    """The account is not made, and the link can still be used by somebody who gives it."""
    with world.inside():
        made = invite(world, sponsor_attests=True)
        with pytest.raises(RuleBroken, match="safeguarding only"):
            join(
                made.token,
                attests=False,
                passphrase="copper lantern orchard",
                again="copper lantern orchard",
                totp_secret=totp.new_secret(),
                last_step=0,
            )
    with world.inside():
        person = db.session.get_one(Person, made.person_id)
        assert (person.state, person.attested_at) == (PersonState.INVITED, None)
    page = world.client().get(f"/invitation/{made.token}").text
    assert "not employed by, seconded from or warranted by the Home Office" in page


def test_both_words_are_kept_with_their_dates_and_shown(world: World) -> None:
    """Who vouched, and when, can be read by officers afterwards."""
    with world.inside():
        made = invite(world, sponsor_attests=True)
    page = world.client("chair").get(f"/people/{made.person_id}").text
    assert "Alex Novak" in page
    assert "Own word: not given yet" in page


def test_no_role_and_no_kind_of_agency_is_immigration_enforcement() -> None:
    """There is nothing to choose that would fit."""
    words = " ".join([*Role, *Sector, *SECTOR_LABELS.values()]).lower()
    for never in NEVER:
        assert never not in words


def test_the_database_refuses_such_a_kind_of_agency(world: World) -> None:
    """Even somebody who writes past the program is stopped."""
    with world.inside(), pytest.raises(IntegrityError), transaction() as session:
        session.execute(
            db.text("UPDATE agency SET sector = 'immigration_enforcement' WHERE id = :id"),
            {"id": world.agencies["police"].hex},
        )


@pytest.mark.parametrize(
    "name", ["UK Border Force", "Immigration Enforcement", "Horne Office", "Н0me Office"]
)
def test_such_an_agency_cannot_be_entered_under_any_spelling(world: World, name: str) -> None:
    """And the message shows the road that is open."""
    typed = {
        "name": name,
        "sector": "voluntary",
        "callback_phone": "020 7946 0123",
        "email_domain": "agency.example.org",
    }
    answer = submit(world.client("administrator"), "/agencies/new", typed)
    assert answer.status_code == 422
