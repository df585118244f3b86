"""AC-21: an action, a purpose or a letter that would let the Home Office know her status."""

import json
from itertools import product
from pathlib import Path

import pytest

from app.firewall.screen import screen_commitment

CORPUS = json.loads((Path(__file__).parents[1] / "firewall" / "corpus.json").read_text("utf-8"))

WHO = ["Police", "Council", "Housing", "School", "IDVA", "GP", "Chair", "We"]
HOW = ["tell", "report her to", "refer her to", "notify", "check with", "ask", "ring", "e-mail"]
WHOM = ["the Home Office", "UKVI", "Immigration Enforcement", "NRPF Connect", "immigration"]


def test_every_commitment_on_file_is_refused():
    """None of the commitments that name the family, in any order and spelling, can be saved."""
    saved = [text for text in CORPUS["blocked"]["commitment"] if screen_commitment(text).allowed]
    assert saved == []


@pytest.mark.parametrize(("who", "how", "whom"), list(product(WHO, HOW, WHOM)))
def test_nobody_tells_the_family_in_any_words(who, how, whom):
    """Each actor, each way of telling, each part of the family, and more words between."""
    assert not screen_commitment(f"{who} to {how} {whom}").allowed
    assert not screen_commitment(f"{who} to {how}, with her papers, {whom}").allowed
    assert not screen_commitment(f"{who} to {how} {whom} on her behalf").allowed


@pytest.mark.parametrize(("who", "whom"), list(product(WHO, WHOM[:4])))
def test_the_order_of_the_words_does_not_matter(who, whom):
    """The family may be named first, last or in brackets."""
    assert not screen_commitment(f"{whom}: {who} to ring about her status").allowed
    assert not screen_commitment(f"Status to be confirmed ({whom}) by {who}").allowed


@pytest.mark.parametrize("whom", WHOM)
@pytest.mark.parametrize("actor", ["Her solicitor", "Her lawyer", "Her immigration adviser"])
def test_her_solicitor_may_act(actor, whom):
    """The road that is open stays open: whoever represents her deals with them."""
    assert screen_commitment(f"{actor} to contact {whom} on her behalf").allowed
    assert screen_commitment(f"IDVA to arrange a solicitor who will write to {whom}").allowed


@pytest.mark.parametrize("whom", WHOM[:4])
@pytest.mark.parametrize(
    "frame",
    ["Police and her solicitor to contact {}", "Council solicitor to contact {}",
     "Her solicitor to report her to {}", "Her solicitor agrees, police to contact {}",
     "Her solicitor to contact {}, and police to tell them too", "Through her solicitor, tell {}",
     "Police, through her solicitor, to tell {}", "Police via her solicitor to contact {}",
     "Instead of her solicitor to contact {}", "Housing to phone her solicitor, then ring {}"],
)  # fmt: skip
def test_a_solicitor_named_in_passing_opens_nothing(frame, whom):
    """The word solicitor alone is no password."""
    assert not screen_commitment(frame.format(whom)).allowed


@pytest.mark.parametrize("whom", WHOM[:4])
def test_his_threat_may_be_recorded_and_not_carried_out(whom):
    """What he threatens is recorded; nobody here does for him what he threatens."""
    assert screen_commitment(f"Police to record his threat to report her to {whom}").allowed
    for how in ("carry out", "make good", "act on"):
        assert not screen_commitment(f"Police to {how} his threat to report her to {whom}").allowed
