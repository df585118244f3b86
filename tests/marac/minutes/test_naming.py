"""Nobody of a case is named in the part that everybody reads."""

import pytest

from app.confidentiality.circle import service as circle
from app.db import db
from app.marac.case.model import Case
from app.marac.minutes import drafting, signing
from app.marac.minutes.naming import names_any
from app.refusals import RuleBroken
from tests.marac.minutes.sitting import approve, draft_of, put_better, whole
from tests.marac.table import Table

NAMES = ["Zephyrine Grace Canary", "Zeph"]


@pytest.mark.parametrize(
    "text",
    [
        "Zephyrine Canary is to be told by the IDVA.",
        "The IDVA rings Ms Canary.",
        "zephyrine grace canary",
        "Zéphyrine was spoken of.",
        "It is about Zeph.",
    ],
)
def test_somebody_is_named(text: str) -> None:
    """By the whole name, by a word of it that is written as a name, with or without accents."""
    assert names_any(text, NAMES)


@pytest.mark.parametrize(
    "text", ["With good grace.", "Grace Adeyemi took notes.", "A canary sang.", "All came.", ""]
)
def test_nobody_is_named(text: str) -> None:
    """Ordinary words, and those who attended."""
    assert not names_any(text, NAMES, frozenset({"grace", "adeyemi"}))


@pytest.mark.parametrize("text", ["Zephyrine Canary is to be told.", "Mr Testcase was there."])
def test_the_general_part_names_nobody_of_a_case(held: Table, text: str) -> None:
    """Housing is kept from her case and reads this part; him, the perpetrator, it names neither."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    with pytest.raises(RuleBroken) as broken:
        put_better(held, draft_of(held, None), {"note": text})
    assert broken.value.field == "note"


def test_nor_a_reference(held: Table) -> None:
    """A case's number points at it too."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    case = db.session.get_one(Case, held.case(2))
    with pytest.raises(RuleBroken):
        put_better(held, draft_of(held, None), {"note": f"{case.reference} was put off."})


def test_nor_does_the_reason_of_an_amendment(signed: Table) -> None:
    """Why it was amended is read by everybody who reads the part."""
    part = draft_of(signed, None)
    why = "Zephyrine Canary was heard last and stays with her aunt."
    with pytest.raises(RuleBroken) as broken:
        put_better(signed, part, {"note": "The next meeting is in June."}, why=why)
    assert broken.value.field == "why"
    put_better(signed, part, {"note": "The next meeting is in June."}, why="The day was left out.")


def test_the_chair_s_keys_see_what_the_writer_s_could_not(held: Table) -> None:
    """Somebody kept from a case cannot have their words compared with it; the signer's are."""
    world = held.world
    circle.exclude(world.actor("chair"), held.case(1), person_id=world.person_id("coordinator"))
    drafting.write(world.actor("coordinator"), held.meeting_id)
    put_better(held, draft_of(held, None), {"note": "Jonquil is to be told by the IDVA."})
    version = approve(held, "deputy")
    with pytest.raises(RuleBroken) as broken:
        signing.sign_read(world.actor("chair"), whole(held).id, version)
    assert broken.value.field == "minutes"


def test_professionals_are_named(held: Table) -> None:
    """Who attended may stand there, and so may a case's part name whom it is about."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    put_better(held, draft_of(held, None), {"note": "Grace Adeyemi took the notes."})
    put_better(held, draft_of(held, held.case(2)), {"note": "Zephyrine Canary is told."})
