"""Passphrases: slow to try, never two ways to type one, the guessable refused."""

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault import passphrase
from app.vault.errors import Misuse

SALT = bytes(range(16))

KNOWN = [
    "password", "passwordpassword", "Passw0rd2024!!", "P@ssw0rd-P@ssw0rd", "qwertyuiop1234",
    "asdfghjklzxcvbnm", "1qaz2wsx3edc4rfv", "aaaaaaaaaaaaaa", "zzzzzzzzzzzzzzzzx",
    "abcabcabcabcabcd", "DomesticAbuse1", "domestic-abuse-marac", "DomesticViolence2026",
    "marac-chair-2026!", "safeguarding-idva-99", "letmeinplease1", "Welcome-to-London-1",
    "correct-horse-battery-staple", "14031985140319", "summer2026summer", "iloveyou-iloveyou",
    "abcdefghijklmnop", "zyxwvutsrqponmlk", "monday-tuesday-wednesday", "!!!!!!!!!!!!!!!!", "",
    "arsenal-football-1", "purplepurplepurple", "PolicePoliceNHS1", "trustno1trustno1",
]  # fmt: skip
GOOD = [
    "purple-kettle-train", "wisteria-onion-clock", "Tuesday the goat ate my slippers",
    "seventeen muddy wellingtons", "kumquat+ladder+fjord", "żółw-pije-herbatę-rano",
]  # fmt: skip


@pytest.mark.parametrize("typed", KNOWN)
def test_common_passphrases_are_known(typed):
    """What a guesser tries in the first minutes is refused."""
    assert passphrase.is_known(typed)


@pytest.mark.parametrize("typed", GOOD)
def test_unusual_passphrases_are_not_known(typed):
    """What nobody would try early is accepted."""
    assert not passphrase.is_known(typed)


@pytest.mark.parametrize("typed", ["Amira-Khan-2026-xy", "amira.khan-amira", "borough-amira-1987"])
def test_the_persons_own_words_are_known(typed):
    """A passphrase made of the person's own address or name is refused, for that person."""
    assert passphrase.is_known(typed, "amira.khan@borough.example.org")
    assert passphrase.is_known(typed, "amira.khan", "Amira Khan")


def test_offers_are_long_and_accepted():
    """Three words are offered, at least 14 characters, none of them ever refused."""
    offers = {passphrase.offer() for _ in range(300)}
    assert len(offers) > 295
    for offered in offers:
        assert len(offered) >= 14
        assert len(offered.split("-")) == 3
        assert not passphrase.is_known(offered)


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_asking_is_always_answered(typed):
    """Any text gets a yes or a no, quickly."""
    assert passphrase.is_known(typed, typed) in (True, False)


@given(st.sampled_from("abcxyz789"), st.integers(14, 60))
def test_one_character_again_and_again_is_known(character, times):
    """Length alone does not make a passphrase."""
    assert passphrase.is_known(character * times)


def test_ways_to_type_one_passphrase_give_one_key():
    """An é typed as one character or as two opens the same keys (NFKC)."""
    composed, apart = "caf\u00e9-wisteria-onion", "cafe\u0301-wisteria-onion"
    assert passphrase.derive(composed, SALT) == passphrase.derive(apart, SALT)


def test_another_salt_or_letter_gives_another_key():
    """Two people with one passphrase have two keys; a capital letter makes another."""
    keys = {
        passphrase.derive("purple-kettle-train", SALT),
        passphrase.derive("purple-kettle-train", passphrase.new_salt()),
        passphrase.derive("Purple-kettle-train", SALT),
    }
    assert len(keys) == 3


class Counted:
    """Stands in for the derivation: counts how many are in it at once."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.lock = threading.Lock()

    def __call__(self, **_: object) -> "Counted":
        return self

    def derive(self, _: bytes) -> bytes:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(0.02)
        with self.lock:
            self.inside -= 1
        return bytes(32)


def test_at_most_two_derivations_run_at_once(monkeypatch):
    """A morning's rush takes 64 MiB twice, not sixty times; two do run side by side."""
    counted = Counted()
    # The slow part is replaced so that the test measures turns and not Argon2.
    monkeypatch.setattr(passphrase, "Argon2id", counted)
    rush = [threading.Thread(target=passphrase.derive, args=("x", SALT)) for _ in range(10)]
    for thread in rush:
        thread.start()
    for thread in rush:
        thread.join(timeout=10)
    assert counted.most == 2


def test_real_derivations_side_by_side_finish():
    """Two people signing in at the same moment both get in (more lanes would wait for ever)."""
    done: list[bytes] = []
    rush = [
        threading.Thread(target=lambda: done.append(passphrase.derive("x", SALT)), daemon=True)
        for _ in range(4)
    ]
    for thread in rush:
        thread.start()
    for thread in rush:
        thread.join(timeout=20)
    assert len(done) == 4
    assert len(set(done)) == 1


@pytest.mark.parametrize(
    ("typed", "salt"), [("", SALT), (None, SALT), (b"x", SALT), ("x", b"short"), ("x", "x" * 16)]
)
def test_misuse_raises(typed, salt):
    """An empty passphrase and a short salt raise."""
    with pytest.raises(Misuse):
        passphrase.derive(typed, salt)


def test_no_offer_hurts():
    """Nobody who works with violence is handed a word for it; plenty of words are left."""
    words = passphrase._words()
    for never in ("strangle", "browbeat", "deport", "detention", "wife", "battered", "violate"):
        assert never not in words
    assert {"lantern", "harmony", "violin"} & set(words)
    assert len(words) > 7000


def test_offered_words_are_never_refused_to_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that a person's own name would give away are not offered to them."""
    own = iter(["grace", "adeyemi", "grace", "mensah", "lantern", "orchard", "kettle"] * 3)
    monkeypatch.setattr(passphrase.secrets, "choice", lambda words: next(own))
    offered = passphrase.offer("Grace Adeyemi", "grace.adeyemi@example.org")
    assert not passphrase.is_known(offered, "Grace Adeyemi", "grace.adeyemi@example.org")
    assert offered != "grace-adeyemi-grace"


def test_a_file_is_locked_with_six_words() -> None:
    """It can be tried without end, so it has twice the words of a sign-in, and never the same."""
    found = {passphrase.for_file() for _ in range(50)}
    assert len(found) == 50
    assert {len(words.split("-")) for words in found} == {6}
    assert all(words.isascii() and len(words) >= 29 for words in found)
