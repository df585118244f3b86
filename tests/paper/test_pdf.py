"""What a PDF of ours is: tagged for screen readers, without metadata, and always the same bytes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.paper import Section, Sheet, render_letter
from app.vault.digests import sha256_hex
from tests.paper.papers import LETTER, ON, REFERENCE, SHEET, WATERMARK, printed
from tests.paper.reading import everything, nodes, spoken, tags, words

HOME = Path(__file__).parents[2]
SENTENCE = "He has said that he will find her wherever she goes, and her sister heard it. "
LONG = Sheet(
    "A long sheet",
    sections=tuple(
        Section(f"Part {number} begins", (), tuple(SENTENCE * length for length in (number, 7, 3)))
        for number in range(1, 20)
    ),
)
PAPERS = {"sheet": printed(), "letter": render_letter(LETTER), "long": printed(LONG)}


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_tagged_and_says_its_language_and_title(name: str) -> None:
    """PDF/UA-1 (ISO 14289-1): marked, British English, its title shown in place of a file name."""
    with pikepdf.open(BytesIO(PAPERS[name])) as document:
        root = document.Root
        assert root.MarkInfo.Marked == True  # noqa: E712  (pikepdf's own true)
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
        metadata = root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert "MARAC document" in metadata
        for page in document.pages:
            assert str(page.Tabs) == "/S"
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


def test_a_sheet_s_tags_follow_its_parts() -> None:
    """One first heading, then second ones; tables with heading cells; conditions as a list."""
    found = tags(PAPERS["sheet"])
    assert found[0] == "Document"
    headings = [tag for tag in found if tag in ("H1", "H2")]
    assert headings == ["H1", "H2", "H2", "H2"]
    assert found.count("Table") == 2
    assert found.count("TH") == 4
    assert found.count("TD") == 6
    assert {"THead", "TBody", "TR", "P", "L", "LI", "LBody"} <= set(found)


def test_heading_cells_say_that_they_head_a_column() -> None:
    """So a screen reader says what a cell is about."""
    with pikepdf.open(BytesIO(PAPERS["sheet"])) as document:
        cells = [node for node in nodes(document) if str(node.S) == "/TH"]
        assert cells
        for cell in cells:
            attributes = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
            assert "/Column" in {str(each.get("/Scope")) for each in attributes}


def test_a_letter_s_tags_follow_its_parts() -> None:
    """One heading, paragraphs, and no table where there is only a place on the page."""
    found = tags(PAPERS["letter"])
    assert found.count("H1") == 1
    assert found.count("P") >= 5
    assert "Table" not in found


@pytest.mark.parametrize("name", PAPERS)
def test_metadata_tells_neither_who_nor_when_nor_with_what(name: str) -> None:
    """No information dictionary, no dates, no program, no name of a machine or a folder."""
    with pikepdf.open(BytesIO(PAPERS[name])) as document:
        assert "/Info" not in document.trailer
        metadata = document.Root.Metadata.read_bytes().decode()
    data = everything(PAPERS[name]).lower()
    for word in (b"typst", b"qpdf", b"pikepdf", b"/author", b"/creationdate", b"/moddate"):
        assert word not in data, word
    for word in (b"xmp:", b"createdate", b"/producer", b"/tmp", str(HOME).lower().encode()):
        assert word not in data, word
    for word in ("Zephyrine", "Zoë", "Adeyemi", REFERENCE, "2027"):
        assert word not in metadata, word


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_values_give_the_same_bytes(seed: str) -> None:
    """In another process, with another hash seed, time zone, language and working folder."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from app.vault.digests import sha256_hex\n"
        "from app.paper import render_letter\n"
        "from tests.paper.papers import LETTER, printed\n"
        "print(sha256_hex(printed()), sha256_hex(render_letter(LETTER)))\n"
    )
    surroundings = {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LANG": "C", "HOME": "/"}
    said = subprocess.run(
        [sys.executable, "-c", program, str(HOME)],
        env=surroundings,
        cwd="/",
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert said.split() == [sha256_hex(PAPERS["sheet"]), sha256_hex(PAPERS["letter"])]


def test_many_at_once_give_the_same_bytes() -> None:
    """The typesetter is asked by several threads of one server, and mixes nothing up."""
    letters = [replace(LETTER, reference=f"MARAC-{number % 4}") for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(render_letter, letters))
    assert made == [render_letter(letter) for letter in letters]
    assert len(set(made)) == 4


def test_another_recipient_or_day_is_another_file() -> None:
    """Each copy can be told from every other."""
    assert printed(watermark="Somebody else") != PAPERS["sheet"]
    assert render_letter(replace(LETTER, date=date(2027, 3, 4))) != PAPERS["letter"]


def test_every_page_says_whose_copy_it_is_behind_and_below_the_text() -> None:
    """Head and foot with reference and page, and pale letters across; none of it read aloud."""
    pages = words(PAPERS["long"])
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert page.count(WATERMARK) == 4
        assert f"Page {number} of {len(pages)}" in page
        assert REFERENCE in page
    assert WATERMARK not in spoken(PAPERS["long"])
    assert "Part 7 begins He has said" in spoken(PAPERS["long"])


def test_headings_never_stand_alone_at_the_foot_of_a_page() -> None:
    """Below each heading, on its own page, its text begins."""
    for page in words(PAPERS["long"]):
        for number in range(1, 20):
            heading = f"Part {number} begins"
            if heading in page:
                assert page.split(heading)[1].strip().startswith("He has said"), heading


def test_all_of_a_long_text_is_printed() -> None:
    """Paragraph and cell of several pages: each numbered word once, in order."""
    text = " ".join(f"w{number}." for number in range(4000))
    for sheet in (
        Sheet("T", (text,)),
        Sheet("T", sections=(Section("S", (("What", text),)),)),
        Sheet("T", conditions=(text,)),
        Sheet("T", closing=(text,)),
    ):
        shown = [word for page in words(printed(sheet)) for word in page.split()]
        assert [word for word in shown if word[0] == "w" and word[-1] == "."] == text.split()


def test_a_sheet_without_a_title_or_parts_is_still_a_paper() -> None:
    """It says what kind of document it is."""
    assert "MARAC document" in words(printed(Sheet("")))[0]


def test_a_recipient_with_a_very_long_name_fits() -> None:
    """Watermark and foot become smaller or longer, and stay on the page."""
    name = "The Northbrook and District Joint Board of Independent Advocates " * 3
    assert words(printed(SHEET, watermark=name.strip()))[0].count(name.strip()) == 4


def test_the_day_is_in_words() -> None:
    """As letters write it, in the clock's own month."""
    assert "Issued on 3 March 2027" in words(PAPERS["sheet"])[0]
    assert ON == date(2027, 3, 3)
