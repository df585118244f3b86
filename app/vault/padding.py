"""Hides the length of what is sealed: two sizes to each doubling, and never less than a bucket."""

from app.vault.errors import Misuse

PREFIX = 4
MOST = 16 * 1024 * 1024


def padded_size(length: int, bucket: int) -> int:
    """Return the bytes that ``length`` bytes are padded to: a power of two, or one and a half.

    Coarser than Padmé (Nikitin and others, 2019): an observer learns which of two sizes in a
    doubling it is and nothing else, for at most half as much again.
    """
    whole = max(length + PREFIX, bucket)
    power = 1 << (whole - 1).bit_length()
    between = power * 3 // 4
    return between if whole <= between else power


def pad(plaintext: bytes, bucket: int) -> bytes:
    """Return length (4 bytes, big endian), ``plaintext`` and zeros; ``Misuse`` over 16 MiB."""
    if len(plaintext) > MOST:
        raise Misuse("A sealed value is at most 16 MiB")
    framed = len(plaintext).to_bytes(PREFIX, "big") + plaintext
    return framed.ljust(padded_size(len(plaintext), bucket), b"\0")


def unpad(padded: bytes) -> bytes | None:
    """Return the plaintext inside, or None if this is not what ``pad`` makes."""
    length = int.from_bytes(padded[:PREFIX], "big")
    end = PREFIX + length
    if len(padded) < PREFIX or end > len(padded) or padded[end:].strip(b"\0"):
        return None
    return padded[PREFIX:end]
