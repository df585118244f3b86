"""Wrapped keys: only the holder, only for the purpose, only unaltered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import wrapping
from app.vault.errors import DoesNotOpen, Misuse

PAIR = wrapping.new_receiving_pair()
OTHER = wrapping.new_receiving_pair()
SECRET = bytes(range(32))


@given(st.binary(min_size=1, max_size=200), st.text(min_size=1, max_size=60))
def test_what_is_wrapped_opens(secret, context):
    """Any secret comes back to its holder, in the context it was wrapped for."""
    wrapped = wrapping.wrap(PAIR.public, secret, context)
    assert wrapping.unwrap(PAIR.private, wrapped, context) == secret


def refused(private, wrapped, context):
    with pytest.raises(DoesNotOpen) as refusal:
        wrapping.unwrap(private, wrapped, context)
    assert refusal.value.row == context


def test_every_altered_byte_is_noticed():
    """One byte changed anywhere, in either half of the hybrid or the ciphertext, opens nothing."""
    wrapped = wrapping.wrap(PAIR.public, SECRET, "grant")
    assert len(wrapped) == len(SECRET) + 1137
    for place in range(len(wrapped)):
        altered = wrapped[:place] + bytes([wrapped[place] ^ 1]) + wrapped[place + 1 :]
        refused(PAIR.private, altered, "grant")


def test_another_holder_or_context_does_not_open():
    """A grant copied to another person, or to another purpose, opens nothing."""
    wrapped = wrapping.wrap(PAIR.public, SECRET, "grant")
    refused(OTHER.private, wrapped, "grant")
    refused(PAIR.private, wrapped, "grants")
    refused(PAIR.private, b"", "grant")
    refused(PAIR.private, wrapped[:-1], "grant")


def test_a_seed_always_gives_the_same_pair():
    """Recovery words give back the very pair that things were wrapped to."""
    one, two = (wrapping.receiving_pair_from_seed(SECRET) for _ in range(2))
    assert one == two
    assert one != wrapping.receiving_pair_from_seed(bytes(32))
    assert one.private != SECRET
    assert wrapping.unwrap(two.private, wrapping.wrap(one.public, SECRET, "x"), "x") == SECRET


def test_pairs_differ_and_show_nothing():
    """Two pairs are never the same, and neither printing nor formatting shows a byte."""
    assert PAIR != OTHER
    assert repr(PAIR) == str(PAIR) == f"{PAIR}" == "<ReceivingPair>"


MISUSES = {
    "no secret": lambda: wrapping.wrap(PAIR.public, b"", "x"),
    "text for a secret": lambda: wrapping.wrap(PAIR.public, "x", "x"),
    "no context": lambda: wrapping.wrap(PAIR.public, SECRET, ""),
    "short public half": lambda: wrapping.wrap(b"x", SECRET, "x"),
    "public half of zeros": lambda: wrapping.wrap(bytes(1216), SECRET, "x"),
    "weak curve point": lambda: wrapping.wrap(PAIR.public[:1184] + bytes(32), SECRET, "x"),
    "public for private": lambda: wrapping.unwrap(PAIR.public, b"x", "x"),
    "unwrapped in no context": lambda: wrapping.unwrap(PAIR.private, b"x", ""),
    "nothing to unwrap": lambda: wrapping.unwrap(PAIR.private, None, "x"),
    "short seed": lambda: wrapping.receiving_pair_from_seed(b"x" * 31),
    "short private half": lambda: wrapping.public_of(b"x" * 96),
}


@pytest.mark.parametrize("misuse", MISUSES, ids=str)
def test_misuse_raises(misuse):
    """Half keys, empty secrets and missing contexts raise instead of wrapping to nobody."""
    with pytest.raises(Misuse):
        MISUSES[misuse]()
