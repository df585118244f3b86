"""What an entry of the directory must say."""

from datetime import date

import pytest

from app.marac.support.rules import (
    KIND_LABELS,
    REGULATED,
    Entry,
    Kind,
    checked,
    checked_website,
    is_stale,
    languages_from,
)
from app.refusals import RuleBroken
from tests.marac.support.entries import ADVISER, REFUGE, other


def broken(entry: Entry) -> str:
    """The field that an entry is refused for."""
    with pytest.raises(RuleBroken) as refused:
        checked(entry)
    return refused.value.field


def test_an_entry_is_tidied() -> None:
    """Spaces, capitals of an address and a scheme are put right, and kinds stand in one order."""
    entry = checked(
        other(
            REFUGE,
            name="  Lantern   Refuge ",
            email="Help@Lantern.Example.org",
            website="https://Lantern.example.org/help/",
            kinds=("refuge", "idva"),
        )
    )
    assert entry.name == "Lantern Refuge"
    assert entry.email == "help@lantern.example.org"
    assert entry.website == "lantern.example.org/help"
    assert entry.kinds == (Kind.IDVA, Kind.REFUGE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Li"),
        ("name", "x" * 121),
        ("kinds", ()),
        ("telephone", "call us"),
        ("telephone", "+33 1 23 45 67 89"),
        ("email", "office at lantern"),
        ("no_recourse", "perhaps"),
        ("cost", ""),
        ("about", "x" * 501),
        ("hours", "x" * 201),
        ("website", "javascript:alert(1)"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(field: str, value: object) -> None:
    """Each mistake belongs to one field."""
    assert broken(other(REFUGE, **{field: value})) == field


def test_there_must_be_a_way_to_reach_it() -> None:
    """A telephone number, an email address or a web address: one is enough."""
    unreachable = other(REFUGE, telephone="")
    assert broken(unreachable) == "telephone"
    assert checked(other(unreachable, website="lantern.example.org"))
    assert checked(other(unreachable, email="help@lantern.example.org"))


@pytest.mark.parametrize("telephone", ["020 7946 0123", "(020) 7946-0123 ext 12", "999", "116 000"])
def test_numbers_as_helplines_have_them(telephone: str) -> None:
    """Long ones, short ones and an extension."""
    assert checked(other(REFUGE, telephone=telephone)).telephone == telephone


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (Kind.SOLICITOR, "0000001", "F000000001"),
        (Kind.SOLICITOR, "123 456", "12"),
        (Kind.IMMIGRATION_ADVISER, "f000000001", "0000001"),
        (Kind.BARRISTER, "00001", "1"),
    ],
)
def test_who_advises_stands_on_a_register(kind: Kind, right: str, wrong: str) -> None:
    """SRA, IAA and Bar: a legal kind needs the number of its own register, in that one's form."""
    field = REGULATED[kind].value
    entry = other(REFUGE, kinds=(kind,))
    assert broken(entry) == f"{field}_number"
    assert broken(other(entry, numbers={field: wrong})) == f"{field}_number"
    tidy = checked(other(entry, numbers={field: right})).numbers
    assert tidy == {field: right.replace(" ", "").upper()}


def test_a_number_of_a_register_that_is_not_asked_for_is_dropped() -> None:
    """A refuge does not look like an adviser because somebody filled a box in."""
    assert checked(other(REFUGE, numbers={"sra": "0000001"})).numbers == {}


def test_one_that_does_two_regulated_things_needs_both_numbers() -> None:
    """A law centre that is registered with the IAA as well shows both."""
    both = other(ADVISER, kinds=(Kind.SOLICITOR, Kind.IMMIGRATION_ADVISER))
    assert broken(both) == "sra_number"
    numbers = {"iaa": "F000000001", "sra": "0000001"}
    assert checked(other(both, numbers=numbers)).numbers == numbers


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://lantern.example.org",
        "lantern",
        "user@lantern.example.org",
        "lantern.example.org:8080",
        "lantern.example.org/?next=elsewhere",
        "lantern.example.org/#top",
        "lantern.example.org/a b",
        "http://[::1",
        "//lantern.example.org//x%2e",
    ],
)
def test_a_web_address_leads_to_one_place(typed: str) -> None:
    """No other scheme, no port, no name before an @, nothing after a question mark."""
    with pytest.raises(RuleBroken) as refused:
        checked_website(typed)
    assert refused.value.field == "website"


def test_languages_are_read_from_one_line() -> None:
    """Each once, with a capital, in the order of the alphabet."""
    assert languages_from("urdu,  Pashto; URDU,Kurdish (Sorani)") == (
        "Kurdish (Sorani)",
        "Pashto",
        "Urdu",
    )
    assert languages_from("") == ()


@pytest.mark.parametrize("typed", ["Urdu, 12", "<b>Urdu</b>", "x" * 41])
def test_what_is_no_language_is_refused(typed: str) -> None:
    """It says how to write several."""
    with pytest.raises(RuleBroken, match="comma"):
        languages_from(typed)


@pytest.mark.parametrize(
    ("checked_on", "last_day"),
    [
        (date(2027, 1, 15), date(2027, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_an_entry_is_good_for_six_months(checked_on: date, last_day: date) -> None:
    """To the day, also where the sixth month is shorter."""
    assert not is_stale(checked_on, last_day)
    assert is_stale(checked_on, date.fromordinal(last_day.toordinal() + 1))


def test_every_kind_has_a_label() -> None:
    """No kind is shown by its code."""
    assert set(KIND_LABELS) == set(Kind)
