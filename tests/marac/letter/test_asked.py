"""AC-28, AC-32: who asked for a letter is who signed that they ask, whatever its row says."""

from typing import Any

import pytest

from app.confidentiality.gate.model import Release
from app.db import db, transaction
from app.marac.letter import asking, service
from app.marac.letter.model import Letter
from app.marac.letter.rules import LetterState, Purpose
from app.refusals import Changed, NotVisible
from app.vault.errors import Forged
from tests.builders import World
from tests.marac.letter.writing import Desk


def planted(letter: Any, **values: Any) -> None:
    """What an operator writes into the row."""
    with transaction() as session:
        for name, value in values.items():
            setattr(session.get_one(Letter, letter), name, value)


def test_no_chair_signs_what_she_asked_for_whoever_the_row_names(heard: World) -> None:
    """The chair asks; one UPDATE says that the IDVA did; nothing opens to be signed."""
    with heard.inside():
        letter = Desk(heard).draft(Purpose.HEARD_ADVISER)
        chair = heard.actor("chair")
        asking.ask(chair, letter, service.open_letter(chair, letter).letter.revision, signs=True)
        planted(
            letter,
            requester_id=heard.person_id("idva"),
            requester_agency_id=heard.agencies["idva"],
        )
    with heard.inside(), pytest.raises(Forged, match="not what was asked"):
        Desk(heard).sign(letter)


@pytest.mark.parametrize("what", ["requester_id", "requester_agency_id", "edition"])
def test_a_letter_is_signed_only_as_it_was_asked(heard: World, what: str) -> None:
    """Person, agency and edition are under the signature: any other is a fault."""
    other = {
        "requester_id": heard.person_id("housing"),
        "requester_agency_id": heard.agencies["housing"],
        "edition": 7,
    }
    with heard.inside():
        letter = Desk(heard).asked(Purpose.HEARD_ADVISER)
        planted(letter, **{what: other[what]})
    with heard.inside(), pytest.raises((Forged, Changed, NotVisible)):
        Desk(heard).sign(letter)
    with heard.inside():
        assert db.session.query(Release).count() == 0


def test_an_earlier_edition_that_was_put_back_is_not_signed(heard: World) -> None:
    """Words and edition from before it was changed, with a true signature: the trail knows."""
    with heard.inside():
        desk = Desk(heard)
        letter = desk.asked(Purpose.HEARD_ADVISER)
        row = db.session.get_one(Letter, letter)
        names = ("sealed_content", "secret_id", "edition", "requester_id", "requester_agency_id")
        before = {name: getattr(row, name) for name in names}
        desk.address(letter, "adviser")
        planted(letter, state=LetterState.ASKED, **before)
    with heard.inside(), pytest.raises(Forged, match="trail"):
        Desk(heard).sign(letter)


def test_a_second_asking_is_signed_anew(heard: World) -> None:
    """Changed and asked again, it is signed like any other."""
    with heard.inside():
        desk = Desk(heard)
        letter = desk.asked(Purpose.HEARD_ADVISER)
        desk.agree(letter)
        desk.ask(letter)
        assert desk.sign(letter).subject_id == letter
