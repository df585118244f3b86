"""A person's keys: made once, opened by the passphrase alone, wrapped anew without changing."""

import pytest

from app.accounts.person import keys
from app.accounts.person.model import KeyPair, SecondFactor, Unlocker
from app.accounts.person.queries import active_pair
from app.db import db, transaction
from app.refusals import NotVisible
from app.vault import signing, totp
from app.vault.errors import DoesNotOpen
from tests.builders import World

NEW = "copper lantern orchard"


def test_the_first_officer_is_the_root_and_everybody_pins_it(world: World) -> None:
    """Every keyring carries the same root, and it is the chair's own signing key."""
    root = world.members["chair"].keyring.signing_public
    assert {member.keyring.root_public for member in world.members.values()} == {root}
    with world.inside():
        pair = active_pair(world.person_id("chair"))
        assert pair is not None
        assert pair.signing_public == root


def test_a_key_pair_signs_who_it_belongs_to(world: World) -> None:
    """Person, public halves and pinned root are in a statement that the pair itself signed."""
    with world.inside():
        pair = active_pair(world.person_id("idva"))
        assert pair is not None
        signing.verify(pair.signing_public, pair.statement, pair.signature)
        said = signing.read_statement(pair.statement)
    assert said["person"] == str(world.person_id("idva"))
    assert said["receiving"] == pair.receiving_public.hex()
    assert said["root"] == world.members["chair"].keyring.signing_public.hex()


def test_only_the_passphrase_opens_a_key_pair(world: World) -> None:
    """The right one gives back the keys as they were; another opens nothing."""
    member = world.members["idva"]
    with world.inside():
        unlocked = keys.unlock(member.keyring.key_id, member.passphrase)
        assert unlocked.keyring.to_bytes() == member.keyring.to_bytes()
        with pytest.raises(DoesNotOpen):
            keys.unlock(member.keyring.key_id, member.passphrase + " ")


def test_a_new_pair_retires_the_old_one(world: World) -> None:
    """Nobody has two key pairs in use; the old one stays readable as history."""
    person_id = world.person_id("idva")
    with world.inside():
        root = world.members["chair"].keyring.root_public
        made = keys.make_key_pair(person_id, NEW, root, totp.new_secret())
        pairs = db.session.query(KeyPair).filter_by(person_id=person_id).all()
        assert [pair.id for pair in pairs if pair.retired_at is None] == [made.pair.id]
        assert len(pairs) == 2


def test_a_changed_passphrase_wraps_the_same_keys(world: World) -> None:
    """The keyring is untouched; the old passphrase opens nothing any more."""
    member = world.members["idva"]
    with world.inside():
        unlocked = keys.unlock(member.keyring.key_id, member.passphrase)
        lock = keys.new_lock(NEW)
        with transaction():
            keys.wrap_anew(unlocked, lock)
    with world.inside():
        now = keys.unlock(member.keyring.key_id, NEW).keyring
        assert now.to_bytes() == member.keyring.to_bytes()
        with pytest.raises(DoesNotOpen):
            keys.unlock(member.keyring.key_id, member.passphrase)


def test_swapped_rows_do_not_open(world: World) -> None:
    """An operator who puts one person's lock before another's keys opens nothing with it."""
    idva, housing = world.members["idva"], world.members["housing"]
    with world.inside():
        with transaction():
            mine = db.session.query(Unlocker).filter_by(key_pair_id=idva.keyring.key_id).one()
            theirs = db.session.query(Unlocker).filter_by(key_pair_id=housing.keyring.key_id).one()
            theirs.salt, theirs.sealed_unlock_key = mine.salt, mine.sealed_unlock_key
        with pytest.raises(DoesNotOpen):
            keys.unlock(housing.keyring.key_id, idva.passphrase)


def test_the_second_factor_opens_only_with_the_unlock_key(world: World) -> None:
    """The database alone can make nobody's codes."""
    member = world.members["idva"]
    with world.inside():
        factor = keys.factor_of(member.keyring.key_id)
        unlocked = keys.unlock(member.keyring.key_id, member.passphrase)
        secret = keys.totp_secret(factor.id, factor.sealed_secret, unlocked.unlock_key)
        assert secret == member.totp_secret
        assert member.totp_secret.encode() not in factor.sealed_secret


def test_what_is_not_there_is_not_visible(world: World) -> None:
    """A key pair without an unlocker, and a person who is not there."""
    with world.inside():
        with pytest.raises(NotVisible):
            keys.lock_of(world.area_id)
        with pytest.raises(NotVisible):
            keys.make_key_pair(world.area_id, NEW, None, totp.new_secret())


def test_nothing_that_holds_keys_prints_them(world: World) -> None:
    """A log line or a traceback never shows a key or a secret."""
    member = world.members["idva"]
    with world.inside():
        unlocked = keys.unlock(member.keyring.key_id, member.passphrase)
        shown = repr([unlocked, keys.lock_of(member.keyring.key_id), keys.new_lock(NEW), member])
        assert db.session.query(SecondFactor).count() == len(world.members)
    assert member.keyring.signing_private.hex() not in shown
    assert unlocked.unlock_key.hex() not in shown
    assert member.totp_secret not in shown
