"""A seal stands behind a PDF, every reader still opens it, and there is one way to write it."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paper import PaperError, render_letter, split_seal, with_seal
from app.paper.seal import MOST_BYTES
from tests.paper.papers import LETTER
from tests.paper.reading import words

PDF = render_letter(LETTER)
TEXTS = st.text(max_size=20)
SEALS = st.dictionaries(TEXTS, TEXTS | st.none() | st.lists(st.dictionaries(TEXTS, TEXTS)))
SEAL = {"code": "K7PD3", "proof": "00ff"}


@given(SEALS)
def test_a_seal_comes_back_with_the_pdf_as_it_was(seal: dict[str, object]) -> None:
    """Whatever its texts hold: line ends, the end of a file, another seal."""
    assert split_seal(with_seal(PDF, seal)) == (PDF, seal)


@pytest.mark.parametrize("text", ["\n%%EOF\n", "\n%MARAC-SEAL {}", "\r", "é\u2028", "\\u0041"])
def test_no_text_in_a_seal_breaks_its_line(text: str) -> None:
    """It is one comment line of plain ASCII, so no reader takes it for anything."""
    data = with_seal(PDF, {"code": text})
    line = data[len(PDF) :].split(b"\n")[0]
    assert line.isascii()
    assert data[len(PDF) :].count(b"\n") == 4
    assert split_seal(data) == (PDF, {"code": text})


def test_readers_open_a_sealed_file_as_they_opened_it_before() -> None:
    """The same pages, the same words, and no complaint about its structure."""
    data = with_seal(PDF, SEAL)
    assert words(data) == words(PDF)
    with pikepdf.open(BytesIO(data)) as document:
        assert document.check_pdf_syntax() == []
        assert document.get_warnings() == []


def test_the_pages_are_the_same_bytes_as_before() -> None:
    """So what was signed is what stands in front of the seal."""
    assert with_seal(PDF, SEAL).startswith(PDF)


def test_a_file_is_sealed_once_and_only_if_it_is_whole() -> None:
    """No seal behind a seal, behind half a file, or behind what is no PDF of ours."""
    for data in (with_seal(PDF, SEAL), PDF[:-1], PDF + b" ", b"", b"hello"):
        with pytest.raises(PaperError):
            with_seal(data, SEAL)


def test_a_seal_longer_than_any_is_not_read() -> None:
    """Nor written: whoever checks a file reads a bounded line."""
    with pytest.raises(PaperError):
        with_seal(PDF, {"code": "x" * MOST_BYTES})
    line = b'%MARAC-SEAL {"code":"' + b"x" * MOST_BYTES + b'"}\n'
    end = PDF[PDF.rindex(b"startxref") :]
    assert split_seal(PDF + line + end) is None


@given(st.binary(max_size=200))
def test_anything_at_all_can_be_asked(data: bytes) -> None:
    """A stranger's upload never raises; what is no sealed file has no seal."""
    assert split_seal(data) is None
    assert split_seal(PDF + b"%MARAC-SEAL " + data) is None
    assert split_seal(PDF + b"%MARAC-SEAL " + data + b"\nstartxref\n1\n%%EOF\n") is None


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":1, "b":2}',
        b'{"b":2,"a":1}',
        b'{"a":1,"a":1}',
        b"[]",
        b"{",
        b"[" * 60_000,
        b'{"a":NaN}',
    ],
)
def test_json_that_is_written_otherwise_is_no_seal(line: bytes) -> None:
    """Spaces, another order, a name twice, not an object, not JSON, deeper than any."""
    end = PDF[PDF.rindex(b"startxref") :]
    assert split_seal(PDF + b"%MARAC-SEAL " + line + b"\n" + end) is None
