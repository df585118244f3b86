"""Known answers: what was sealed, wrapped, signed or derived once must open and agree for ever."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.vault import blind, digests, passphrase, recovery, sealing, signing, totp, wrapping
from app.vault.keyring import Keyring

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


def hexed(vector: dict[str, str], *names: str) -> list[bytes]:
    return [bytes.fromhex(vector[name]) for name in names]


@pytest.mark.parametrize("vector", VECTORS["sealing"])
def test_sealing_gives_the_stored_envelope(vector):
    """With its nonce fixed, sealing gives the envelope on file, and the envelope opens."""
    key, plaintext, nonce, envelope = hexed(vector, "key", "plaintext", "nonce", "envelope")
    contract, row = vector["contract"], vector["row"]
    assert sealing._seal(key, contract, row, plaintext, nonce) == envelope
    assert sealing.unseal(key, contract, row, envelope) == plaintext


@pytest.mark.parametrize("vector", VECTORS["sealing_json"])
def test_a_stored_dictionary_opens(vector):
    """A dictionary that was sealed once opens as it was."""
    key, envelope = hexed(vector, "key", "envelope")
    opened = sealing.unseal_json(key, vector["contract"], vector["row"], envelope)
    assert opened == vector["payload"]


@pytest.mark.parametrize("vector", VECTORS["wrapping"])
def test_a_stored_wrapped_key_opens(vector):
    """A key that was wrapped once opens with the private half on file."""
    private, wrapped, secret = hexed(vector, "private", "wrapped", "secret")
    assert digests.sha256_hex(wrapping.public_of(private)) == vector["public_sha256"]
    assert wrapping.unwrap(private, wrapped, vector["context"]) == secret


@pytest.mark.parametrize("vector", VECTORS["x_wing"])
def test_pairs_spread_their_seed_as_x_wing_does(vector):
    """The published X-Wing seed gives the published public key."""
    public = wrapping.public_of(bytes.fromhex(vector["private"])).hex()
    assert public.startswith(vector["public_begins"])
    assert public.endswith(vector["public_ends"])


@pytest.mark.parametrize("vector", VECTORS["signing"])
def test_signing_gives_the_stored_signature(vector):
    """The same statement under the same key has the same bytes and the same signature."""
    private, public, signature = hexed(vector, "private", "public", "signature")
    said = signing.statement(vector["kind"], **vector["fields"])
    assert said.decode() == vector["statement"]
    assert signing.sign(private, said) == signature
    signing.verify(public, said, signature)


@pytest.mark.parametrize("vector", VECTORS["ed25519_rfc8032"])
def test_public_halves_are_those_of_rfc_8032(vector):
    """The first private key of RFC 8032 verifies with its published public key."""
    private, public = hexed(vector, "private", "public")
    signing.verify(public, b"{}", signing.sign(private, b"{}"))


@pytest.mark.parametrize("vector", VECTORS["from_seed"])
def test_a_recovery_seed_gives_the_stored_pairs(vector):
    """The pairs that belong to a recovery seed never change."""
    (seed,) = hexed(vector, "seed")
    assert wrapping.receiving_pair_from_seed(seed).private.hex() == vector["receiving_private"]
    assert signing.signing_pair_from_seed(seed).private.hex() == vector["signing_private"]


@pytest.mark.parametrize("vector", VECTORS["passphrase"])
def test_a_passphrase_derives_the_stored_key(vector):
    """A passphrase and its salt give the key on file, or nobody could sign in again."""
    salt, key = hexed(vector, "salt", "key")
    assert passphrase.derive(vector["passphrase"], salt) == key


@pytest.mark.parametrize("vector", VECTORS["token"])
def test_a_token_is_a_keyed_hash_of_kind_and_text(vector):
    """A search token is the HMAC on file, and can be computed without the vault."""
    key, token = hexed(vector, "key", "token")
    assert blind.token(key, vector["kind"], vector["text"]) == token
    message = b"\x00\x04name" + blind.normalise(vector["text"]).encode()
    assert hmac.new(key, message, hashlib.sha256).digest()[:16] == token


@pytest.mark.parametrize("vector", VECTORS["derive"])
def test_a_derived_key_is_the_stored_one(vector):
    """HKDF gives the key on file, and can be computed without the vault (RFC 5869)."""
    secret, key = hexed(vector, "secret", "key")
    assert digests.derive(secret, vector["purpose"]) == key
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    info = b"marac derived key 1\n" + vector["purpose"].encode() + b"\x01"
    assert hmac.new(extracted, info, hashlib.sha256).digest() == key


@pytest.mark.parametrize("vector", VECTORS["chain"])
def test_a_chain_has_the_stored_links(vector):
    """Each link is the HMAC of its body under the link before."""
    prev, link = hexed(vector, "prev", "link")
    assert digests.chain(prev, vector["body"].encode()) == link
    assert hmac.new(prev, vector["body"].encode(), hashlib.sha256).digest() == link


@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_stored_recovery_words_restore_their_seed(left_out):
    """Any two of the three lists on file restore the seed they were printed for."""
    (vector,) = VECTORS["recovery"]
    kept = [words for place, words in enumerate(vector["mnemonics"]) if place != left_out]
    assert recovery.combine(kept).hex() == vector["seed"]


def test_a_stored_keyring_is_restored():
    """The bytes of a keyring on file still make a keyring, and the same bytes again."""
    data = bytes.fromhex(VECTORS["keyring"][0]["bytes"])
    assert Keyring.from_bytes(data).to_bytes() == data


@pytest.mark.parametrize("vector", VECTORS["totp_rfc6238"])
def test_codes_are_those_of_rfc_6238(vector):
    """The secret of RFC 6238 gives its published codes (their last six digits)."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    at = datetime.fromtimestamp(vector["seconds"], UTC)
    step = vector["seconds"] // 30
    assert totp.accepted_step(secret, vector["code"], at, None) == step
