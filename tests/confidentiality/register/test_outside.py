"""The page of what the law requires outside this system, and of whom to ask instead."""

import pytest

from tests.builders import World

LAWS = (
    "Modern Slavery Act 2015, section 52",
    "Schedule 3, paragraph 14",
    "section 129",
    "Immigration and Asylum Act 1999, section 20",
    "Coroners and Justice Act 2009, Schedule 5",
    "Call 999",
    "SafeLives",
)
NEVER = ("may apply", "eligible", "illegal", "low risk", "visa")


@pytest.mark.parametrize("who", ["chair", "idva", "housing", "administrator"])
def test_everybody_who_works_here_reads_what_the_law_requires(marac: World, who: str) -> None:
    """Each duty with its road and its source; nothing that only an adviser may say."""
    page = marac.client(who).get("/outside")
    assert page.status_code == 200
    for law in LAWS:
        assert law in page.text, law
    said = page.text.partition("<main")[2].lower()
    assert not [words for words in NEVER if words in said]
    assert said.count("the road:") == said.count("source:") - 1


def test_nobody_reads_it_signed_out(marac: World) -> None:
    """It says how the MARAC works, so it asks to sign in."""
    assert marac.client().get("/outside").status_code == 303


def test_the_idvas_are_named_with_the_registers_number(marac: World) -> None:
    """Whoever goes through the IDVA finds whom to ring; people at work, and nobody else."""
    page = marac.client("housing").get("/idvas").text
    for words in ("Leila Haddad", "Joan Whitfield", "Haven IDVA Service", "020 7946 0002"):
        assert words in page
    assert "Daniel Price" not in page.partition("<main")[2]
    assert marac.client("administrator").get("/idvas").status_code == 403
