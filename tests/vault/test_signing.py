"""Signatures: these bytes, this key, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import signing
from app.vault.errors import Forged, Misuse

PAIR = signing.new_signing_pair()
SAID = signing.statement("agreement", person="Meera Solanki", words="9f86")

names = st.from_regex(r"[a-z_]{1,10}", fullmatch=True).filter(lambda name: name != "statement")
texts = st.text(max_size=30).filter(lambda text: text.isprintable())
fields = st.dictionaries(names, texts, max_size=5)


@given(texts.filter(bool), fields)
def test_a_signature_fits_its_statement(kind, said):
    """Whatever is said can be signed, verified and read again."""
    bytes_said = signing.statement(kind, **said)
    signing.verify(PAIR.public, bytes_said, signing.sign(PAIR.private, bytes_said))
    assert signing.read_statement(bytes_said) == {"statement": kind, **said}


@given(texts.filter(bool), fields, texts.filter(bool), fields)
def test_different_statements_have_different_bytes(kind, said, other_kind, otherwise):
    """Two statements share their bytes only if they say the same."""
    same = (kind, said) == (other_kind, otherwise)
    assert (signing.statement(kind, **said) == signing.statement(other_kind, **otherwise)) == same


def test_the_order_of_fields_does_not_matter():
    """The same fields in another order are the same bytes."""
    assert signing.statement("agreement", words="9f86", person="Meera Solanki") == SAID


def forged(public, statement, signature):
    with pytest.raises(Forged):
        signing.verify(public, statement, signature)


def test_every_altered_byte_is_noticed():
    """One byte changed in the statement or in the signature, and it is forged."""
    signature = signing.sign(PAIR.private, SAID)
    for place in range(len(SAID)):
        forged(PAIR.public, SAID[:place] + bytes([SAID[place] ^ 1]) + SAID[place + 1 :], signature)
    for place in range(len(signature)):
        altered = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
        forged(PAIR.public, SAID, altered)


def test_other_keys_and_halves_of_signatures_are_forged():
    """Another's public half, a short one, an empty or cut signature: all forged."""
    signature = signing.sign(PAIR.private, SAID)
    forged(signing.new_signing_pair().public, SAID, signature)
    forged(PAIR.public[:-1], SAID, signature)
    forged(PAIR.public, SAID, b"")
    forged(PAIR.public, SAID, signature[:-1])


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"\xff", b'{"statement":""}', b'{"a":"x"}', b'{"statement": "x"}',
     b'{"statement":"x","a":1}', b'{"statement":"x","statement":"y"}'],
)  # fmt: skip
def test_only_canonical_bytes_are_read(data):
    """Bytes that ``statement`` would not have written are not read as a statement."""
    with pytest.raises(Misuse):
        signing.read_statement(data)


def test_a_seed_always_gives_the_same_pair():
    """Recovery words give back the very pair that signed."""
    assert signing.signing_pair_from_seed(bytes(32)) == signing.signing_pair_from_seed(bytes(32))
    assert signing.signing_pair_from_seed(bytes(32)) != signing.signing_pair_from_seed(b"1" * 32)


def test_a_pair_shows_nothing():
    """Neither printing nor formatting a pair shows a byte of it."""
    assert repr(PAIR) == str(PAIR) == f"{PAIR}" == "<SigningPair>"


MISUSES = {
    "no kind": lambda: signing.statement(""),
    "number for a field": lambda: signing.statement("x", at=1),
    "a field that hides the kind": lambda: signing.statement("x", statement="y"),
    "half a character": lambda: signing.statement("x", name="\ud800"),
    "short private half": lambda: signing.sign(b"x", SAID),
    "nothing to sign": lambda: signing.sign(PAIR.private, b""),
    "text to sign": lambda: signing.sign(PAIR.private, "x"),
    "nothing to verify": lambda: signing.verify(PAIR.public, b"", b""),
    "no signature": lambda: signing.verify(PAIR.public, SAID, None),
    "short seed": lambda: signing.signing_pair_from_seed(b"x"),
}


@pytest.mark.parametrize("misuse", MISUSES, ids=str)
def test_misuse_raises(misuse):
    """What cannot be signed or compared raises Misuse, which is a bug and not a forgery."""
    with pytest.raises(Misuse):
        MISUSES[misuse]()
