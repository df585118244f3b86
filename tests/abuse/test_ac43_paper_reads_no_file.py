"""AC-43: somebody types what the typesetter would run, so that a letter fetches files or pages.

What is typed is data: it is printed as it is. The source is our template alone, its root an empty
folder of that moment, so there is nothing to read even if it were run.
"""

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst

from app.paper import Letter, Section, Sheet, Signed, press, render_letter
from app.paper.errors import Unprintable
from tests.paper.papers import LETTER, printed
from tests.paper.reading import everything, words

CANARY = "zephyrine-canary-of-the-file"
HOSTILE = [
    '#read("/etc/passwd")',
    '#read("canary.txt")',
    '#read("../canary.txt")',
    '#eval("read(\\"canary.txt\\")")',
    '#image("https://evil.example.org/x.png")',
    '#import "@preview/cetz:0.3.0": canvas',
    '#include "letter.typ"',
    "#plugin(bytes((0,)))",
    "#sys.inputs.data",
    "$ sum_(k=0)^n k $",
    "*bold* _slanted_ `code` = Heading",
    "- item\n+ item\n/ term: words",
    "<label> @label #label",
    "\\u{1f600} \\ line",
    "// a comment /* another */",
    '"; #panic("x"); "',
    "{{ 7 * 7 }} {% raw %}",
    "](https://evil.example.org) ~ --- ''",
]


@pytest.fixture
def temptation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files that the typesetter would find if it looked: beside it, and through a link."""
    (tmp_path / "canary.txt").write_text(CANARY)
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "canary.txt").symlink_to(tmp_path / "canary.txt")
    (inner / "folder").symlink_to("/etc")
    monkeypatch.chdir(inner)
    return inner


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of ours opens a connection while it prints."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refused)


def flat(text: str) -> str:
    """The text as a page's words come back."""
    return " ".join(text.split())


@pytest.mark.usefixtures("no_socket")
@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_is_printed_as_it_is(text: str, temptation: Path) -> None:
    """In every field of a sheet and of a letter."""
    section = Section(text, ((text, text),), (text,))
    sheet = printed(Sheet(text, (text,), (section,), (text,), (text,)), text, text)
    letter = render_letter(
        replace(
            LETTER,
            area=text,
            address=(text,),
            to=(text,),
            heading=text,
            paragraphs=(text,),
            signatures=(Signed(text, text, text, LETTER.date, text),),
            code=text,
            check=(text,),
            salutation=text,
            closing=text,
            marking=text,
            reference=text,
        )
    )
    for pdf, least in ((sheet, 10), (letter, 12)):
        said = " ".join(words(pdf))
        assert said.replace(" ", "").count(flat(text).replace(" ", "")) >= least, said
        assert CANARY.encode() not in everything(pdf)
        assert b"root:x:0" not in everything(pdf)


@pytest.mark.parametrize(
    "source",
    [
        '#read("canary.txt")',
        '#read("/canary.txt")',
        '#read("../canary.txt")',
        '#read("folder/hostname")',
        '#read("/etc/passwd")',
        '#image("canary.txt")',
        '#include "canary.txt"',
        '#import "@local/marac:1.0.0": x',
    ],
)
def test_even_a_template_finds_nothing(
    source: str, temptation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a template were ever altered: no file, not through a link, and no package of the machine.

    Packages from the network are kept out by having no template that imports: see below.
    """
    monkeypatch.setattr(press, "_source", lambda _: f"= Title\n{source}".encode())
    with pytest.raises(Unprintable):
        press.typeset("letter", "MARAC document", {})


def test_the_link_would_have_been_followed(temptation: Path) -> None:
    """Without an empty root the typesetter follows a link out of it: that is why ours is empty."""
    source = b'#set document(title: "T")\n#read("canary.txt")'
    pdf = typst.compile(source, root=str(temptation), format="pdf")
    assert CANARY in " ".join(words(pdf))


def test_a_warning_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown font, for one, is only a warning to the typesetter: the letter would look odd."""
    source = b'#set document(title: "T")\n#set text(font: ("Source Sans Pro", "No Such"))\n= T'
    monkeypatch.setattr(press, "_source", lambda _: source)
    with pytest.raises(Unprintable):
        press.typeset("letter", "T", {})


def test_no_template_of_ours_reads_imports_or_evaluates() -> None:
    """Each is our own words and the data it is handed."""
    for template in press.TEMPLATES.glob("*.typ"):
        text = template.read_text()
        for word in ("read(", "import", "include", "eval(", "plugin(", "image(", "@preview"):
            assert word not in text, (template.name, word)


def test_nothing_typed_is_in_the_message_of_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter’s own message quotes the text; ours says that it failed, and no more."""
    monkeypatch.setattr(press, "drawn", lambda text: text)
    letter: Letter = replace(LETTER, heading="Zephyrine زينب Canary")
    with pytest.raises(Unprintable) as fault:
        render_letter(letter)
    assert "Zephyrine" not in str(fault.value)
    assert "زينب" not in str(fault.value)
    assert fault.value.__cause__ is None
    assert fault.value.__suppress_context__
