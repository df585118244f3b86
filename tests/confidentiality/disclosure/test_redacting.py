"""What never leaves is taken out however it is written, and ordinary words stay as they are."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.confidentiality.disclosure.ports import Somebody
from app.confidentiality.disclosure.redacting import left_out_of, redacted
from app.marac.case.disclosable import ADDRESS, NUMBER, SCHOOL

NEVER = (
    ("Rosebank House, 12 Harbour Lane, Northbrook", ADDRESS),
    ("NB2 7QX", ADDRESS),
    ("Flat 3B\nThe Green\nMilton Weir", ADDRESS),
    ("07700 900777", NUMBER),
    ("St Mark's Primary School, Northbrook", SCHOOL),
    ("Rosebery Infants", SCHOOL),
)
PEOPLE = (
    Somebody("her", "Zephyrine Canary", ("Zephyrine Canary",), "the victim", is_victim=True),
    Somebody("him", "Osric Canary", ("Osric Canary", "The Bear"), "the perpetrator"),
    Somebody("kid", "Jo O'Brien", ("Jo O'Brien", "Zoë"), "a child"),
    Somebody("will", "Will May", ("Will May",), "a child"),
    Somebody("kin", "Łucja Al-Amin", ("Łucja Al-Amin", "An Nguyễn"), "somebody else at risk"),
)
LEAKS = {
    "She has moved into Rosebank House.": "Rosebank",
    "She has moved into ROSEBANK-HOUSE.": "ROSEBANK",
    "She is somewhere in Harbour Lane now.": "Harbour",
    "She is somewhere on harbour ln now.": "harbour",
    "She is at Rosebank House, 12 Harbour Ln.": "Harbour",
    "He has been told it is NB2 somewhere.": "NB2",
    "It is NB2-7QX.": "7QX",
    "It is N B 2 7 Q X.": "Q X",
    "It is N.B.2.7.Q.X.": "Q.X",
    "It is NB2 7 QX.": "QX",
    "Another place, M 1 1 A A, is his.": "A A",
    "She walks across The Green to him.": "The Green",
    "He waits at St Mark's Primary School.": "Mark",
    "He waits at St Mark’s Primary School, Northbrook.": "Mark",
    "He waits at Saint Marks.": "Marks",
    "He waits at Rosebery School.": "Rosebery",
    "Her number is oh seven seven double oh nine hundred triple seven.": "seven",
    "Her number is O77OO 9OO777.": "O77OO",
    "Her number is 07700/900/777.": "777",
    "Her number is 07700 and then 900777.": "900777",
    "Her number begins with 07700, and ends with 900777.": "900777",
    "Her number is +44 7700 900777.": "900777",
    "Jo told the teacher.": "Jo",
    "Little O’Brien told the teacher.": "Brien",
    "Little O Brien told the teacher.": "Brien",
    "Little OBrien told the teacher.": "Brien",
    "Zoe told the teacher.": "Zoe",
    "Zoe\u0308 told the teacher.": "Zo",
    "Zo\u200be told the teacher.": "Zo",
    "Lucja saw him.": "Lucja",
    "Mrs Al Amin saw him.": "Amin",
    "Mrs AlAmin saw him.": "Amin",
    "Nguyen saw him.": "Nguyen",
    "Will told the teacher.": "Will",
    "J.O. told the teacher.": "J.O.",
    "He writes to her on Instagram as @zephc_94.": "zephc",
    "The pin is at maps.app.goo.gl/Xy12.": "goo.gl",
    "The pin is at https://example.org/p?q=1": "example",
    "It is ///filled.count.soap.": "filled",
    "The app says filled.count.soap to find her": "filled",
    "It is 51.5074, -0.1278.": "51.5074",
    "It is at 51.5074° N, 0.1278° W": "51.5074",
    "It is TQ 30012 80034 on the map": "80034",
    "mail zeph (at) example.org": "example",
}
HONEST = [
    "He came at 20.30 on 12/11/2026 and again on 13/11/2026.",
    "It went on from 2019 to 2024, or 2019-2024 as she says.",
    "He works 0900 and 1700, or 0900-1700, on weekdays.",
    "He will not stop, and she may leave. They will decide on the way.",
    "She has 2 children in the house and lived 5 years in this house with him.",
    "He rang 14 times on the way home, and went 3 times to the park.",
    "Her friend asked at school. The school is to be told nothing.",
    "So the bare wall in her story is a sign; the green light was on.",
    "An old friend of hers saw it. So did a neighbour.",
    "Northbrook Council and Milton Weir Housing were present.",
    "He paid £1,200 for a lock; the bill was £850.50.",
    "He hit her with his left hand (see risk 3 and/or 4).",
    "i.e. not before noon, e.g. on a Tuesday. P.S. nobody knows.",
    "He said: go on. then he left.",
    "He has 1 of 3 keys, 10 steps down the road from the court.",
    "She marks the calendar each day; grace and hope are her words.",
]


@pytest.mark.parametrize("typed", sorted(LEAKS))
def test_what_never_leaves_is_found_however_it_is_written(typed: str) -> None:
    """House, road, school, half a postcode, a split number, a name without its accents."""
    assert LEAKS[typed] not in redacted(typed, NEVER, PEOPLE)
    assert left_out_of(typed, NEVER, PEOPLE)


@pytest.mark.parametrize("typed", HONEST)
def test_ordinary_words_stay(typed: str) -> None:
    """What happened, when and how often is what a reader needs to keep somebody safe."""
    assert redacted(typed, NEVER, PEOPLE) == typed
    assert left_out_of(typed, NEVER, PEOPLE) == ()


def test_what_overlaps_is_taken_out_as_a_whole() -> None:
    """No half of an address is left beside the other, and the rest of the sentence stands."""
    typed = "She sleeps at Rosebank House, 12 Harbour Lane, Northbrook NB2 7QX, with Jo O’Brien."
    said = redacted(typed, NEVER, PEOPLE)
    assert said == "She sleeps at [address left out], with [a child]."


def test_a_name_that_is_shown_stays_whole() -> None:
    """Ticked by a chair, the perpetrator’s name stands; the child’s own surname is the mother’s."""
    typed = "Osric Canary shouted at Jo and at Zephyrine Canary."
    assert redacted(typed, NEVER, PEOPLE, {"him"}) == typed.replace("Jo", "[a child]")
    alone = redacted(typed, NEVER, PEOPLE, {"him"}, victim_named=False)
    assert "Zephyrine" not in alone


def test_the_parts_of_an_address_that_never_leave_come_from_the_record() -> None:
    """House and road by themselves; the town may be said."""
    from app.marac.case.disclosable import _never
    from app.marac.party.rules import PartyKind
    from tests.working import CHILD, VICTIM

    her = replace(VICTIM, address="Rosebank\nHarbour Lane\nNorthbrook", postcode="NB2 7QX")
    parties = [
        SimpleNamespace(kind=PartyKind.VICTIM, details=her),
        SimpleNamespace(kind=PartyKind.CHILD, details=CHILD),
    ]
    opened = SimpleNamespace(parties=parties, of_kind=lambda _: [])
    never = tuple(_never(opened))  # type: ignore[arg-type]
    said = redacted("At Rosebank, Harbour Lane; she is in Northbrook.", never, ())
    assert said == "At [address left out]; she is in Northbrook."
