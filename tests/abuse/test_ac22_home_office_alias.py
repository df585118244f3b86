"""AC-22: the Home Office is entered as an agency, a person or an address under another guise."""

import json
from pathlib import Path

import pytest

from app.firewall.screen import screen_email, screen_identity, screen_person_name

CORPUS = json.loads((Path(__file__).parents[1] / "firewall" / "corpus.json").read_text("utf-8"))[
    "blocked"
]


def test_every_alias_of_an_agency_is_refused():
    """An alias, a homoglyph, a misspelling or a translation gets no place on the register."""
    entered = [text for text in CORPUS["organisation"] if screen_identity(text).allowed]
    assert entered == []


def test_every_alias_of_a_person_is_refused():
    """Nobody is enrolled under the department's name."""
    assert [text for text in CORPUS["person"] if screen_person_name(text).allowed] == []


def test_every_address_of_the_family_is_refused():
    """No subdomain, relay, secure-mail suffix or look-alike host is taken for an address."""
    assert [text for text in CORPUS["email"] if screen_email(text).allowed] == []


@pytest.mark.parametrize("depth", range(1, 6))
def test_a_subdomain_of_any_depth_is_refused(depth):
    """Labels are compared from the right, so that nothing hides behind a subdomain."""
    host = ".".join(["team"] * depth) + ".homeoffice.gov.uk"
    assert screen_email(f"officer@{host}").rule == "home-office-address"
    assert screen_email(f"officer@{host}.cjsm.net").rule == "home-office-address"


def test_another_departments_address_is_not_refused():
    """Only whole labels count: a host that merely ends alike is another's."""
    assert screen_email("meera@northfield.gov.uk").allowed
    assert screen_email("meera@thegro.gov.uk").allowed
