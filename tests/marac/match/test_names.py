"""Names as the borough's people are called, and how like each other they are."""

import gc
import weakref
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.match.likeness import SOUND, alike, compare_names, comparing
from app.marac.match.names import reading, sound_of, strong, words
from app.marac.match.rules import SHOWN_FROM

SAME = [
    ("Łukasz Żółty", "Lukasz Zolty"),
    ("Seán O’Brien", "Sean O Brien"),
    ("Sean OBrien", "Seán O'Brien"),
    ("Fiona MacDonald", "Fiona Mc Donald"),
    ("Abdul-Rahman Ali", "Abdur Rehman Ali"),
    ("Cabdiraxmaan Xasan", "Abdirahman Hassan"),
    ("Maxamed Cali", "Mohammed Ali"),
    ("محمد علي", "Muhammad Ali"),
    ("Мария Ковальская", "Maria Kowalska"),
    ("Mihai Țurcanu", "Turcanu Mihai"),
    ("Ayşe Yılmaz", "Aysha Yilmaz"),
    ("Nasreen Chaudhry", "Nasrin Chowdhury"),
    ("María García López", "Garcia Lopez, Maria"),
    ("Mary-Anne Thompson", "Maryanne Thomson"),
    ("Zhang Wei", "Wei Zhang"),
    ("Nguyễn Thị Mai", "Thi Mai Nguyen"),
    ("Liz Wright", "Elizabeth Right"),
    ("Kasia Nowak", "Katarzyna Nowak"),
    ("Mrs Fatema Begum", "Fatima Begam"),
    ("Al-Hassan Youssef", "Yusuf Hassan"),
    ("Vigneswaran Sivapalan", "Wigneswaran Shivapalan"),
]
NOT_SAME = [
    ("Harpreet Kaur", "Manpreet Kaur"),
    ("Harpreet Kaur Gill", "Gurpreet Kaur Gill"),
    ("Jaspreet Singh", "Harpreet Singh"),
    ("Hassan Ali", "Hussain Ali"),
    ("Lucía García Hernández", "Ximena García Hernández"),
    ("Emma Smith", "Charlotte Smith"),
    ("Salma Begum", "Momtaz Begum"),
    ("Blessing Okafor", "Ngozi Okafor"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_name_in_two_spellings_is_one(one: str, other: str) -> None:
    """Enough to be shown together with a telephone or a postcode alone."""
    assert compare_names((one,), (other,)).points >= SHOWN_FROM - 5, compare_names((one,), (other,))
    assert not compare_names((one,), (other,)).is_family_only


@pytest.mark.parametrize(("one", "other"), NOT_SAME)
def test_sisters_and_strangers_are_two(one: str, other: str) -> None:
    """A family's name, Kaur or Begum make nobody the same, whatever else they share."""
    found = compare_names((one,), (other,))
    assert found.points < 0
    assert found.speaks_against


def test_kaur_is_no_shared_surname() -> None:
    """With and without the family's name it may be her; against Singh something is said."""
    assert compare_names(("Harpreet Kaur",), ("Harpreet Kaur Gill",)).points > 0
    crossed = compare_names(("Harpreet Kaur Gill",), ("Harpreet Singh",))
    assert "One name is a woman’s, the other a man’s" in crossed.speaks_against
    assert strong(words("Harpreet Kaur")) == words("Harpreet")


def test_an_alias_in_either_record_counts() -> None:
    """The name that she uses now stands among the other names of the earlier record."""
    found = compare_names(("Noor Said", "Fatima Ali"), ("Fatima Ali",))
    assert found.points > 0
    assert found.speaks_for[0] == "A name in one record is another name of the person in the other"


@pytest.mark.parametrize("name", ["Not known", "unknown", "", "TBC", "123", "Baby", "Mr"])
def test_what_is_no_name_finds_nobody(name: str) -> None:
    """Placeholders would make strangers meet."""
    assert words(name) == ()
    assert compare_names((name,), ("Fatima Ali",)).points == 0


def test_swapped_order_is_said() -> None:
    """Said beside the likeness, for who has to judge."""
    found = compare_names(("Canary Zephyrine",), ("Zephyrine Canary",))
    assert "Names are in another order" in found.speaks_for


def test_what_sounds_alike_is_told_from_what_only_shares_consonants() -> None:
    """Hassan and Hussain are brothers' names."""
    hassan, hasen, hussain = (words(name)[0] for name in ("Hassan", "Haseen", "Hussain"))
    assert alike(hassan, hasen) >= SOUND
    assert alike(hassan, hussain) == 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_taken(one: str, other: str) -> None:
    """Whatever somebody types: no fault, and the same the other way round."""
    there, back = compare_names((one,), (other,)), compare_names((other,), (one,))
    assert there.points == back.points
    assert all(word.text for word in words(one))


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_a_sound_is_short_and_never_empty(text: str) -> None:
    """Every word of letters has a sound, never longer by much than itself."""
    assert 0 < len(sound_of(text)) <= 2 * len(text)


WRITTEN = [name for pair in SAME for name in pair]


@given(st.lists(st.sampled_from(WRITTEN) | st.text(max_size=30), max_size=8))
def test_what_reads_each_name_once_reads_it_as_ever(names: list[str]) -> None:
    """A search compares many: nothing that it remembers of one name changes another."""
    read, by = reading(), comparing()
    for name in names * 2:
        assert read(name) == words(name)
    for one, other in product(names, repeat=2):
        assert by((one,), (other,)) == compare_names((one,), (other,))
        assert by((one, other), (other,)) == compare_names((one, other), (other,))


def test_one_search_keeps_nothing_for_the_next() -> None:
    """What a search has read goes with it: no list of names outlives the request that read them."""
    read = reading()
    read("Zephyrine Canary")
    kept = weakref.ref(read("Zephyrine Canary")[0])
    assert kept() is not None
    del read
    gc.collect()
    assert kept() is None
