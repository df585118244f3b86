"""A sheet has one way to be written: a signature over its bytes is one over its words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paper import NotCanonical, Section, Sheet
from tests.paper.papers import SHEET

TEXTS = st.lists(st.text(max_size=20), max_size=3).map(tuple)
ROWS = st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=3).map(tuple)
SECTIONS = st.lists(st.builds(Section, st.text(max_size=9), ROWS, TEXTS), max_size=3).map(tuple)
SHEETS = st.builds(Sheet, st.text(max_size=20), TEXTS, SECTIONS, TEXTS, TEXTS)


@given(SHEETS)
def test_a_sheet_comes_back_exactly(sheet: Sheet) -> None:
    """From its bytes, and the bytes from it."""
    data = sheet.to_bytes()
    assert Sheet.from_bytes(data) == sheet
    assert Sheet.from_bytes(data).to_bytes() == data


@given(SHEETS, SHEETS)
def test_two_sheets_never_have_the_same_bytes(one: Sheet, other: Sheet) -> None:
    """What moves from one field to the next is another sheet."""
    assert (one.to_bytes() == other.to_bytes()) == (one == other)


def test_the_bytes_are_plain_sorted_json() -> None:
    """UTF-8, names sorted, nothing between: so that another program can read and check them."""
    data = SHEET.to_bytes()
    assert data == json.dumps(
        json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")
    assert "Zoë Łukasz".encode() in data


GOOD = SHEET.to_bytes().decode()


@pytest.mark.parametrize(
    "data",
    [
        GOOD + " ",
        GOOD.replace('","', '", "', 1),
        GOOD.replace("ë", "\\u00eb"),
        GOOD.replace("Zoë", "Zo\u202eë"),
        GOOD.replace("Zoë", "Zoe\u0308"),
        GOOD.replace('"Name"', '" Name"'),
        GOOD.replace('{"closing"', '{"aside":[],"closing"'),
        GOOD.replace('"rows":[["Name","Zoë Łukasz"]', '"rows":[["Name","Zoë Łukasz","more"]'),
        GOOD.replace('"conditions":[', '"conditions":[1,'),
        GOOD.replace('"sections":[', '"sections":["x",'),
        GOOD.replace('"title":"Information', '"title":"A","title":"Information'),
        json.dumps(json.loads(GOOD)),
        "[]",
        "null",
        "{}",
        "",
        "[" * 100_000,
    ],
)
def test_bytes_that_a_sheet_never_wrote_are_refused(data: str) -> None:
    """Spaces, escapes, hidden marks, fields more or fewer, names twice: not what was signed."""
    with pytest.raises(NotCanonical):
        Sheet.from_bytes(data.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    """Half a character, and nothing that JSON could be."""
    with pytest.raises(NotCanonical):
        Sheet.from_bytes(b"\xff\xfe{")
