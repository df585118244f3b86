"""Recovery words: any two of three custodians, and plain words about what is wrong."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault import recovery
from app.vault.errors import Misuse

SEED = bytes(range(32))
LISTS = recovery.split(SEED)
OTHERS = recovery.split(SEED)


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=15, deadline=None)
def test_any_two_restore_the_seed(seed):
    """Each pair of custodians restores the seed, in either order, and all three do."""
    one, two, three = recovery.split(seed)
    for pair in ([one, two], [three, one], [two, three], [three, two, one]):
        assert recovery.combine(pair) == seed


def test_lists_are_33_words_each():
    """A custodian keeps 33 words, and no list is like another."""
    assert [len(words.split()) for words in LISTS] == [33, 33, 33]
    assert len(set(LISTS)) == 3


def test_typing_is_forgiven_for_case_and_spaces():
    """Capital letters, line breaks and double spaces do not matter."""
    assert recovery.combine([LISTS[0].upper().replace(" ", "  \n"), f" {LISTS[2]} "]) == SEED


def wrong_word(words: str) -> str:
    parts = words.split()
    parts[6] = "academic" if parts[6] != "academic" else "acid"
    return " ".join(parts)


def swapped(words: str) -> str:
    parts = words.split()
    place = next(i for i in range(5, 30) if parts[i] != parts[i + 1])
    parts[place], parts[place + 1] = parts[place + 1], parts[place]
    return " ".join(parts)


def foreign(words: str) -> str:
    parts = words.split()
    return " ".join([*parts[:4], "zeppelin", *parts[5:]])


MISTAKES = {
    "one alone": ([LISTS[0]], "two custodians"),
    "none": ([], "two custodians"),
    "four": ([*LISTS, LISTS[0]], "two custodians"),
    "the same twice": ([LISTS[0], LISTS[0]], "typed twice"),
    "two sets": ([LISTS[0], OTHERS[1]], "different sets"),
    "a word short": ([LISTS[0], LISTS[1].rsplit(" ", 1)[0]], "second list has 32 words"),
    "a foreign word": ([foreign(LISTS[0]), LISTS[1]], "Word 5"),
    "a wrong word": ([LISTS[0], wrong_word(LISTS[1])], "second list has a wrong word"),
    "two swapped": ([swapped(LISTS[0]), LISTS[1]], "first list has a wrong word"),
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_mistakes_are_named_in_plain_words(mistake):
    """Each slip of a custodian is named, with where to look, and without repeating a word."""
    typed, named = MISTAKES[mistake]
    with pytest.raises(Misuse) as refusal:
        recovery.combine(typed)
    message = str(refusal.value)
    assert named in message
    assert "zeppelin" not in message


def test_guessing_the_second_list_fails():
    """One list and 33 random words never restore anything."""
    draw = random.Random(7)
    words = sorted(recovery._KNOWN_WORDS)
    for _ in range(50):
        guessed = " ".join(draw.choices(words, k=33))
        with pytest.raises(Misuse):
            recovery.combine([LISTS[0], guessed])


@pytest.mark.parametrize("seed", [b"", b"x" * 16, b"x" * 33, "x" * 32, None])
def test_only_32_bytes_are_split(seed):
    """Another size of seed raises."""
    with pytest.raises(Misuse):
        recovery.split(seed)
