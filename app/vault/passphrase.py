"""Passphrases: Argon2id (RFC 9106) with 64 MiB and 3 passes, and three random words to offer."""

import threading
import unicodedata
from functools import cache

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from xkcdpass import xkcd_password

from app.vault.digests import random_bytes, random_reference
from app.vault.errors import Misuse

LEAST = 14
MEMORY_KIB = 64 * 1024
PASSES = 3
SALT_BYTES = 16
_AT_ONCE = threading.BoundedSemaphore(2)

_KNOWN = (
    "password passphrase domesticabuse domesticviolence letmein letmeinplease welcome "
    "qwertyuiop qwerty asdfghjkl zxcvbnm iloveyou administrator changeme safeguarding "
    "correcthorsebatterystaple trustno1 football liverpool arsenal chelsea marac idva secret"
).split()


def new_salt() -> bytes:
    """Return a new random 16-byte salt."""
    return random_bytes(SALT_BYTES)


def derive(passphrase: str, salt: bytes) -> bytes:
    """Return the 32-byte key of a passphrase; about a tenth of a second, at most two at once."""
    if not passphrase or len(salt) != SALT_BYTES:
        raise Misuse("A passphrase is not empty and its salt is 16 bytes")
    text = unicodedata.normalize("NFKC", passphrase).encode()
    with _AT_ONCE:
        return Argon2id(
            salt=salt, length=32, iterations=PASSES, lanes=1, memory_cost=MEMORY_KIB
        ).derive(text)


def offer(words: int = 3) -> str:
    """Return random words joined by hyphens, at least 14 characters long."""
    while True:
        chosen = "-".join(_word() for _ in range(words))
        if len(chosen) >= LEAST:
            return chosen


def is_known(passphrase: str, *about: str) -> bool:
    """Say whether a guesser would try this early: common, repeated, in a row, or about the person.

    ``about`` are words of the person's own (name, e-mail address).
    """
    letters = "".join(c for c in passphrase.casefold() if c.isalnum())
    if len(set(letters)) < 5 or _is_run(letters) or _repeats(letters):
        return True
    rest = letters
    for word in sorted({*_KNOWN, *_parts(about)}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest.strip("0123456789")) < 4


def _word() -> str:
    return random_reference_word(_words())


def random_reference_word(words: tuple[str, ...]) -> str:
    """Return one word of many, each as likely as the others."""
    size = len(words)
    draw = int(random_reference("0123456789abcdef", 16), 16)
    return words[draw % size]


@cache
def _words() -> tuple[str, ...]:
    listed = xkcd_password.generate_wordlist(
        wordfile=xkcd_password.locate_wordfile("eff-long"), min_length=4, max_length=9
    )
    return tuple(sorted({word for word in listed if word.isalpha() and word.islower()}))


def _parts(about: tuple[str, ...]) -> set[str]:
    words = {
        "".join(c for c in part if c.isalnum())
        for text in about
        for part in text.casefold().replace("@", " ").replace(".", " ").split()
    }
    return {word for word in words if len(word) >= 3}


def _is_run(letters: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in zip(letters, letters[1:], strict=False)}
    return steps in ({1}, {-1}, {0})


def _repeats(letters: str) -> bool:
    return any(
        letters == (letters[:size] * (len(letters) // size + 1))[: len(letters)]
        for size in range(1, min(6, len(letters) // 2 + 1))
    )
