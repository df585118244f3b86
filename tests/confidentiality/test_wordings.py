"""The texts that come with the system: complete, plain, and saying what the practice says."""

import re

import pytest

from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.service import standard_text

ALOUD = 160
"""Words a minute, read so that everybody can follow."""
CHARACTERISTICS = (
    "age",
    "disability",
    "gender reassignment",
    "marriage or civil partnership",
    "pregnancy or maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
)


def words(kind: WordingKind) -> list[str]:
    """The words of a text."""
    return re.findall(r"[\w’'-]+", standard_text(kind))


@pytest.mark.parametrize("kind", [kind for kind in WordingKind if kind != "meeting_declaration"])
def test_an_agreement_is_long_enough_to_be_one_and_short_enough_to_be_read(
    kind: WordingKind,
) -> None:
    """Between 600 and 1500 words."""
    assert 600 <= len(words(kind)) <= 1500


def test_the_declaration_is_read_aloud_in_about_two_minutes() -> None:
    """At the start of every meeting, so it must not be skipped for its length."""
    assert 1.5 <= len(words(WordingKind.MEETING_DECLARATION)) / ALOUD <= 2.25


@pytest.mark.parametrize("kind", list(WordingKind))
def test_every_text_says_what_the_practice_says(kind: WordingKind) -> None:
    """Safeguarding and nothing else, no contact with the Home Office, equality, stricter openly."""
    text = " ".join(standard_text(kind).split()).lower()
    assert "safeguard" in text or "make people safer" in text
    assert "home office" in text
    assert "solicitor" in text
    assert "stricter than national guidance requires" in text
    assert "immigration status" in text
    if kind != WordingKind.INFORMATION_SHARING_PROTOCOL:
        assert all(word in text for word in CHARACTERISTICS)


@pytest.mark.parametrize("kind", list(WordingKind))
def test_no_text_says_what_must_not_be_said(kind: WordingKind) -> None:
    """Nothing that stigmatises, no legal advice, no country."""
    text = standard_text(kind).lower()
    for never in ("illegal", "low risk", "overstayer", "apply for", "can apply", "may apply"):
        assert never not in text


def test_the_declaration_says_all_that_ealings_does() -> None:
    """Purpose, circle, copies, equality, immigration, and the attestation again."""
    text = " ".join(standard_text(WordingKind.MEETING_DECLARATION).split())
    for said in (
        "for safeguarding, and for no other purpose",
        "unless the chair has decided it",
        "not copied, printed, photographed or forwarded",
        "Immigration enforcement does not attend",
        "not employed by, seconded from or warranted by the Home Office",
        "say so before it is opened, and leave it",
    ):
        assert said in text
