"""What a letter looks like once it is signed, and what is seen of it: copies, names, tags."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.confidentiality.gate import service as gate
from app.db import db, transaction
from app.marac.letter import service
from app.marac.letter.facts import Facts
from app.marac.letter.model import Letter
from app.marac.letter.namesakes import namesakes
from app.marac.letter.opened import block_of
from app.marac.letter.rules import Purpose
from app.marac.party import service as parties
from app.marac.party.rules import Details, PartyKind
from app.refusals import Refused
from tests.builders import World
from tests.marac.letter.test_letter_words import FACTS
from tests.marac.letter.writing import Desk


def facts(him: str, *others: str) -> Facts:
    """A case with this perpetrator and these other names."""
    return replace(FACTS, perpetrators={UUID(int=7): Details(name=him)}, names=others)


@pytest.mark.parametrize(
    ("him", "there", "is_one"),
    [
        ("Gordon Vance", "Ottoline Vance", True),
        ("Gordon Vance", "Vance and Partners", True),
        ("Gordon VANCE", "Ottoline Vance", True),
        ("Gordon Vance", "Advance Chambers", False),
        ("Gordon", "Gordon Chambers", False),
        ("Gordon Vance", "Gordon Chambers", False),
    ],
)
def test_a_surname_at_the_recipient_is_seen(him: str, there: str, is_one: bool) -> None:
    """Of an entry and of the people named there; a forename alone warns of nothing."""
    assert bool(namesakes(facts(him), (there,))) is is_one


def test_writer_and_chair_are_warned_of_a_surname(heard: World) -> None:
    """On the letter, before it is asked for, and on both of the chair's pages."""
    with heard.inside():
        desk = Desk(heard)
        letter = desk.draft(Purpose.HEARD_ADVISER)
        opened = desk.open(letter)
        assert opened.goes is not None
        name = (opened.goes.people or (opened.goes.entry.name,))[0].split()[-1]
        with transaction():
            parties.add(
                opened.ring, desk.case, opened.case.secret_id, PartyKind.PERPETRATOR,
                Details(name=f"Brem {name}"),
            )  # fmt: skip
    told = "The same surname as somebody in the case"
    assert told in heard.client("idva").get(f"/letters/{letter}").text
    with heard.inside():
        Desk(heard).ask(letter)
    assert told in heard.client("chair").get(f"/letters/{letter}/decide").text


def test_a_signed_letter_is_seen_signed_and_never_called_a_draft(heard: World) -> None:
    """Its circle reads a copy marked as one; before that there is none to read."""
    with heard.inside():
        letter = Desk(heard).asked(Purpose.LEGAL_AID)
    idva, path = heard.client("idva"), f"/letters/{letter}"
    assert idva.get(f"{path}/copy.pdf").status_code == 404
    assert "marked as a draft" in idva.get(path).text
    with heard.inside():
        Desk(heard).sign(letter)
    page = idva.get(path).text
    assert "marked as a draft" not in page
    assert f"{path}/copy.pdf" in page
    answer = idva.get(f"{path}/copy.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'inline; filename="MARAC-copy.pdf"'
    assert heard.client("housing").get(f"{path}/copy.pdf").status_code in (403, 404)


def test_a_letter_that_was_stopped_says_so_in_the_list(heard: World) -> None:
    """Signed and no longer open: nobody goes to hand over what cannot be handed over."""
    with heard.inside():
        letter = Desk(heard).signed()
        gate.stop(heard.actor("idva"), letter)
    assert "Signed, no longer open" in heard.client("idva").get("/letters").text


def test_it_becomes_known_after_signing_that_he_lives_there(desk: Desk) -> None:
    """AC-50 after the signature: asked again at the hand-over, and stopped when it is opened."""
    letter = desk.signed(Purpose.HEARD_ADVISER)
    release = db.session.get_one(Letter, letter).release_id
    assert release is not None
    opened = desk.open(letter)
    assert opened.goes is not None
    postal = opened.goes.entry.postal_address
    him = Details(name="Brem Quill", address=postal, works_for=opened.goes.entry.name)
    with transaction():
        parties.add(opened.ring, desk.case, opened.case.secret_id, PartyKind.PERPETRATOR, him)
    with pytest.raises(Refused):
        gate.hand_over(desk.world.actor("idva"), release)
    service.open_letter(desk.world.actor("coordinator"), letter)
    again = desk.open(letter)
    assert again.is_void
    assert block_of(again) is None


def test_evidence_stands_under_its_members_agency_with_its_number(desk: Desk) -> None:
    """The letterhead, room for a hand, dates that hold together, and she instead of her name."""
    drawn = desk.open(desk.draft(Purpose.LEGAL_AID)).drawn()
    assert drawn.room
    assert drawn.address[0] != "Questions to"
    assert drawn.address[-1].startswith("Telephone ")
    assert "\N{NO-BREAK SPACE}" in " ".join(drawn.paragraphs)
    heard = desk.open(desk.draft(Purpose.HEARD_ADVISER)).drawn()
    assert not heard.room
    assert " ".join(heard.paragraphs).count("Canary") == 1
