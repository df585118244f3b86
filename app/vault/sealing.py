"""Sealing of values: AES-256-GCM, bound to contract and row, padded so that length says little.

Envelope: one byte of envelope version (1), one byte of contract version, 12 bytes of nonce,
then ciphertext and tag. Associated data: envelope version, contract id, contract version, row.
"""

import json
import os
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.vault.errors import DoesNotOpen, Misuse
from app.vault.inventory import Contract, contract_of

ENVELOPE = 1
KEY_BYTES = 32
NONCE_BYTES = 12
_HEAD = 2
_LENGTH = 4


def new_key() -> bytes:
    """Return a new random 32-byte sealing key."""
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, contract: str, row: str | UUID, plaintext: bytes) -> bytes:
    """Seal ``plaintext`` under a 32-byte key for one contract and one row.

    Raises ``Misuse`` for a wrong key, an unknown contract, an empty row or anything but bytes.
    """
    return _seal(key, contract, row, plaintext, os.urandom(NONCE_BYTES))


def unseal(key: bytes, contract: str, row: str | UUID, envelope: bytes) -> bytes:
    """Open an envelope; ``DoesNotOpen`` names contract and row, and nothing else is returned."""
    deal = contract_of(contract)
    cipher = _cipher(key)
    if not isinstance(envelope, bytes) or len(envelope) < _HEAD + NONCE_BYTES + 16:
        raise DoesNotOpen(contract, row)
    if envelope[0] != ENVELOPE or not 1 <= envelope[1] <= deal.version:
        raise DoesNotOpen(contract, row)
    nonce = envelope[_HEAD : _HEAD + NONCE_BYTES]
    try:
        padded = cipher.decrypt(
            nonce, envelope[_HEAD + NONCE_BYTES :], _bound(deal.id, envelope[1], row)
        )
    except InvalidTag:
        raise DoesNotOpen(contract, row) from None
    return _unpad(padded, contract, row)


def seal_json(key: bytes, contract: str, row: str | UUID, payload: dict[str, Any]) -> bytes:
    """Seal a dictionary as UTF-8 JSON with sorted keys."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return seal(key, contract, row, text.encode())


def unseal_json(key: bytes, contract: str, row: str | UUID, envelope: bytes) -> dict[str, Any]:
    """Open what ``seal_json`` sealed."""
    payload: dict[str, Any] = json.loads(unseal(key, contract, row, envelope))
    return payload


def padded_size(length: int, bucket: int) -> int:
    """Return the size a plaintext is padded to: the bucket, or the next step of Padmé above it.

    Padmé (Nikitin and others, 2019) leaks O(log log n) bits of the length, at most 12 % larger.
    """
    whole = max(length + _LENGTH, bucket)
    exponent = whole.bit_length() - 1
    loose = exponent - exponent.bit_length()
    mask = (1 << max(loose, 0)) - 1
    return (whole + mask) & ~mask


def _seal(key: bytes, contract: str, row: str | UUID, plaintext: bytes, nonce: bytes) -> bytes:
    deal = contract_of(contract)
    if not isinstance(plaintext, bytes):
        raise Misuse("Only bytes are sealed")
    bound = _bound(deal.id, deal.version, row)
    sealed = _cipher(key).encrypt(nonce, _pad(plaintext, deal), bound)
    return bytes((ENVELOPE, deal.version)) + nonce + sealed


def _cipher(key: bytes) -> AESGCM:
    if not isinstance(key, bytes) or len(key) != KEY_BYTES:
        raise Misuse("A sealing key is 32 bytes")
    return AESGCM(key)


def _bound(contract: str, version: int, row: str | UUID) -> bytes:
    if not str(row):
        raise Misuse("A sealed value belongs to a row")
    return json.dumps([ENVELOPE, contract, version, str(row)]).encode()


def _pad(plaintext: bytes, deal: Contract) -> bytes:
    size = padded_size(len(plaintext), deal.bucket)
    return (len(plaintext).to_bytes(_LENGTH, "big") + plaintext).ljust(size, b"\0")


def _unpad(padded: bytes, contract: str, row: str | UUID) -> bytes:
    length = int.from_bytes(padded[:_LENGTH], "big")
    if length > len(padded) - _LENGTH:
        raise DoesNotOpen(contract, row)
    return padded[_LENGTH : _LENGTH + length]
