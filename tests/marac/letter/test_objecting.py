"""AC-50: a letter that was safe when it was signed is not handed over once he can reach it."""

from dataclasses import replace
from typing import Any

import pytest

from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Release
from app.db import db
from app.marac.case import service as cases
from app.marac.case.rules import OpeningReason
from app.marac.letter.model import Letter
from app.refusals import Refused
from tests.builders import World
from tests.marac.letter.writing import Desk

THERE = "14 Mill Lane\nNorthbrook"


def he_changes(world: World, **details: Any) -> None:
    """What becomes known of him after the letter was signed."""
    coordinator, case = world.actor("coordinator"), world.extra["case"]
    opened = cases.open_case(coordinator, case, OpeningReason.RECORD_CHECK)
    him = next(each for each in opened.parties if each.details.relationship == "Husband")
    cases.change_party(coordinator, case, him.id, replace(him.details, **details), him.revision)


@pytest.mark.parametrize(
    "known",
    [{"address": THERE, "postcode": "NB1 4XY"}, {"works_for": "Northbrook Advice"}],
)
def test_a_letter_is_not_handed_over_where_he_lives_or_works_by_now(
    heard: World, known: dict[str, str]
) -> None:
    """He moves to the recipient’s address, or works there: neither file nor words are given."""
    with heard.inside():
        letter = Desk(heard).signed()
        release = db.session.get_one(Letter, letter).release_id
        assert release is not None
    with heard.inside():
        he_changes(heard, **known)
    with heard.inside(), pytest.raises(Refused, match="Withdraw this letter"):
        gate.hand_over(heard.actor("idva"), release)
    with heard.inside():
        assert db.session.get_one(Release, release).first_received_at is None


def test_what_he_is_elsewhere_keeps_no_letter(heard: World) -> None:
    """Another address of his, far from there, changes nothing."""
    with heard.inside():
        letter = Desk(heard).signed()
        release = db.session.get_one(Letter, letter).release_id
        assert release is not None
    with heard.inside():
        he_changes(heard, address="3 Far Street\nNorthbrook", postcode="NB9 9ZZ")
    with heard.inside():
        assert gate.hand_over(heard.actor("idva"), release).pdf
