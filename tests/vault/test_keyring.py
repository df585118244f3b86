"""A keyring: whole or not at all, and shown nowhere."""

import copy
import pickle
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.vault import signing, wrapping
from app.vault.errors import DoesNotOpen, Misuse
from app.vault.keyring import Keyring


def a_keyring() -> Keyring:
    receiving, sign = wrapping.new_receiving_pair(), signing.new_signing_pair()
    return Keyring(
        person_id=uuid4(),
        key_id=uuid4(),
        receiving_private=receiving.private,
        receiving_public=receiving.public,
        signing_private=sign.private,
        signing_public=sign.public,
        root_public=signing.new_signing_pair().public,
    )


def test_a_keyring_survives_as_bytes():
    """Every id and key comes back from the bytes, each where it was."""
    keyring = a_keyring()
    restored = Keyring.from_bytes(keyring.to_bytes())
    assert vars(restored) == vars(keyring)
    assert isinstance(restored.person_id, UUID)


def test_a_keyring_opens_and_signs_as_its_person():
    """What was wrapped to the person opens; what they sign verifies with their public half."""
    keyring = a_keyring()
    assert keyring.unwrap(wrapping.wrap(keyring.receiving_public, b"key", "case"), "case") == b"key"
    said = signing.statement("test", of="keyring")
    signing.verify(keyring.signing_public, said, keyring.sign(said))


def test_another_persons_keyring_opens_nothing():
    """What was wrapped to one person does not open for another."""
    wrapped = wrapping.wrap(a_keyring().receiving_public, b"key", "case")
    with pytest.raises(DoesNotOpen):
        a_keyring().unwrap(wrapped, "case")


def test_a_keyring_shows_nothing():
    """Printing, formatting and logging a keyring show that it is one and no more."""
    keyring = a_keyring()
    assert {repr(keyring), str(keyring), f"{keyring}", "%s" % keyring} == {"<Keyring>"}  # noqa: UP031


def test_a_keyring_is_not_copied_or_pickled():
    """The only way out is ``to_bytes``, whose bytes are sealed at once."""
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(Misuse):
            way(a_keyring())


def test_a_part_of_a_keyring_is_refused():
    """Cut, lengthened, empty and foreign bytes make no keyring."""
    whole = a_keyring().to_bytes()
    for data in (b"", whole[:-1], whole + b"\0", b"\2" + whole[1:], None, whole.hex()):
        with pytest.raises(Misuse):
            Keyring.from_bytes(data)


@pytest.mark.parametrize(
    "wrong",
    [{"root_public": b""}, {"root_public": None}, {"signing_private": b"x"}, {"person_id": "me"},
     {"receiving_public": bytes(32)}, {"key_id": None}],
)  # fmt: skip
def test_a_keyring_with_a_wrong_part_is_not_made(wrong):
    """A key of another size, or an id that is none, raises at once."""
    with pytest.raises(Misuse):
        replace(a_keyring(), **wrong)


def test_a_writing_half_signs_and_opens_nothing() -> None:
    """It comes back as the same person's keyring, with a receiving pair that is nobody's."""
    own = a_keyring()
    half = own.writing_half()
    other = Keyring.from_writing_half(half)
    assert (other.person_id, other.key_id) == (own.person_id, own.key_id)
    assert (other.signing_public, other.root_public) == (own.signing_public, own.root_public)
    assert other.sign(b"said") == own.sign(b"said")
    assert own.receiving_private not in half
    assert own.receiving_public not in half
    wrapped = wrapping.wrap(own.receiving_public, b"a key", "for a test")
    with pytest.raises(DoesNotOpen):
        other.unwrap(wrapped, "for a test")
    for wrong in (half[:-1], half + b"x", b"\x02" + half[1:], own.to_bytes(), "half"):
        with pytest.raises(Misuse):
            Keyring.from_writing_half(wrong)  # type: ignore[arg-type]
