"""AC-22: the Home Office is entered as a recipient by its doors, its people, or in two halves."""

import pytest

from app.firewall.screen import needs_review, screen_recipient
from tests.firewall.corpora import IDENTITIES, rows

EVASIONS = [row for row in rows("evasions") if row.field in IDENTITIES]
HONEST = "Harbour Street Law Centre"


def test_the_corpus_of_identities_is_large_and_none_gets_in() -> None:
    """Over 200 names, jobs, e-mail and postal addresses in every trick: all are refused."""
    assert len(EVASIONS) >= 200
    assert [ascii(row.text) for row in EVASIONS if row.is_allowed] == []


@pytest.mark.parametrize(
    ("name", "addresses", "people", "postal"),
    [
        ("UKVI", (), (), ""),
        (HONEST, ("a@law.example.org", "b@homeoffice.gov.uk"), (), ""),
        (HONEST, (), ("Meera Ho", "Immigration Enforcement"), ""),
        (HONEST, (), (), "2 Marsham Street\nLondon"),
        (HONEST, (), (), "Floor 3\nLondon\nSW1P 4DF"),
        ("The Home", (), (), "Office\n1 High Street\nLondon"),
        ("Immigration Adviser", (), (), "Enforcement House\nLunar House\nCroydon"),
    ],
)
def test_one_bad_part_refuses_the_whole_recipient(
    name: str, addresses: tuple[str, ...], people: tuple[str, ...], postal: str
) -> None:
    """An honest name opens nothing: each address and person, and what an envelope would read."""
    assert not screen_recipient(name, addresses, people, postal).allowed


def test_an_honest_recipient_is_taken() -> None:
    """A law centre with an immigration adviser called Ho, at a door in Croydon."""
    verdict = screen_recipient(
        HONEST, ("immigration@law.example.org",), ("Kim Ho",), "12 Wellesley Road\nCroydon"
    )
    assert verdict.rule == "clear"


@pytest.mark.parametrize(
    "name",
    ["Migrant Help", "Serco", "Mears Group", "Clearsprings Ready Homes", "Mitie Care and Custody",
     "VFS Global", "TLScontact", "Sopra Steria", "Single Competent Authority", "NCA", "GLAA", "DBS",
     "Forced Marriage Unit", "HMICFRS", "IOPC", "S3rco", "Migrant  Help", "Crimestoppers",
     "Northmere NRPF Team"],
)  # fmt: skip
def test_those_who_work_for_it_are_for_two_people_to_look_at(name: str) -> None:
    """Contractors and mixed bodies are not blocked outright, and never entered by default."""
    assert needs_review(name)
    assert screen_recipient(name).rule == "warn"


@pytest.mark.parametrize(
    "name", ["Harbour Street Refuge", "Northmere Council", "Osborne Immigration Solicitors"]
)
def test_partners_of_the_victim_need_no_such_look(name: str) -> None:
    """Everyday recipients are not slowed down."""
    assert not needs_review(name)
