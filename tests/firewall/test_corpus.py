"""Every spelling on file: the evasions are refused, the everyday work of a MARAC is not."""

import json
from pathlib import Path

import pytest

from app.firewall.screen import (
    screen_commitment,
    screen_email,
    screen_identity,
    screen_person_name,
)

CORPUS = json.loads((Path(__file__).parent / "corpus.json").read_text("utf-8"))
SCREENS = {
    "organisation": screen_identity,
    "person": screen_person_name,
    "email": screen_email,
    "commitment": screen_commitment,
}


def listed(answer):
    return [
        pytest.param(SCREENS[field], text, id=f"{field}-{number}")
        for field, texts in CORPUS[answer].items()
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(("screen", "text"), listed("blocked"))
def test_evasions_are_refused(screen, text):
    """Whatever the spelling, it is refused, with a reason and a road in plain words."""
    verdict = screen(text)
    assert not verdict.allowed, ascii(text)
    assert verdict.because
    assert verdict.instead


@pytest.mark.parametrize(("screen", "text"), listed("allowed"))
def test_everyday_work_is_allowed(screen, text):
    """What a MARAC writes every week passes without a word."""
    assert screen(text).rule == "clear", ascii(text)


@pytest.mark.parametrize(("screen", "text"), listed("warned"))
def test_paths_that_may_lead_there_are_allowed_with_a_warning(screen, text):
    """A council's no-recourse team or a contractor may be named; what it may lead to is said."""
    verdict = screen(text)
    assert (verdict.allowed, verdict.rule) == (True, "warn"), ascii(text)
    assert "path to the Home Office" in verdict.because or "path there" in verdict.because
    assert "egulated immigration advice" in verdict.instead


def test_the_corpus_is_large_and_has_no_doubles():
    """At least 200 evasions and 120 everyday texts, none of them listed twice."""
    sizes = {}
    for answer, fields in CORPUS.items():
        for field, texts in fields.items():
            assert len(set(texts)) == len(texts), (answer, field)
        sizes[answer] = sum(len(texts) for texts in fields.values())
    assert sizes["blocked"] >= 200
    assert sizes["allowed"] >= 120
