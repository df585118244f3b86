"""Who signs a letter, and how: never its writers, and never without the passphrase (A15, A16)."""

from uuid import UUID

import pytest

from app.db import db
from app.marac.letter import asking, deciding, service
from app.marac.letter.model import Letter
from app.marac.letter.rules import LetterState, Purpose
from app.refusals import RuleBroken
from tests.builders import World
from tests.marac.letter.writing import Desk
from tests.pages import boxes, send


def ask_as(desk: Desk, who: str, letter: UUID) -> None:
    """Somebody else than its writer asks for the signature."""
    actor = desk.world.actor(who)
    asking.ask(actor, letter, service.open_letter(actor, letter).letter.revision, signs=True)


def why_not(desk: Desk, who: str, letter: UUID) -> str:
    """What a chair is told who cannot sign, having tried."""
    actor = desk.world.actor(who)
    _, told = deciding.look(actor, letter)
    revision = desk.open(letter, who).letter.revision
    if told:
        with pytest.raises(RuleBroken):
            deciding.prepare(actor, letter, revision)
    return told


def test_nobody_signs_a_letter_that_she_wrote(desk: Desk) -> None:
    """AC-30: the chair drafts every word and the coordinator only asks; the chair cannot sign."""
    letter = Desk(desk.world, "chair").draft(Purpose.HEARD_ADVISER)
    ask_as(desk, "coordinator", letter)
    assert why_not(desk, "chair", letter) == deciding.YOU_WROTE_IT


def test_nobody_signs_what_she_changed_or_recorded(desk: Desk) -> None:
    """A chair who recorded the agreement to an IDVA's letter has had a hand in it as well."""
    letter = desk.draft(Purpose.HEARD_ADVISER)
    assert not why_not_after(desk, letter)
    Desk(desk.world, "chair").agree(letter)
    desk.ask(letter)
    assert why_not(desk, "chair", letter) == deciding.YOU_WROTE_IT


def why_not_after(desk: Desk, letter: UUID) -> str:
    """Ask, see what keeps the chair from it, and take the request back by changing the letter."""
    desk.ask(letter)
    told = why_not(desk, "chair", letter)
    desk.agree(letter)
    return told


def test_the_agency_of_a_writer_does_not_sign(desk: Desk) -> None:
    """Who changed it last does not hide who changed it before."""
    letter = Desk(desk.world, "deputy").draft(Purpose.HEARD_ADVISER)
    desk.agree(letter)
    desk.ask(letter)
    assert why_not(desk, "deputy", letter) == deciding.YOU_WROTE_IT
    hands = desk.open(letter).content.hands
    assert set(hands) == {desk.world.person_id("deputy"), desk.world.person_id("idva")}


@pytest.mark.parametrize("given", ["", "not-this-one-at-all"])
def test_a_chair_signs_with_her_passphrase(heard: World, given: str) -> None:
    """AC-11, AC-40: an unlocked laptop of the chair signs nothing."""
    with heard.inside():
        letter = Desk(heard).asked(Purpose.HEARD_ADVISER)
    chair = heard.client("chair")
    place = send(chair, f"/letters/{letter}/decide", {}).location
    wrong = send(chair, place, {"passphrase": given})
    assert wrong.status_code == 422
    assert "passphrase-error" in wrong.text
    assert state(heard, letter) is LetterState.ASKED
    own = heard.members["chair"].passphrase
    assert send(chair, place, {"passphrase": own}).status_code == 303
    assert state(heard, letter) is LetterState.RELEASED


def test_a_member_signs_with_her_passphrase(heard: World) -> None:
    """Evidence under the regulations is signed by a person, not by a tick."""
    with heard.inside():
        letter = Desk(heard).draft(Purpose.LEGAL_AID)
    idva, path = heard.client("idva"), f"/letters/{letter}"
    told = boxes(idva.get(path).text) | {"signs": "y"}
    for given in ("", "not-this-one-at-all"):
        wrong = idva.post(f"{path}/ask", data=told | {"passphrase": given})
        assert wrong.status_code == 422
        assert "passphrase-error" in wrong.text
        assert state(heard, letter) is LetterState.DRAFT
    own = told | {"passphrase": heard.members["idva"].passphrase}
    assert idva.post(f"{path}/ask", data=own).status_code == 303
    assert state(heard, letter) is LetterState.ASKED


def state(world: World, letter: UUID) -> LetterState:
    """How far it is."""
    with world.inside():
        return LetterState(db.session.get_one(Letter, letter).state)
