"""A person's keys: made at the end of an invitation, opened by the passphrase, wrapped anew.

The private halves are sealed under a random unlock key. Each unlocker wraps that same key in its
own way, so that a changed passphrase (later a passkey) touches nothing that was sealed before.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.accounts.person.model import KeyPair, Person, SecondFactor, Unlocker
from app.accounts.person.queries import active_pair
from app.audit import record
from app.audit.events import KeyPairMade
from app.db import db, new_id, transaction
from app.refusals import NotVisible
from app.vault import passphrase as passphrases
from app.vault import sealing
from app.vault.keyring import Keyring
from app.vault.signing import new_signing_pair, sign, statement
from app.vault.wrapping import new_receiving_pair

KEYRING = "person.keyring"
UNLOCK = "person.unlock"
SECOND_FACTOR = "person.second_factor"


@dataclass(frozen=True)
class Made:
    """A new key pair, with its keys still open."""

    pair: KeyPair
    keyring: Keyring = field(repr=False)


@dataclass(frozen=True)
class Unlocked:
    """What a right passphrase opens."""

    pair_id: UUID
    keyring: Keyring = field(repr=False)
    unlock_key: bytes = field(repr=False)


@dataclass(frozen=True)
class Lock:
    """Everything that is needed to try a passphrase, read before the slow derivation begins."""

    pair_id: UUID
    salt: bytes
    unlocker_id: UUID
    sealed_unlock_key: bytes = field(repr=False)
    sealed_keyring: bytes = field(repr=False)


@dataclass(frozen=True)
class NewLock:
    """A passphrase's derived key, made outside any transaction because it takes its time."""

    salt: bytes
    key: bytes = field(repr=False)


def new_lock(passphrase: str) -> NewLock:
    """Derive the key that a passphrase stands for, with a fresh salt."""
    salt = passphrases.new_salt()
    return NewLock(salt, passphrases.derive(passphrase, salt))


def make_key_pair(
    person_id: UUID, passphrase: str, root_public: bytes | None, totp_secret: str
) -> Made:
    """Make a person's key pair; with ``root_public`` None it becomes the root of the area."""
    lock = new_lock(passphrase)
    with transaction():
        return store_key_pair(person_id, lock, root_public, totp_secret)


def store_key_pair(
    person_id: UUID, lock: NewLock, root_public: bytes | None, totp_secret: str, last_step: int = 0
) -> Made:
    """Write a new key pair, its unlocker and its second factor; older pairs are retired."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotVisible()
    with transaction():
        _retire_pairs(person_id)
        unlock_key = sealing.new_key()
        made = _new_pair(person, root_public, unlock_key)
        db.session.add(made.pair)
        db.session.flush()
        db.session.add(_unlocker(made.pair.id, lock, unlock_key))
        db.session.add(_second_factor(made.pair.id, totp_secret, unlock_key, last_step))
        event = KeyPairMade(subject_id=made.pair.id, person_id=person_id)
        record(None, event, area_id=person.area_id)
    return made


def lock_of(pair_id: UUID) -> Lock:
    """Read what a passphrase is tried against."""
    row = db.session.execute(
        select(KeyPair, Unlocker)
        .join(Unlocker, Unlocker.key_pair_id == KeyPair.id)
        .where(KeyPair.id == pair_id, Unlocker.kind == "passphrase")
        .order_by(Unlocker.made_at.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotVisible()
    pair, unlocker = row
    return Lock(
        pair.id, unlocker.salt, unlocker.id, unlocker.sealed_unlock_key, pair.sealed_keyring
    )


def unlock(pair_id: UUID, passphrase: str) -> Unlocked:
    """Open a key pair; ``DoesNotOpen`` when the passphrase is another."""
    lock = lock_of(pair_id)
    return open_lock(lock, passphrases.derive(passphrase, lock.salt))


def open_lock(lock: Lock, key: bytes) -> Unlocked:
    """Open a key pair with the key derived from its passphrase."""
    unlock_key = sealing.unseal(key, UNLOCK, lock.unlocker_id, lock.sealed_unlock_key)
    keyring = sealing.unseal(unlock_key, KEYRING, lock.pair_id, lock.sealed_keyring)
    return Unlocked(lock.pair_id, Keyring.from_bytes(keyring), unlock_key)


def wrap_anew(unlocked: Unlocked, lock: NewLock) -> None:
    """Put a new passphrase in the place of the old one."""
    unlocker = db.session.get_one(Unlocker, lock_of(unlocked.pair_id).unlocker_id)
    unlocker.salt = lock.salt
    unlocker.sealed_unlock_key = sealing.seal(lock.key, UNLOCK, unlocker.id, unlocked.unlock_key)
    unlocker.made_at = clock.now()


def factor_of(pair_id: UUID) -> SecondFactor:
    """Return the second factor in use."""
    statement = select(SecondFactor).where(SecondFactor.key_pair_id == pair_id)
    return db.session.scalars(statement.order_by(SecondFactor.made_at.desc()).limit(1)).one()


def totp_secret(factor_id: UUID, sealed_secret: bytes, unlock_key: bytes) -> str:
    """Open the secret that the codes are made from."""
    return sealing.unseal(unlock_key, SECOND_FACTOR, factor_id, sealed_secret).decode("ascii")


def replace_factor(unlocked: Unlocked, totp_secret: str, last_step: int) -> None:
    """Move the codes to another authenticator; the old one's are worth nothing from here."""
    db.session.delete(factor_of(unlocked.pair_id))
    db.session.add(_second_factor(unlocked.pair_id, totp_secret, unlocked.unlock_key, last_step))


def _new_pair(person: Person, root_public: bytes | None, unlock_key: bytes) -> Made:
    pair_id, receiving, signing = new_id(), new_receiving_pair(), new_signing_pair()
    root = root_public or signing.public
    said = statement(
        "key-pair",
        area=str(person.area_id),
        person=str(person.id),
        pair=str(pair_id),
        receiving=receiving.public.hex(),
        signing=signing.public.hex(),
        root=root.hex(),
    )
    keyring = Keyring(
        person_id=person.id,
        key_id=pair_id,
        receiving_private=receiving.private,
        receiving_public=receiving.public,
        signing_private=signing.private,
        signing_public=signing.public,
        root_public=root,
    )
    pair = KeyPair(
        id=pair_id,
        person_id=person.id,
        receiving_public=receiving.public,
        signing_public=signing.public,
        statement=said,
        signature=sign(signing.private, said),
        sealed_keyring=sealing.seal(unlock_key, KEYRING, pair_id, keyring.to_bytes()),
        made_at=clock.now(),
    )
    return Made(pair, keyring)


def _unlocker(pair_id: UUID, lock: NewLock, unlock_key: bytes) -> Unlocker:
    row_id = new_id()
    return Unlocker(
        id=row_id,
        key_pair_id=pair_id,
        kind="passphrase",
        salt=lock.salt,
        sealed_unlock_key=sealing.seal(lock.key, UNLOCK, row_id, unlock_key),
        made_at=clock.now(),
    )


def _second_factor(
    pair_id: UUID, totp_secret: str, unlock_key: bytes, last_step: int
) -> SecondFactor:
    row_id = new_id()
    sealed = sealing.seal(unlock_key, SECOND_FACTOR, row_id, totp_secret.encode("ascii"))
    return SecondFactor(
        id=row_id,
        key_pair_id=pair_id,
        sealed_secret=sealed,
        last_step=last_step,
        made_at=clock.now(),
    )


def _retire_pairs(person_id: UUID) -> None:
    while (pair := active_pair(person_id)) is not None:
        pair.retired_at = clock.now()
        db.session.flush()
