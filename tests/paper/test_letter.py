"""A letter looks like what it is: from whom, to whom, signed by whom, or plainly a draft."""

from dataclasses import replace

from app.paper import Signed, render_letter
from tests.paper.papers import LETTER, ON, REFERENCE
from tests.paper.reading import words

MEMBER = Signed("Joanna Ferreira-Blackwood", "Member of the MARAC", "Haven IDVA Service", ON)
RELEASED = Signed("Ruth Adeyemi", "Chair", "Northbrook Police", ON, "Released electronically")


def test_all_that_a_letter_says_stands_on_one_page() -> None:
    """Letterhead, day, addressee, reference, body, signature, code and how to check it."""
    pages = words(render_letter(LETTER))
    assert len(pages) == 1
    said = [LETTER.area, LETTER.heading, LETTER.salutation, LETTER.closing, LETTER.marking]
    said += [*LETTER.address, *LETTER.to, *LETTER.paragraphs, *LETTER.check]
    said += ["3 March 2027", REFERENCE, f"Verification code: {LETTER.code}", "Page 1 of 1"]
    assert [each for each in said if each not in pages[0]] == []
    assert "Signed electronically Ruth Adeyemi Chair Northbrook Police 3 March 2027" in pages[0]
    assert "Draft" not in pages[0]


def test_a_member_signs_and_the_chair_releases() -> None:
    """Where a regulation asks for a member's letter, both stand side by side, each as what."""
    page = words(render_letter(replace(LETTER, signatures=(MEMBER, RELEASED))))[0]
    assert "Signed electronically Joanna Ferreira-Blackwood Member of the MARAC" in page
    assert "Released electronically Ruth Adeyemi Chair" in page


def test_a_letter_that_nobody_signed_is_a_draft_on_every_page() -> None:
    """In the foot, across the page and where the signature would stand."""
    long = replace(LETTER, signatures=(), code="", paragraphs=("A sentence of hers. " * 90,) * 4)
    pages = words(render_letter(long))
    assert len(pages) > 1
    for page in pages:
        assert page.count("Draft: not signed") == 4
    assert "Nobody has signed it, and it must not be sent." in pages[-1]
    assert "Verification code" not in " ".join(pages)


def test_a_signature_is_never_parted_from_its_code() -> None:
    """However long the letter, the close, who signed and the code stand on one page."""
    for length in range(20, 60):
        letter = replace(LETTER, paragraphs=("One line of a letter.",) * length)
        [page] = [page for page in words(render_letter(letter)) if "Yours faithfully" in page]
        assert "Ruth Adeyemi" in page, length
        assert LETTER.code in page, length


def test_an_optional_line_leaves_no_gap() -> None:
    """A signature without role or agency, a letter without address or marking."""
    bare = replace(
        LETTER, address=(), to=(), marking="", check=(), signatures=(Signed("A", "", "", ON),)
    )
    assert "Signed electronically A 3 March 2027" in words(render_letter(bare))[0]
