"""What makes two people likely one, and under which tokens they meet."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.match.dates import births, one_slip
from app.marac.match.likeness import Names
from app.marac.match.rules import Card, compare, compare_if_shown, phones_of
from app.marac.match.tokens import kept_under, keyed, sought_under
from app.marac.party.rules import Details

HER = Card(("Zephyrine Canary",), date(1994, 5, 17), phones_of("07700 900777"), "NB12CY")
CARDS = st.builds(
    Card,
    names=st.sampled_from(
        [("Zephyrine Canary",), ("Zefirine Canary",), ("Marigold Canary",), ("Canary",)]
        + [("Ottoline Whitford", "Zephyrine Canary"), ("Z Canary",), ("",), ("Harpreet Kaur",)]
    ),
    date_of_birth=st.none()
    | st.builds(date, st.sampled_from([1994, 1995]), st.sampled_from([1, 5]), st.integers(1, 18)),
    phones=st.sampled_from([(), ("700900777",)]),
    postcode=st.sampled_from(["", "NB12CY"]),
)
KEY, OTHER_KEY = bytes(32), bytes([1] * 32)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (date(1994, 5, 17), "Same date of birth"),
        (date(1995, 5, 17), "Dates of birth are one year apart"),
        (date(1994, 5, 11), "Dates of birth differ in one digit"),
        (date(1994, 5, 12), "Dates of birth differ in one digit"),
        (date(1949, 5, 17), "Dates of birth differ in one digit"),
    ],
)
def test_birth_is_compared_as_people_mistake_it(other: date, says: str) -> None:
    """Each slip is named, so that an officer sees what she is asked to believe."""
    assert births(HER.date_of_birth, other).speaks_for == (says,)


def test_day_and_month_swapped() -> None:
    """The American order, or a form filled in from memory."""
    assert births(date(1990, 4, 9), date(1990, 9, 4)).speaks_for == (
        "Day and month of birth swapped",
    )


def test_the_first_of_january_says_less() -> None:
    """It is what registries write for whoever does not know her day."""
    new_year = births(date(1980, 1, 1), date(1980, 1, 1))
    assert new_year.points < births(date(1980, 3, 1), date(1980, 3, 1)).points
    assert "1 January" in new_year.speaks_for[0]


@given(st.dates(), st.dates())
def test_births_compare_the_same_both_ways(one: date, other: date) -> None:
    """No record comes first."""
    assert births(one, other) == births(other, one)
    assert one_slip(one, other) == one_slip(other, one)


@pytest.mark.parametrize(
    "written",
    ["07700 900777", "+44 7700 900777", "00447700900777", "+44 (0)7700 900-777", "7700900777"],
)
def test_a_telephone_in_every_way_of_writing(written: str) -> None:
    """The last nine digits are the number."""
    assert phones_of(written) == ("700900777",)


def test_several_telephones_and_none() -> None:
    """Two numbers in one line are two; an extension alone is none."""
    assert phones_of("020 7946 0111 or 07700 900777") == ("079460111"[-9:], "700900777")
    assert phones_of("ext 12") == ()


def test_twins_at_one_address_are_not_one() -> None:
    """The same day, family, telephone and postcode, and another first name."""
    twin = replace(HER, names=("Marigold Canary",))
    assert not compare(HER, twin).is_shown


def test_a_married_name_is_shown() -> None:
    """The same day and first name."""
    assert compare(HER, replace(HER, names=("Zephyrine Okonkwo",), phones=())).is_shown


def test_those_around_lend_weight() -> None:
    """A common name without a date of birth, beside the same victim."""
    one, other = Card(("Mohammed Khan",)), Card(("Muhammad Khan",))
    assert not compare(one, other).is_shown
    assert "Others in both records match too" in compare(one, other, around=True).speaks_for


@given(CARDS, CARDS, st.booleans())
def test_who_is_not_read_would_not_have_been_shown(one: Card, other: Card, around: bool) -> None:
    """Where dates of birth spare the reading of names, nobody is lost and no word is another."""
    likeness = compare(one, other, around=around)
    asked = compare_if_shown(one, other, around=around)
    assert asked == (likeness if likeness.is_shown else None)


def test_names_are_not_read_where_they_cannot_count() -> None:
    """Of strangers who share a token only the dates are compared: that makes a search quick."""

    def unread(*_: object) -> Names:
        raise AssertionError("names were read")

    stranger = Card(("Zephyrine Whitford",), date(1994, 5, 28))
    assert compare_if_shown(HER, stranger, by=unread) is None
    with pytest.raises(AssertionError, match="names were read"):
        compare_if_shown(HER, replace(stranger, phones=HER.phones), by=unread)


@pytest.mark.parametrize(
    "changes",
    [
        {"names": ("Canary Zefirine",)},
        {"date_of_birth": date(1994, 5, 11), "phones": (), "postcode": ""},
        {"date_of_birth": None},
        {"date_of_birth": None, "phones": ()},
        {"date_of_birth": None, "phones": (), "postcode": ""},
        {"names": ("Somebody Else",), "phones": (), "postcode": ""},
    ],
)
def test_they_meet_under_a_token(changes: dict[str, object]) -> None:
    """Whatever is missing or mistaken, something is left under which they are compared."""
    other = replace(HER, **changes)
    assert sought_under(HER) & kept_under(other)
    assert sought_under(other) & kept_under(HER)


def test_strangers_meet_under_none() -> None:
    """Nobody's card is opened without a reason."""
    stranger = Card(("Ottoline Whitford",), date(1971, 11, 30), ("700900111",), "ZZ11AA")
    assert not sought_under(HER) & kept_under(stranger)


def test_tokens_are_the_areas_own() -> None:
    """Another area's key, other tokens: two stolen indexes cannot be laid side by side."""
    assert not set(keyed(KEY, kept_under(HER))) & set(keyed(OTHER_KEY, kept_under(HER)))
    assert keyed(KEY, kept_under(HER)) == keyed(KEY, kept_under(HER))


def test_a_card_takes_nothing_but_what_is_compared() -> None:
    """Names, birth, telephone, postcode: not the address, nor anything said of her."""
    details = Details(
        name="A B", address="9 Wharf", notes="Quokka", language="Tigrinya", weapons="Knife"
    )
    written = str(Card.of(details).to_dict())
    for word in ("Wharf", "Quokka", "Tigrinya", "Knife"):
        assert word not in written
    assert Card.from_dict(Card.of(details).to_dict()) == Card.of(details)
