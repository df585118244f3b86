"""A copy of minutes on paper: it proves itself, and any altered byte is refused."""

import json
import random
import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from app.confidentiality.gate.verifying import Outcome, check_file
from app.marac.minutes import drawn
from app.paper import PaperError, with_seal
from app.paper import minutes as press_of_minutes
from app.vault import signing
from tests.marac.minutes.forging import (
    copy_of,
    resigned,
    root,
    said_of,
    signers_of,
    taken_apart,
)
from tests.marac.minutes.sitting import (
    KEPT_WORDS,
    SHARED,
    draft_of,
    put_better,
    sign_minutes,
)
from tests.marac.table import Table
from tests.paper.reading import everything, tags
from tests.paper.reading import words as words_of_pages


def words(pdf: bytes) -> str:
    """All the words of a PDF."""
    return " ".join(words_of_pages(pdf))


def test_each_readers_copy_is_genuine(signed: Table) -> None:
    """With all cases or without one: signature, leaves and pages hold, the pages set again."""
    for who in ("chair", "coordinator", "deputy", "idva", "housing"):
        verdict = check_file(copy_of(signed, who).pdf, root(signed))
        assert verdict.is_genuine, who
        assert verdict.kind == "minutes"


def test_a_copy_without_a_case_shows_neither_that_nor_how_many(signed: Table) -> None:
    """Housing's copy has the same number of hashes, no word of the case, and no gap."""
    mine, whole = copy_of(signed, "housing").pdf, copy_of(signed, "idva").pdf
    assert [len(each["hashes"]) for each in taken_apart(mine)[1]["minutes"]["versions"]] == [64]
    assert [len(each["hashes"]) for each in taken_apart(whole)[1]["minutes"]["versions"]] == [64]
    printed = words(mine)
    assert "Case 2" in printed
    assert "Case 3" not in printed
    assert "Case 3" in words(whole)
    for hidden in (b"Quillfeather", signed.case(2).hex.encode(), str(signed.case(2)).encode()):
        assert hidden not in everything(mine)


def test_one_altered_byte_anywhere_is_refused(signed: Table) -> None:
    """In the pages, in a leaf, in a hash, in a signature, in the code: all of them."""
    data = copy_of(signed, "idva").pdf
    pdf, _ = taken_apart(data)
    chosen = random.Random(5)
    places = [
        *(chosen.randrange(len(pdf)) for _ in range(150)),
        *(chosen.randrange(len(pdf), len(data)) for _ in range(250)),
        0,
        len(pdf),
        len(data) - 1,
    ]
    for place in places:
        altered = bytearray(data)
        altered[place] ^= 1 << chosen.randrange(8)
        assert not check_file(bytes(altered), root(signed)).is_genuine, place
    for more in (b" ", b"\n%", b"%%EOF\n"):
        assert not check_file(data + more, root(signed)).is_genuine


def test_a_leaf_of_other_minutes_is_refused(signed: Table) -> None:
    """Even if a reader's own key signs the copy anew: the leaf is not of the tree."""
    mine, other = copy_of(signed, "idva").pdf, copy_of(signed, "idva").pdf
    pdf, seal = taken_apart(mine)
    stranger = json.loads(json.dumps(taken_apart(other)[1]["minutes"]["leaves"][1]))
    stranger["words"]["note"] = "He was invited to the meeting."
    seal["minutes"]["leaves"][1] = stranger
    assert forged(signed, pdf, seal) == Outcome.ALTERED


def test_a_leaf_of_another_meeting_is_refused(signed: Table) -> None:
    """A true leaf with its true salt, of another tree."""
    part = draft_of(signed, signed.case(0))
    put_better(signed, part, {"note": "Amended."}, why="A word was wrong.")
    before = copy_of(signed, "idva").pdf
    sign_minutes(signed)
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    old = taken_apart(before)[1]["minutes"]
    place = next(i for i, each in enumerate(seal["minutes"]["leaves"]) if each["of"] == 0)
    moved = next(
        each
        for each in old["leaves"]
        if each["words"].get("reference") == seal["minutes"]["leaves"][place]["words"]["reference"]
    )
    seal["minutes"]["leaves"][place] = {**moved, "of": 0}
    assert forged(signed, pdf, seal) == Outcome.ALTERED


def test_pages_that_say_something_else_are_refused(signed: Table) -> None:
    """A reader who signs made-up pages over true leaves is found out: the pages are set again."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    leaves = json.loads(json.dumps(seal["minutes"]["leaves"]))
    leaves[1]["words"]["conclusion"] = "No further action."
    copied = said_of(seal)
    lie = drawn.draw(leaves, signers_of(seal), copied)
    assert lie != pdf
    assert forged(signed, lie, seal) == Outcome.ALTERED


def test_pages_of_another_press_are_not_called_genuine(
    signed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another edition sets them otherwise, nobody can say that they show what was signed."""
    data = copy_of(signed, "idva").pdf
    monkeypatch.setattr("app.marac.minutes.checking.press", lambda: "typst 9.9")
    assert check_file(data, root(signed)).is_genuine
    for sets in (lambda paper: b"%PDF-1.7 otherwise", unable):
        monkeypatch.setattr("app.marac.minutes.drawn.render_minutes", sets)
        verdict = check_file(data, root(signed))
        assert verdict.outcome == Outcome.UNCOMPARED
        assert not verdict.is_genuine
    altered = data.replace(b"/Type /Page\n", b"/Type /Pagf\n", 1)
    altered = altered if altered != data else data[:-1]
    assert check_file(altered, root(signed)).outcome == Outcome.ALTERED


def unable(paper: object) -> bytes:
    """A press that does not know what an older copy holds."""
    raise PaperError("The template asks for something that is not there")


def test_another_marac_s_root_does_not_vouch(signed: Table) -> None:
    """Checked against another root it is not ours."""
    data = copy_of(signed, "idva").pdf
    assert check_file(data, signing.new_signing_pair().public).outcome == Outcome.NOT_OURS


def test_a_member_cannot_sign_minutes(signed: Table) -> None:
    """A statement of minutes signed by a member's confirmed key is not the chair's."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    version = seal["minutes"]["versions"][0]["proof"]
    said = signing.read_statement(bytes.fromhex(version["says"]))
    kind = said.pop("statement")
    said["key_pair"] = str(signed.world.actor("idva").keys.key_id)
    said["chair"] = str(signed.world.person_id("idva"))
    statement = signing.statement(kind, **said)
    seal["minutes"]["versions"][0]["proof"] = {
        **seal["copy"],
        "says": statement.hex(),
        "signature": signed.world.actor("idva").keys.sign(statement).hex(),
    }
    assert forged(signed, pdf, seal) == Outcome.ALTERED


def test_it_is_tagged_and_says_its_language(signed: Table) -> None:
    """PDF/UA-1, British English, headings in order, tables with headings; a constant title."""
    data = copy_of(signed, "idva").pdf
    with pikepdf.open(BytesIO(data)) as document:
        assert document.Root.MarkInfo.Marked == True  # noqa: E712  (pikepdf's own true)
        assert str(document.Root.Lang) == "en-GB"
        metadata = document.Root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert '<rdf:li xml:lang="x-default">MARAC minutes</rdf:li>' in metadata
        assert "/Info" not in document.trailer
    found = tags(data)
    headings = [tag for tag in found if re.fullmatch(r"H\d", tag)]
    assert headings[0] == "H1"
    assert headings.count("H2") == 5
    for before, after in zip(headings, headings[1:], strict=False):
        assert int(after[1]) <= int(before[1]) + 1
    assert found.count("Table") == 1 + 3 * 3
    assert found.count("TH") > 0


def test_the_watermark_says_whose_copy_it_is(signed: Table) -> None:
    """Name and code stand on every page, outside what the chair signed; the code leads back."""
    made = copy_of(signed, "housing")
    with pikepdf.open(BytesIO(made.pdf)) as document:
        pages = len(document.pages)
    assert words(made.pdf).count("Daniel Price · ") >= pages
    assert made.code in words(made.pdf)
    leaves = taken_apart(made.pdf)[1]["minutes"]["leaves"]
    assert made.code not in json.dumps(leaves)
    assert "Daniel Price · " not in json.dumps(leaves)


def test_two_copies_have_two_codes_and_one_content(signed: Table) -> None:
    """Each taking is a copy of its own."""
    one, other = copy_of(signed, "idva"), copy_of(signed, "idva")
    assert one.code != other.code
    assert taken_apart(one.pdf)[1]["minutes"] == taken_apart(other.pdf)[1]["minutes"]


def test_no_name_of_a_case_is_in_metadata_or_file_name(signed: Table) -> None:
    """The victims' names are printed nowhere at all: a copy goes by references."""
    made = copy_of(signed, "idva")
    for name in (b"Marigold", b"Jonquil", b"Zephyrine", b"Testcase"):
        assert name not in everything(made.pdf)
    assert re.fullmatch(r"MARAC-minutes-[2-9A-Z]{5}(-[2-9A-Z]{5}){2}\.pdf", made.file_name)
    assert f"{SHARED} Case 0." in words(made.pdf)
    assert KEPT_WORDS in words(made.pdf)


def test_the_same_copy_is_set_in_the_same_bytes() -> None:
    """What sets the pages says so in words that change with it."""
    assert press_of_minutes.press().startswith("typst ")
    assert press_of_minutes.press() == press_of_minutes.press()


def test_what_is_no_seal_of_ours_is_refused(signed: Table) -> None:
    """Parts left out, too many, of other kinds: altered, and never a fault."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    holds = seal["minutes"]
    for odd in (
        {**seal, "more": 1},
        {"minutes": holds},
        {**seal, "minutes": []},
        {**seal, "minutes": {**holds, "versions": []}},
        {**seal, "minutes": {**holds, "leaves": [1]}},
        {**seal, "minutes": {**holds, "leaves": holds["leaves"] * 2}},
        {**seal, "copy": None},
        {**seal, "copy": {**seal["copy"], "chain": []}},
    ):
        assert check_file(with_seal(pdf, odd), root(signed)).outcome == Outcome.ALTERED
    with pytest.raises(PaperError):
        with_seal(with_seal(pdf, seal), seal)


def forged(table: Table, pdf: bytes, seal: dict[str, Any]) -> Outcome:
    """The verdict on a copy that the IDVA's own key signs anew over these pages and leaves."""
    return check_file(resigned(table, pdf, seal), root(table)).outcome
