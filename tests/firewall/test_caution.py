"""Which actions have regulated advice asked for first: those that may lead to NRPF Connect."""

import json
from pathlib import Path

import pytest

from app.firewall.caution import COUNCIL, caution
from app.firewall.screen import screen_commitment

CORPUS = [
    json.loads(line)
    for line in (Path(__file__).parent / "caution.jsonl").read_text("utf-8").splitlines()
]
ASKS = [row["text"] for row in CORPUS if row["asks"]]
CALM = [row["text"] for row in CORPUS if not row["asks"]]


@pytest.mark.parametrize("text", ASKS)
def test_advice_is_asked_for_first(text: str) -> None:
    """A council's no-recourse team, its duties because of status, and what else leads there."""
    assert caution(text) is not None


@pytest.mark.parametrize("text", CALM)
def test_everyday_actions_are_left_alone(text: str) -> None:
    """Locks, schools, assessments of children, and the advice itself: nothing is asked."""
    assert caution(text) is None


def test_nothing_of_it_is_refused() -> None:
    """The people must be able to do it once advised; the words say why advice comes first."""
    assert [text for text in ASKS if not screen_commitment(text).allowed] == []
    assert COUNCIL.allowed
    assert "NRPF Connect" in COUNCIL.because
    assert "IDVA" in COUNCIL.instead


@pytest.mark.parametrize("text", ["Refer to the NRPF team", "Section 17 because of her status"])
def test_one_harmless_sentence_hides_no_other(text: str) -> None:
    """Advice arranged in one sentence does not stand for what the next one sends."""
    assert caution(f"IDVA to arrange a solicitor. {text}") is not None
    assert caution(f"{text}. IDVA to arrange a solicitor") is not None
    assert caution(f"Do not tell his family. {text}") is not None
