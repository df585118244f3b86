"""What holds of the whole firewall whatever is typed: it answers, quickly, and is not outwitted."""

import time
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.firewall import family, screen
from app.firewall.screen import (
    MOST_COMMITMENT,
    Verdict,
    needs_review,
    screen_narrative,
    screen_recipient,
    suggests_compartment,
)
from app.firewall.verdict import ROADS
from tests.firewall.corpora import IDENTITIES, SCREENS, rows
from tests.firewall.tricks import TRICKS, disguised

EVASIONS = rows("evasions")
PLAIN = {
    field: [
        row.text
        for row in EVASIONS
        if row.field == field and row.text.isascii() and not row.is_allowed
    ]
    for field in SCREENS
}
# Whose names can be told however they are disguised: those that the family is known by.
NAMED = {
    field: [text for text in texts if family.named(text)]
    for field, texts in PLAIN.items()
    if field in ("commitment", "letter")
}
ANY_TEXT = st.text(st.characters(), max_size=400)  # lone surrogates among them
CPU_SECONDS = 5.0  # for the longest text, on a slow machine under load; at most 0.8 when measured
HARD = {
    "spelled out": "h o m e o f f i c ",
    "nearly": "immigration enforcemen ",
    "run together": "homeoffichomeoffic",
    "starred": "h*m* o**i** ",
    "sentences": "Tell. The. Home. Offic. ",
    "told": "tell the home offis of her status, ",
    "solicitors": "her solicitor to contact the home office and ",
    "never": "do not tell the home office ",
    "nothing": "nothing has been sent to ",
    "checked": "police to check her visa ",
    "state": "tell the government people who ",
    "opened": "((((((((",
    "percent": "%48%6f",
    "amp": "&#72;&amp;",
    "digits": "1nd1a ",
    "turned": "office home ",
    "letters": "u k v ",
    "backwards": "ciffo emoh ",
    "threat": "his threat to tell the ",
    "carry": "carry out his threat to tell the home office ",
    "postcode": "sw1p 4d ",
}


@pytest.mark.parametrize("field", SCREENS)
@given(text=ANY_TEXT)
def test_whatever_is_typed_gets_a_whole_answer(field: str, text: str) -> None:
    """It never fails; a refusal always has its rule, its reason and a road."""
    verdict = SCREENS[field](text)
    assert verdict.rule
    if not verdict.allowed:
        assert verdict.because
        assert verdict.instead
        assert verdict.road in ROADS


@given(name=ANY_TEXT, addresses=st.lists(ANY_TEXT, max_size=2), postal=ANY_TEXT)
def test_a_whole_recipient_and_narrative_get_an_answer_too(
    name: str, addresses: list[str], postal: str
) -> None:
    """What is made of several parts never fails either, and narrative is never refused."""
    assert screen_recipient(name, addresses, [name], postal).rule
    assert screen_narrative(postal).allowed
    assert isinstance(suggests_compartment(postal), bool)
    assert isinstance(needs_review(name), bool)


@pytest.mark.parametrize(
    ("field", "trick"),
    # A digit in an e-mail address makes another address, which leads elsewhere.
    [pair for pair in product(IDENTITIES, TRICKS) if pair != ("email", "digits")],
)
@settings(max_examples=30, derandomize=True)
@given(data=st.data())
def test_a_refused_identity_stays_refused(field: str, trick: str, data: st.DataObject) -> None:
    """No trick with its letters gets a refused name, job or address through."""
    text = data.draw(disguised(PLAIN[field], trick))
    assert not IDENTITIES[field](text).allowed, ascii(text)


@pytest.mark.parametrize("field", NAMED)
@pytest.mark.parametrize("trick", TRICKS)
@settings(max_examples=30, derandomize=True)
@given(data=st.data())
def test_a_refused_commitment_stays_refused(field: str, trick: str, data: st.DataObject) -> None:
    """No trick with its letters gets a commitment through that names the family."""
    text = data.draw(disguised(NAMED[field], trick))
    assert not SCREENS[field](text).allowed, ascii(text)


@pytest.mark.parametrize("field", IDENTITIES)
@given(text=st.text(st.characters(min_codepoint=128), min_size=1, max_size=5), place=st.integers(0))
def test_nothing_outside_its_alphabet_enters_an_identity(field: str, text: str, place: int) -> None:
    """A letter that is not of the field's own small alphabet is refused wherever it stands."""
    honest = next(row.text for row in rows("honest") if row.field == field)
    place %= len(honest) + 1
    verdict = IDENTITIES[field](honest[:place] + text + honest[place:])
    if field != "person":  # whose alphabet has accents
        assert not verdict.allowed
    elif verdict.allowed:
        assert all(family.is_latin(c) or c in "’ʼʻ" or "\u0300" <= c <= "\u036f" for c in text)


@pytest.mark.parametrize("hard", HARD)
def test_four_times_the_text_is_not_sixteen_times_the_work(hard: str) -> None:
    """Text made to be hard to read costs time that grows with it, and not with its square."""

    def spent(length: int) -> float:
        text = (HARD[hard] * length)[:length]
        started = time.process_time()
        screen.screen_commitment(text)
        return time.process_time() - started

    longest = spent(MOST_COMMITMENT)
    assert longest < CPU_SECONDS
    assert longest < 0.1 or longest < 8 * spent(MOST_COMMITMENT // 4)


@pytest.mark.parametrize("judge", [screen.screen_letter, screen_narrative])
def test_letters_and_narrative_are_judged_in_bounded_time(judge: Callable[[str], Verdict]) -> None:
    """What else takes a long text takes no more time for it."""
    text = " ".join(HARD.values())
    started = time.process_time()
    judge((text * MOST_COMMITMENT)[:MOST_COMMITMENT])
    assert time.process_time() - started < CPU_SECONDS
