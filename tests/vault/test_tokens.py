"""Digests, tokens, derived keys, chains and blind index tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import blind, digests
from app.vault.errors import Misuse

KEY = bytes(range(32))
MEETING = [
    ("Zoë O’Brien", "ZOE OBRIEN"),
    ("Łukasz", "lukasz"),
    ("Nguyễn Thị Hạnh", "nguyen thi hanh"),
    ("07700 900123", "07700900123"),
    ("Jean-Luc", "Jean Luc"),
    ("Søren Ægir", "soren aegir"),
    ("12 Mulberry Close, Flat 2", "12 mulberry close flat 2"),
    ("\uff2d\uff41\uff52\uff49\uff41", "Maria"),
]


@pytest.mark.parametrize(("one", "other"), MEETING)
def test_spellings_of_one_text_meet(one, other):
    """Accents, capitals, spaces and punctuation do not keep equals apart."""
    assert blind.token(KEY, "name", one) == blind.token(KEY, "name", other)


def test_tokens_differ_by_key_kind_and_text():
    """Another area's key, another kind of text or another text gives another token."""
    tokens = {
        blind.token(KEY, "name", "Rowan"),
        blind.token(bytes(32), "name", "Rowan"),
        blind.token(KEY, "town", "Rowan"),
        blind.token(KEY, "name", "Rowena"),
        blind.token(KEY, "namer", "owan"),
    }
    assert len(tokens) == 5
    assert {len(token) for token in tokens} == {16}


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text):
    """A normalised text is its own normal form."""
    assert blind.normalise(blind.normalise(text)) == blind.normalise(text)


def test_random_tokens_differ_and_can_stand_in_an_address():
    """Tokens never repeat and need no quoting."""
    tokens = {digests.random_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum()
               for token in tokens)  # fmt: skip


def test_references_use_their_alphabet():
    """A reference has the asked length and only the characters of its alphabet."""
    reference = digests.random_reference("ABCDEFGH", 12)
    assert len(reference) == 12
    assert set(reference) <= set("ABCDEFGH")


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_comparing_says_whether_two_are_the_same(one, other):
    """Comparison in constant time agrees with comparison."""
    assert digests.same(one, other) == (one == other)
    assert digests.same(one, bytes(one))


def test_text_is_compared_with_text():
    """Two texts are compared, with accents too."""
    assert digests.same("clé", "clé")
    assert not digests.same("clé", "cle")


def test_keys_are_derived_for_one_purpose():
    """Each purpose, and each secret, has a key of its own."""
    keys = {digests.derive(KEY, "a"), digests.derive(KEY, "b"), digests.derive(bytes(32), "a")}
    assert len(keys) == 3
    assert digests.derive(KEY, "a") == digests.derive(KEY, "a")


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_a_link_depends_on_the_one_before_and_on_its_body(one, other):
    """Another body, or the same body after another link, is another link."""
    assert (digests.chain(KEY, one) == digests.chain(KEY, other)) == (one == other)
    assert digests.chain(bytes(32), one) != digests.chain(KEY, one)


MISUSES = {
    "short index key": lambda: blind.token(b"x", "name", "Rowan"),
    "no kind": lambda: blind.token(KEY, "", "Rowan"),
    "nothing to find": lambda: blind.token(KEY, "name", " -- "),
    "few random bytes": lambda: digests.random_token(4),
    "few random bytes again": lambda: digests.random_bytes(8),
    "short alphabet": lambda: digests.random_reference("A", 9),
    "lopsided alphabet": lambda: digests.random_reference("AAB", 9),
    "text and bytes": lambda: digests.same("x", b"x"),
    "short secret": lambda: digests.derive(b"x" * 31, "a"),
    "no purpose": lambda: digests.derive(KEY, ""),
    "short link": lambda: digests.chain(b"", b"x"),
    "text in a chain": lambda: digests.chain(KEY, "x"),
    "text to digest": lambda: digests.sha256("x"),
}


@pytest.mark.parametrize("misuse", MISUSES, ids=str)
def test_misuse_raises(misuse):
    """What would make a weak token, key or link raises."""
    with pytest.raises(Misuse):
        MISUSES[misuse]()
