"""Recovery words: a seed split so that any two of three custodians restore it (SLIP-39)."""

from collections.abc import Sequence
from itertools import combinations

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from app.vault.errors import Misuse

SEED_BYTES = 32
NEEDED, CUSTODIANS = 2, 3
WORDS = 33
_KNOWN_WORDS = frozenset(WORDLIST)
_NAMES = ("first", "second", "third")


def split(seed: bytes) -> list[str]:
    """Return three lists of 33 words, one for each custodian; any two restore the 32-byte seed."""
    if not isinstance(seed, bytes) or len(seed) != SEED_BYTES:
        raise Misuse("A recovery seed is 32 bytes")
    (mnemonics,) = generate_mnemonics(1, [(NEEDED, CUSTODIANS)], seed)
    return list(mnemonics)


def combine(mnemonics: Sequence[str]) -> bytes:
    """Return the 32-byte seed of two lists of words, or of all three, which must then agree.

    ``Misuse`` says in plain English what to look at, and never repeats a word.
    """
    shares = [_read(number, typed) for number, typed in enumerate(mnemonics[:CUSTODIANS])]
    if len(shares) < NEEDED or len(mnemonics) > CUSTODIANS:
        raise Misuse("Recovery takes the words of two custodians, or of all three.")
    if len({share.index for share in shares}) != len(shares):
        raise Misuse("The same words were typed twice. Type the words of two different custodians.")
    if len({share.identifier for share in shares}) != 1:
        raise Misuse("These words belong to different sets. Use words printed on the same day.")
    seeds = {_restore(pair) for pair in combinations(shares, NEEDED)}
    if len(seeds) != 1:
        raise Misuse("The three lists do not agree. Try them two by two to find the wrong one.")
    return seeds.pop()


def _read(number: int, typed: str) -> Share:
    words = typed.casefold().split()
    if len(words) != WORDS:
        raise Misuse(f"The {_NAMES[number]} list has {len(words)} words. It must have {WORDS}.")
    for place, word in enumerate(words, start=1):
        if word not in _KNOWN_WORDS:
            raise Misuse(f"Word {place} of the {_NAMES[number]} list is not a recovery word.")
    try:
        return Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise Misuse(
            f"The {_NAMES[number]} list has a wrong word, or two words have changed places."
        ) from None


def _restore(shares: tuple[Share, ...]) -> bytes:
    try:
        return bytes(combine_mnemonics([share.mnemonic() for share in shares]))
    except (MnemonicError, ValueError):
        raise Misuse("These words do not belong together. Nothing was restored.") from None
