"""What the firewall says, and what it never looks at."""

import ast
import inspect
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.firewall import screen, wording
from app.firewall.screen import (
    CLEAR,
    Verdict,
    require,
    screen_commitment,
    screen_email,
    screen_narrative,
    suggests_compartment,
)
from app.refusals import RuleBroken

FOLDER = Path(screen.__file__).parent
WORDS = {name: text for name, text in vars(wording).items() if name.isupper()}


@pytest.mark.parametrize("name", WORDS)
def test_messages_are_plain_and_promise_nothing(name):
    """No message says what somebody may apply for, and every one is whole sentences."""
    text = WORDS[name]
    assert text.endswith(".")
    for advice in ("apply", "entitled", "eligible", "concession", "leave to remain"):
        assert advice not in text.lower()


def test_a_refusal_shows_the_road_that_is_open():
    """A blocked commitment names the letter to the solicitor and the way through the IDVA."""
    verdict = screen_commitment("Police to tell the Home Office")
    assert "agreement" in verdict.because
    assert "letter to the victim's solicitor" in verdict.instead
    assert "IDVA" in verdict.instead


def test_the_example_in_the_message_passes():
    """What the message tells people to write is itself allowed."""
    example = wording.COMMITMENT_INSTEAD.rpartition("for example: ")[2]
    assert screen_commitment(example) == CLEAR


def test_requiring_a_refused_verdict_breaks_the_rule_of_a_field():
    """A refusal becomes the message of the field it belongs to."""
    verdict = screen_email("officer@homeoffice.gov.uk")
    with pytest.raises(RuleBroken) as broken:
        require(verdict, "email")
    assert broken.value.field == "email"
    assert broken.value.message == f"{verdict.because} {verdict.instead}"


def test_requiring_what_is_allowed_does_nothing():
    """A clear verdict and a warning let the work go on."""
    require(CLEAR, "name")
    require(Verdict(True, "warn", "because", "instead"), "name")


def test_narrative_is_never_blocked():
    """What was said and seen is only ever offered a move; no other verdict lets it by."""
    verdicts = {
        name
        for name in screen.__all__
        if inspect.isfunction(getattr(screen, name))
        and inspect.signature(getattr(screen, name)).return_annotation is Verdict
    }
    assert verdicts == {
        "screen_commitment",
        "screen_email",
        "screen_identity",
        "screen_job",
        "screen_letter",
        "screen_narrative",
        "screen_person_name",
        "screen_postal",
        "screen_recipient",
    }
    threat = "He says he will report her to Immigration Enforcement"
    assert suggests_compartment(threat) is True
    assert (screen_narrative(threat).allowed, screen_narrative(threat).rule) == (
        True,
        "compartment",
    )
    assert screen_narrative("He broke the door") == CLEAR


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_the_firewall_stands_alone(path):
    """Nothing of ours is imported but the refusals: it can be read and trusted by itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app"):
            assert node.module == "app.refusals" or node.module.startswith("app.firewall")


@given(st.sampled_from(["Ring {}", "Tell {}", "{} to be told", "Minutes to {}"]))
def test_letters_are_a_body_only_where_somebody_is_told(frame):
    """HO is the Home Office; Ms Ho is a person with a telephone."""
    assert not screen_commitment(frame.format("HO")).allowed
    assert screen_commitment(frame.format("Ms Ho")).allowed


def test_screening_is_quick():
    """A long action is screened in well under a fifth of a second."""
    action = "Police to put a marker on her address and to review bail with the officer. " * 14
    started = time.process_time()  # of ours alone: a busy machine is not a slow rule
    screen_commitment(action)
    assert time.process_time() - started < 0.5
