"""Sealed values: what goes in comes out, and nothing else ever does."""

import math
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import sealing
from app.vault.errors import DoesNotOpen, Misuse
from app.vault.inventory import CONTRACTS
from app.vault.padding import padded_size, unpad

KEY = bytes(range(32))
ROW = UUID("3f1c2a54-8d1e-4a5b-9c77-0f6f2d3b8e21")
CANARY = b"Zephyrine Canary, 14 Mulberry Close"

keys = st.binary(min_size=32, max_size=32)
contracts = st.sampled_from(sorted(CONTRACTS))
rows = st.uuids() | st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable())
names = st.text(max_size=20).filter(lambda text: text.isprintable())
payloads = st.dictionaries(names, st.none() | st.booleans() | st.integers() | names, max_size=6)


@given(keys, contracts, rows, st.binary(max_size=3000))
def test_what_is_sealed_opens(key, contract, row, plaintext):
    """Any bytes come back, for any key, contract and row."""
    assert sealing.unseal(key, contract, row, sealing.seal(key, contract, row, plaintext)) == (
        plaintext
    )


@given(keys, contracts, payloads)
def test_a_dictionary_comes_back(key, contract, payload):
    """Any dictionary that JSON can hold comes back."""
    envelope = sealing.seal_json(key, contract, ROW, payload)
    assert sealing.unseal_json(key, contract, ROW, envelope) == payload


def refused(key, contract, row, envelope):
    with pytest.raises(DoesNotOpen) as refusal:
        sealing.unseal(key, contract, row, envelope)
    assert (refusal.value.contract, refusal.value.row) == (contract, str(row))
    assert "Canary" not in f"{refusal.value!r} {refusal.value} {refusal.value.__cause__}"


def test_every_flipped_bit_is_noticed():
    """One bit changed anywhere: it does not open, and says which contract and row."""
    envelope = sealing.seal(KEY, "person.unlock", ROW, CANARY)
    for place in range(len(envelope)):
        for bit in range(8):
            altered = bytearray(envelope)
            altered[place] ^= 1 << bit
            refused(KEY, "person.unlock", ROW, bytes(altered))


def test_every_shortened_or_lengthened_envelope_is_noticed():
    """A part of an envelope, the empty one and one with a byte more do not open."""
    envelope = sealing.seal(KEY, "case.label", ROW, CANARY)
    for size in range(len(envelope)):
        refused(KEY, "case.label", ROW, envelope[:size])
    refused(KEY, "case.label", ROW, envelope + b"\0")


@given(st.uuids())
def test_another_row_does_not_open(row):
    """A value moved to another row does not open there."""
    refused(KEY, "case.label", row, sealing.seal(KEY, "case.label", ROW, CANARY))


@pytest.mark.parametrize("contract", sorted(set(CONTRACTS) - {"case.label"}))
def test_another_contract_does_not_open(contract):
    """A value moved to another column does not open there."""
    refused(KEY, contract, ROW, sealing.seal(KEY, "case.label", ROW, CANARY))


@given(keys.filter(lambda key: key != KEY))
def test_another_key_does_not_open(key):
    """A value does not open under any other key."""
    refused(key, "case.label", ROW, sealing.seal(KEY, "case.label", ROW, CANARY))


def test_contract_and_row_cannot_run_into_each_other():
    """The end of a contract's id cannot be read as the beginning of a row's."""
    one = sealing._bound(b"\1\1", "case.label", "1x")
    other = sealing._bound(b"\1\1", "case.label1", "x")
    assert one != other


def test_the_same_twice_looks_different():
    """Sealing one value twice gives two envelopes, so equals cannot be seen."""
    envelopes = {sealing.seal(KEY, "case.label", ROW, CANARY) for _ in range(50)}
    assert len(envelopes) == 50


def test_a_later_contract_version_does_not_open_early():
    """An envelope of a version this inventory does not know is refused, not guessed at."""
    envelope = sealing.seal(KEY, "case.label", ROW, CANARY)
    refused(KEY, "case.label", ROW, envelope[:1] + b"\2" + envelope[2:])


@pytest.mark.parametrize("contract", sorted(CONTRACTS))
def test_padding_hides_lengths_in_a_bucket(contract):
    """Everything that fits the least bucket of a contract has one size on disk."""
    bucket = CONTRACTS[contract].bucket
    lengths = (0, 1, bucket // 2, bucket - 4)
    sizes = {len(sealing.seal(KEY, contract, ROW, b"x" * length)) for length in lengths}
    assert len(sizes) == 1


@given(st.integers(0, 2_000_000), st.sampled_from([64, 256, 1024, 4096]))
def test_padded_sizes_are_few_and_not_wasteful(length, bucket):
    """Two sizes to each doubling, never under the bucket, never more than half as much again."""
    size = padded_size(length, bucket)
    assert size >= max(length + 4, bucket)
    assert size == bucket or size < 1.5 * (length + 4)
    assert size & (size - 1) == 0 or size % 3 == 0 and math.log2(size / 3).is_integer()


def test_padding_that_is_not_ours_is_not_read():
    """A length that points outside, a byte in the zeros and a cut length are refused."""
    assert unpad(b"\0\0\0\5abc") is None
    assert unpad(b"\0\0\0\1ab\0") is None
    assert unpad(b"\0\0") is None


MISUSES = {
    "short key": lambda: sealing.seal(b"short", "case.label", ROW, b"x"),
    "text for a key": lambda: sealing.seal("x" * 32, "case.label", ROW, b"x"),
    "unknown contract": lambda: sealing.seal(KEY, "case.lable", ROW, b"x"),
    "no contract": lambda: sealing.seal(KEY, None, ROW, b"x"),
    "empty row": lambda: sealing.seal(KEY, "case.label", "", b"x"),
    "number for a row": lambda: sealing.seal(KEY, "case.label", 7, b"x"),
    "text for bytes": lambda: sealing.seal(KEY, "case.label", ROW, "x"),
    "far too much": lambda: sealing.seal(KEY, "case.label", ROW, bytes(16 * 1024 * 1024 + 1)),
    "list for a dictionary": lambda: sealing.seal_json(KEY, "case.label", ROW, ["x"]),
    "number for a name": lambda: sealing.seal_json(KEY, "case.label", ROW, {1: "x"}),
    "not a number": lambda: sealing.seal_json(KEY, "case.label", ROW, {"x": math.nan}),
    "what JSON cannot hold": lambda: sealing.seal_json(KEY, "case.label", ROW, {"x": ROW}),
    "half a character": lambda: sealing.seal_json(KEY, "case.label", ROW, {"x": "\ud800"}),
    "opened with a short key": lambda: sealing.unseal(b"", "case.label", ROW, b"x" * 99),
    "opened as unknown": lambda: sealing.unseal(KEY, "no.such", ROW, b"x" * 99),
    "no envelope": lambda: sealing.unseal(KEY, "case.label", ROW, None),
}


@pytest.mark.parametrize("misuse", MISUSES, ids=str)
def test_misuse_raises(misuse):
    """What must not be sealed or opened raises, and the message repeats nothing of it."""
    with pytest.raises(Misuse):
        MISUSES[misuse]()


def test_json_that_is_no_dictionary_does_not_open():
    """Bytes that were sealed as something else are not taken for a dictionary."""
    for plaintext in (b"[1]", b"\xff", b""):
        envelope = sealing.seal(KEY, "draft.fields", ROW, plaintext)
        with pytest.raises(DoesNotOpen):
            sealing.unseal_json(KEY, "draft.fields", ROW, envelope)


def test_a_row_is_the_same_as_uuid_or_text():
    """A row's id may be given as a UUID or as its text."""
    row = uuid4()
    assert sealing.unseal(KEY, "case.label", str(row), sealing.seal(KEY, "case.label", row, b"x"))


@given(keys, contracts, st.dictionaries(st.uuids(), payloads, max_size=5))
def test_a_key_made_ready_once_opens_every_row(key, contract, told):
    """What was sealed row by row opens with one opener, each row as itself and as no other."""
    envelopes = {
        row: sealing.seal_json(key, contract, row, payload) for row, payload in told.items()
    }
    opener = sealing.Opener(key, contract)
    assert {row: opener.unseal_json(row, sealed) for row, sealed in envelopes.items()} == told
    for row, sealed in envelopes.items():
        with pytest.raises(DoesNotOpen):
            opener.unseal(uuid4(), sealed)
        assert opener.unseal(row, sealed) == sealing.unseal(key, contract, row, sealed)


def test_an_opener_refuses_another_key_and_contract_and_shows_nothing():
    """Made for one key and one contract; neither is in what it prints, and no misuse makes one."""
    envelope = sealing.seal(KEY, "case.label", ROW, CANARY)
    for opener in (sealing.Opener(bytes(32), "case.label"), sealing.Opener(KEY, "draft.fields")):
        with pytest.raises(DoesNotOpen):
            opener.unseal(ROW, envelope)
    assert KEY.hex() not in repr(sealing.Opener(KEY, "case.label"))
    for key, contract in ((b"short", "case.label"), (KEY, "nobody.knows")):
        with pytest.raises(Misuse):
            sealing.Opener(key, contract)
