"""AC-50: a letter to a shared or retired address. None of her addresses is ever on one."""

import pytest

from app.confidentiality.recipient.model import Recipient
from app.db import db
from app.marac.case.service import change_party
from app.marac.letter import deciding, paper
from app.marac.letter.rules import Purpose
from app.marac.party.rules import Details
from app.marac.party.service import open_all
from app.refusals import RuleBroken
from tests.marac.letter.conftest import desk, first_heard, heard
from tests.marac.letter.writing import Desk
from tests.working import VICTIM

__all__ = ["desk", "first_heard", "heard"]

RETIRED = "Wharfside"
HERS = ("Wharfside", "NB1 2CY", "07700 900777")


def printed(desk: Desk, purpose: Purpose) -> str:
    """Every word of a letter, its envelope and its letterhead."""
    drawn = desk.open(desk.draft(purpose)).drawn()
    return "\n".join(
        (*drawn.to, *drawn.address, drawn.salutation, drawn.heading, *drawn.paragraphs)
    )


@pytest.mark.parametrize("purpose", Purpose)
def test_her_address_and_number_are_on_no_letter(desk: Desk, purpose: Purpose) -> None:
    """Confidential or not: no wording has a place for one."""
    words = printed(desk, purpose)
    assert not [each for each in HERS if each in words]


def test_into_her_own_hand_means_no_address_at_all(desk: Desk) -> None:
    """It says “By hand”, whether or not it is safe to write to her."""
    drawn = desk.open(desk.draft(Purpose.HEARD_OWN_HAND)).drawn()
    assert drawn.to == ("Zephyrine Canary", "By hand")


@pytest.mark.parametrize(
    "added",
    [
        "She is at 9 Canary Wharfside again.",
        "NB12CY",
        "Ring (07700) 900-777.",
        "canary  wharfside 9",
    ],
)
def test_nobody_can_write_it_into_a_letter(desk: Desk, added: str) -> None:
    """The box for one’s own words refuses it, however it is spaced."""
    letter_id = desk.draft(Purpose.HOUSING)
    with pytest.raises(RuleBroken, match="could lead him to her"):
        desk.word(letter_id, None, added)


def test_a_new_address_in_the_case_stops_a_letter_that_has_it(desk: Desk) -> None:
    """She moved after the sentence was written: what was harmless is caught before signing."""
    letter_id = desk.draft(Purpose.HOUSING)
    desk.word(letter_id, None, "Larkspur House 17 has a lift.")
    desk.agree(letter_id)
    desk.ask(letter_id)
    victim = next(
        each for each in open_all(desk.open(letter_id).ring, desk.case) if each.kind == "victim"
    )
    moved = Details(**{**vars(VICTIM), "address": "Larkspur House 17\nNorthbrook"})
    change_party(desk.world.actor("idva"), desk.case, victim.id, moved, victim.revision)
    _, why = deciding.look(desk.world.actor("chair"), letter_id)
    assert "could lead him to her" in why


def test_nothing_goes_to_the_address_of_the_perpetrator(desk: Desk) -> None:
    """The register’s own address is compared with his before anybody signs."""
    letter_id = desk.draft(Purpose.HOUSING, "solicitor")
    opened = desk.open(letter_id)
    assert opened.goes is not None
    him = next(each for each in open_all(opened.ring, desk.case) if each.kind == "perpetrator")
    there = db.session.get_one(Recipient, opened.goes.row.id).postal_address
    lives = Details(**{**vars(him.details), "address": there, "postcode": "NB1 4XY"})
    change_party(desk.world.actor("idva"), desk.case, him.id, lives, him.revision)
    with pytest.raises(RuleBroken, match="perpetrator lives"):
        desk.ask(letter_id)


def test_a_retired_address_is_in_no_letter(desk: Desk) -> None:
    """After she has moved, neither the old nor the new is on any letter."""
    letter_id = desk.draft(Purpose.LEGAL_AID)
    victim = next(
        each for each in open_all(desk.open(letter_id).ring, desk.case) if each.kind == "victim"
    )
    moved = Details(**{**vars(VICTIM), "address": "3 Plover Steps\nNorthbrook", "postcode": ""})
    change_party(desk.world.actor("idva"), desk.case, victim.id, moved, victim.revision)
    words = paper.text_of(desk.open(letter_id).said)
    assert RETIRED not in words
    assert "Plover" not in words
