"""Nothing invisible goes onto paper, and nothing that was written vanishes from it."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.paper import Section, Sheet, clean, marac, undrawable
from app.paper.text import DRAWN, drawn
from tests.paper.papers import printed
from tests.paper.reading import words

NAMES = [
    "Zoë",
    "Łukasz",
    "Đặng Thị Ánh",
    "Ærøskøbing",
    "Ełżbieta Świątek",
    "Şükrü Gülçağ",
    "Nguyễn",
]
ALL = sorted(DRAWN - {" ", "\u00a0"})


@pytest.mark.parametrize("name", NAMES)
def test_latin_names_are_printed_as_they_are(name: str) -> None:
    """With every mark of theirs, composed or not when they were typed."""
    for typed in (name, unicodedata.normalize("NFD", name)):
        assert unicodedata.normalize("NFC", name) in words(printed(Sheet(typed)))[0]
        assert undrawable(typed) == ()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("زينب", "[zynb]"),
        ("ﷺ", "["),
        ("她 is her", "[Ta] is her"),
        ("so angry 😡 again", "so angry [:rage:] again"),
        ("\U000e0100", ""),
        ("ⴰⵎⴰⵣⵉⵖ", "["),
    ],
)
def test_what_the_type_cannot_draw_is_printed_in_plain_letters(typed: str, shown: str) -> None:
    """Another script or a picture does not become an empty box, nor silently nothing."""
    assert shown in words(printed(Sheet("A title", (typed,))))[0]


def test_the_writer_can_be_told_what_will_be_printed_in_plain_letters() -> None:
    """Each run of such characters once, so that a page can name it before anybody signs."""
    assert undrawable("Zoë زينب بنت and 😡") == ("زينب بنت", "😡")


@pytest.mark.parametrize(
    "hidden",
    [
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200f",
        "\ufeff",
        "\x00",
        "\x1b",
        "\u2028",
        "\ud800",
        "\ue000",
    ],
)
def test_invisible_characters_are_taken_out(hidden: str) -> None:
    """Marks that turn the reading direction, zero widths, controls, halves, private ones."""
    assert clean(f"Zo{hidden}ë") == "Zoë"
    assert Sheet(f"A{hidden}B").title == "AB"
    assert Section(f"A{hidden}B", ((f"C{hidden}", f"D{hidden}"),)).rows == (("C", "D"),)


def test_new_lines_stay() -> None:
    """An address keeps its lines, whatever machine it was typed on."""
    assert clean("1 High Street\r\nNorthbrook\rNB1\n") == "1 High Street\nNorthbrook\nNB1"


@pytest.mark.parametrize("area", ["Northbrook", "Northbrook MARAC", " Northbrook Marac "])
def test_a_marac_is_called_so_once(area: str) -> None:
    """Whether or not the area's own name says it."""
    assert marac(area).upper() == "NORTHBROOK MARAC"


@given(st.text())
def test_cleaning_again_changes_nothing(text: str) -> None:
    """What was cleaned is clean; and what is printed is made of what the type draws alone."""
    once = clean(text)
    assert clean(once) == once
    assert set(drawn(once)) <= DRAWN | {"\n"}


@given(st.text(max_size=80))
@settings(max_examples=150)
@example("".join(ALL[:600]))
@example("\u0301\u0327" * 20)
@example("a\u0301" * 40 + "\n" * 30)
def test_no_text_breaks_the_typesetter(text: str) -> None:
    """Whatever was typed or pasted, there is a PDF: an emoji cannot keep help from arriving."""
    assert printed(Sheet(text, (text,), (Section(text, ((text, text),)),))).startswith(b"%PDF")


@pytest.mark.parametrize("start", range(0, len(ALL), 200))
def test_every_character_of_the_table_is_one_that_the_type_draws(start: int) -> None:
    """Typst refuses one that it cannot draw, so a table that says too much fails here."""
    text = " ".join(ALL[start : start + 200])
    section = Section(text, ((text, text),), (text,))
    shown = " ".join(words(printed(Sheet(text, (text,), (section,)))))
    plain = [each for each in ALL[start : start + 200] if unicodedata.category(each)[0] in "LN"]
    missing = [each for each in plain if each not in shown]
    assert missing == []
