"""The rules about a person in a case."""

import json
from dataclasses import fields
from datetime import date

import pytest

from app.marac.party.rules import LABELS, LONGEST_LINE, WAYS, Details, Safe, check, tidied
from app.refusals import RuleBroken

TODAY = date(2027, 3, 3)

FULL = Details(
    name="Noor Testcase",
    aliases=("N. Testcase", "Noori"),
    date_of_birth=date(2001, 2, 28),
    postcode="UB1 1AA",
    address="1 Example Road\nExampleton",
    address_confidential=True,
    safe_to_call=Safe.NO,
    safe_to_text=Safe.YES,
)


def test_details_survive_the_way_into_json_and_back() -> None:
    """Nothing is lost or changed between writing and reading."""
    assert Details.from_dict(json.loads(json.dumps(FULL.to_dict()))) == FULL


def test_details_of_another_version_can_still_be_read() -> None:
    """A field that this version does not know is left aside, and a missing one is empty."""
    assert Details.from_dict({"name": "A", "shoe_size": 4}) == Details(name="A")


def test_a_data_file_may_give_a_real_date() -> None:
    """A date of birth that is already a date is taken as it is."""
    assert Details.from_dict({"name": "A", "date_of_birth": TODAY}).date_of_birth == TODAY


def test_no_way_of_contact_is_safe_unless_somebody_said_so() -> None:
    """What nobody asked is not known, and never yes."""
    assert {getattr(Details(name="A"), way) for way in WAYS} == {Safe.NOT_KNOWN}


def test_every_field_has_a_label() -> None:
    """A page can name everything that it shows."""
    assert set(LABELS) == {field.name for field in fields(Details)}


@pytest.mark.parametrize(
    ("at", "age"),
    [(date(2027, 2, 27), 25), (date(2027, 2, 28), 26), (date(2027, 3, 1), 26)],
)
def test_age_changes_on_the_birthday(at: date, age: int) -> None:
    """Somebody is a year older on the day itself."""
    assert FULL.age(at) == age


def test_age_is_unknown_without_a_date_of_birth() -> None:
    """No date, no age, and no note about being 16 or 17."""
    nobody = Details(name="A")
    assert nobody.age(TODAY) is None
    assert not nobody.is_sixteen_or_seventeen(TODAY)


@pytest.mark.parametrize(
    ("born", "young"),
    [
        (date(2011, 3, 4), False),
        (date(2011, 3, 3), True),
        (date(2009, 3, 4), True),
        (date(2009, 3, 3), False),
    ],
)
def test_sixteen_and_seventeen_are_noticed(born: date, young: bool) -> None:
    """From the sixteenth birthday until the day before the eighteenth."""
    assert Details(name="A", date_of_birth=born).is_sixteen_or_seventeen(TODAY) is young


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("ub11aa", "UB1 1AA"), (" w13 0 xy ", "W13 0XY"), ("", ""), ("ab", "AB")],
)
def test_a_postcode_is_written_as_the_post_office_does(typed: str, stored: str) -> None:
    """Spaces and small letters are put right."""
    assert tidied(Details(name="A", postcode=typed)).postcode == stored


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details(name=" "), "name"),
        (Details(name="x" * (LONGEST_LINE + 1)), "name"),
        (Details(name="A", aliases=("x" * (LONGEST_LINE + 1),)), "aliases"),
        (Details(name="A", date_of_birth=date(2027, 3, 4)), "date_of_birth"),
        (Details(name="A", date_of_birth=date(1906, 3, 4)), "date_of_birth"),
        (Details(name="A", postcode="PIAZZA 7"), "postcode"),
        (Details(name="A", notes="x" * 4001), "notes"),
    ],
)
def test_what_cannot_be_is_refused_without_repeating_it(details: Details, field: str) -> None:
    """The message belongs to the field and holds nothing of what was written."""
    with pytest.raises(RuleBroken) as broken:
        check(details, TODAY)
    assert broken.value.field == field
    assert "PIAZZA" not in broken.value.message


@pytest.mark.parametrize(
    "phone",
    ["", "Not known", "not known.", "07700 900123", "+44 (0)20 7946 0123", "01632-960123",
     "07700 900123, 01632 960 456", "0048 22 555 01 23", "+1 (202) 555-0123",
     "01632 960123 or 020 7946 0001"],
)  # fmt: skip
def test_a_whole_phone_number_of_any_country_is_taken(phone: str) -> None:
    """Or several, or none, or that it is not known."""
    check(Details(name="A", phone=phone), TODAY)


@pytest.mark.parametrize(
    "phone", ["07700", "12", "her sister’s", "07700 900123 ext", "07700 900123, 12", "1" * 21]
)
def test_half_a_phone_number_is_not(phone: str) -> None:
    """Somebody would ring it in vain, and it would be compared with others'."""
    with pytest.raises(RuleBroken) as broken:
        check(Details(name="A", phone=phone), TODAY)
    assert broken.value.field == "phone"
    assert phone not in broken.value.message


def test_good_details_pass() -> None:
    """Full details and a bare name both do."""
    check(FULL, TODAY)
    check(Details(name="Not known"), TODAY)


def test_initials_are_those_of_every_part_of_the_name() -> None:
    """They stand for the name where the name must not be."""
    assert Details(name="Maria dos Santos").initials == "MDS"
