"""Passphrases: the key that one stands for (Argon2id), and three random words to offer."""

import secrets
import threading
import unicodedata
from functools import cache

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from xkcdpass import xkcd_password

from app.vault.errors import Misuse
from app.vault.guesses import is_guessed_early
from app.vault.unoffered import may_be_offered

SALT_BYTES = 16
KEY_BYTES = 32
MEMORY_KIB = 64 * 1024
PASSES = 3
# One lane: with more, `cryptography` 50.0 shares one pool of threads between derivations, and two
# at once wait for each other for ever on a machine with two cores.
LANES = 1
AT_ONCE = 2
OFFERED_WORDS = 3
OFFERED_LENGTH = 14
FILE_WORDS = 6

_turns = threading.BoundedSemaphore(AT_ONCE)


def new_salt() -> bytes:
    """Return a new random 16-byte salt."""
    return secrets.token_bytes(SALT_BYTES)


def derive(passphrase: str, salt: bytes) -> bytes:
    """Return the 32-byte key of a passphrase (Argon2id, RFC 9106: 64 MiB, 3 passes, 1 lane).

    Takes about a tenth of a second; at most two run at once, others wait their turn. Different
    ways to type the same letters (NFKC) give the same key. ``Misuse`` for an empty passphrase or
    another size of salt.
    """
    if not isinstance(passphrase, str) or not passphrase:
        raise Misuse("A passphrase is not empty")
    if not isinstance(salt, bytes) or len(salt) != SALT_BYTES:
        raise Misuse("A salt is 16 bytes")
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    with _turns:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
        ).derive(typed)


def offer(*about: str) -> str:
    """Return three random words with hyphens between, 14 characters or more (about 38 bits).

    Never words that ``is_known`` would refuse to the person that ``about`` describes.
    """
    while True:
        words = "-".join(secrets.choice(_words()) for _ in range(OFFERED_WORDS))
        if len(words) >= OFFERED_LENGTH and not is_known(words, *about):
            return words


def for_file() -> str:
    """Return six random words with hyphens between (about 77 bits), to lock a file with.

    Whoever holds a file can try passphrases for as long as they like, without our slow derivation
    and without our counting, so it takes more words than a sign-in.
    """
    return "-".join(secrets.choice(_words()) for _ in range(FILE_WORDS))


def is_known(passphrase: str, *about: str) -> bool:
    """Say whether a guesser would try this early, so that it must be refused.

    Common ones, the same again and again, runs on the keyboard, words of this service, and the
    person's own: ``about`` takes their e-mail address (or what stands before its @) and name.
    """
    return is_guessed_early(unicodedata.normalize("NFKC", passphrase), about)


@cache
def _words() -> tuple[str, ...]:
    """The EFF's long list, without hyphenated words, those under four letters and hurtful ones."""
    listed = xkcd_password.generate_wordlist(wordfile="eff-long", min_length=4, max_length=9)
    plain = {word for word in listed if word.isalpha() and word.isascii()}
    return tuple(sorted(filter(may_be_offered, plain)))
