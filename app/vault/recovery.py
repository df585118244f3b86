"""Recovery words: a 32-byte seed split so that two of three custodians restore it (SLIP-39)."""

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from app.vault.errors import Misuse

SEED_BYTES = 32


def split(seed: bytes) -> list[str]:
    """Return three sheets of 33 words; any two of them restore the 32-byte seed."""
    if len(seed) != SEED_BYTES:
        raise Misuse("A recovery seed is 32 bytes")
    (sheets,) = generate_mnemonics(1, [(2, 3)], seed)
    return list(sheets)


def combine(sheets: list[str]) -> bytes:
    """Return the seed of two sheets; ``Misuse`` says in plain words why they do not fit."""
    try:
        return bytes(combine_mnemonics([" ".join(sheet.casefold().split()) for sheet in sheets]))
    except (MnemonicError, ValueError) as problem:
        raise Misuse(f"These words do not restore the recovery key: {problem}") from None
