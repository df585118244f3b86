"""AC-35: a token that was made before its maker became an officer signs nothing as an officer.

What a token signs with lies sealed under its text, in its row and in every backup of it. So the
keys with which a token was ever made are never an officer's.
"""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from app.access.permissions import Role
from app.accounts.person.model import Person
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import How, Office
from app.db import db, transaction
from app.marac.intake.model import HandInToken
from app.marac.intake.rules import AN_OFFICERS_ONCE, SIGNS_ELSEWHERE
from app.marac.intake.service import make_token, revoke
from app.refusals import Refused, RuleBroken
from tests.builders import World
from tests.marac.intake.tokens import a_token
from tests.pages import send

KEYS = "/door/key-pairs"


def give_office(world: World, who: str, *roles: str) -> None:
    """Write an office into the register, as whoever holds the database could."""
    with world.inside(), transaction():
        db.session.get_one(Person, world.person_id(who)).role_names = list(roles)


def confirm(world: World, who: str, office: Office) -> None:
    """Have the chair confirm the keys that somebody has."""
    with world.inside():
        pair = world.members[who].keyring.key_id
        circle.confirm_pair(world.actor("chair"), pair, How.SEEN, office, attests=True)


def is_officer(world: World, who: str) -> bool:
    """Say whether the chain knows somebody's keys as an officer's."""
    with world.inside():
        found = Chain.of(world.actor("chair")).trusted(world.members[who].keyring.key_id)
        return found is not None and found.is_officer


@pytest.mark.parametrize("state", ["in_use", "revoked", "row_gone"])
def test_keys_with_which_a_token_was_made_are_never_an_officers(marac: World, state: str) -> None:
    """Not after it was revoked, and not after somebody took its row out: the trail has it too."""
    made = a_token(marac, "housing")
    if state == "revoked":
        with marac.inside():
            revoke(marac.actor("housing"), made.id)
    if state == "row_gone":
        with marac.inside(), transaction():
            db.session.execute(delete(HandInToken))
    give_office(marac, "housing", "coordinator", "signatory")
    with pytest.raises(RuleBroken) as refused:
        confirm(marac, "housing", Office.OFFICER)
    assert (refused.value.field, refused.value.message) == ("office", SIGNS_ELSEWHERE)
    assert not is_officer(marac, "housing")
    confirm(marac, "housing", Office.MEMBER)


def test_without_a_token_the_same_person_becomes_an_officer(marac: World) -> None:
    """A token of a colleague's bars nobody else."""
    a_token(marac, "housing")
    give_office(marac, "nrpf", "coordinator")
    confirm(marac, "nrpf", Office.OFFICER)
    assert is_officer(marac, "nrpf")


def test_the_page_says_what_to_do_instead(marac: World) -> None:
    """Beside the question, with what was chosen still there."""
    a_token(marac, "housing")
    give_office(marac, "housing", "coordinator")
    pair = marac.members["housing"].keyring.key_id
    client = marac.client("chair")
    assert client.get(f"{KEYS}/{pair}").status_code == 200
    typed = {"how": "seen", "office": "officer", "compared": "y", "attests": "y"}
    answer = send(client, f"{KEYS}/{pair}", typed)
    assert answer.status_code == 422
    assert "send this person a link for new keys" in answer.text


def test_keys_that_were_an_officers_make_no_token(marac: World) -> None:
    """Whether an old confirmation lapsed is a mere column, which can be put back."""
    give_office(marac, "deputy", "representative")
    confirm(marac, "deputy", Office.MEMBER)
    assert not is_officer(marac, "deputy")
    actor = replace(marac.actor("deputy"), roles=frozenset({Role.REPRESENTATIVE}))
    with marac.inside(), pytest.raises(Refused) as refused:
        make_token(actor, "Case system", "3", marac.members["deputy"].passphrase)
    assert str(refused.value) == AN_OFFICERS_ONCE
