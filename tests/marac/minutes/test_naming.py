"""Nobody of a case is named in the part that everybody reads."""

import pytest

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.meeting import queries as meetings
from app.marac.minutes import drafting, naming, signing
from app.marac.minutes.naming import names_any
from app.marac.party import service as parties
from app.marac.party.rules import Details, PartyKind
from app.refusals import RuleBroken
from tests.marac.minutes.sitting import approve, draft_of, put_better, whole
from tests.marac.table import Table

CHILD = Details(
    name="Peregrine Canary",
    address="Flat 2, 4 Mill Lane, Northbrook",
    postcode="N1 7AB",
    school="St Mary’s Primary School",
)
NAMES = ["Zephyrine Grace Canary", "Zeph"]


@pytest.mark.parametrize(
    "text",
    [
        "Zephyrine Canary is to be told by the IDVA.",
        "The IDVA rings Ms Canary.",
        "zephyrine grace canary",
        "Zéphyrine was spoken of.",
        "It is about Zeph.",
        "zephyrine is to be told by the IDVA.",
        "ZC was heard after the others.",
        "Z.C. was heard after the others.",
        "Z. G. C. was heard after the others.",
    ],
)
def test_somebody_is_named(text: str) -> None:
    """By the whole name, by a word of it that is written as a name, with or without accents."""
    assert names_any(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "With good grace.",
        "Grace Adeyemi took notes.",
        "A canary sang.",
        "All came.",
        "",
        "The ZCA was there.",
        "PC Adeyemi came at 10 AM.",
    ],
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


@pytest.mark.parametrize(
    "text",
    [
        "The victim of case 3 is to be told; her school is St Mary's.",
        "Case no. 3 took long.",
        "Case three was put off.",
        "They meet in Mill Lane.",
        "The next one is near N1 7AB.",
        "Somebody rings St Mary's.",
    ],
)
def test_nor_a_number_a_street_or_a_school(held: Table, text: str) -> None:
    """Everybody has numbers of their own, and where she lives names her too."""
    ring, case = Ring(held.world.actor("chair")), db.session.get_one(Case, held.case(2))
    with transaction():
        parties.add(ring, case.id, case.secret_id, PartyKind.CHILD, CHILD)
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    with pytest.raises(RuleBroken):
        put_better(held, draft_of(held, None), {"note": text})


def test_nor_somebody_of_a_case_that_only_runs_on(
    held: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has a part in the minutes is compared, on the agenda or not."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    rows = meetings.agenda(held.world.actor("coordinator"), held.meeting_id)
    rest = [row for row in rows if row.item.case_id != held.case(1)]
    monkeypatch.setattr(naming.meetings, "agenda", lambda *given: rest)
    part = draft_of(held, None)
    with pytest.raises(RuleBroken):
        drafting.edit(held.world.actor("coordinator"), part.draft.id, {"note": "Jonquil is told."})


def test_professionals_are_named(held: Table) -> None:
    """Who attended may stand there, and so may a case's part name whom it is about."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    put_better(held, draft_of(held, None), {"note": "Grace Adeyemi took the notes."})
    put_better(held, draft_of(held, held.case(2)), {"note": "Zephyrine Canary is told."})
