"""AC-35, AC-36: the administrator reads the database; somebody has a backup and the settings."""

import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.db.keyfile import StorageRefused, database_key, database_path
from app.db.startup import check_storage
from app.vault.passphrase import derive
from tests.builders import World
from tests.journeys.thief import Thief, derived
from tests.worked import WORDS


@pytest.fixture
def backup(worked: World, tmp_path: Path) -> Path:
    """The database as a backup has it, without the key files, which are kept elsewhere."""
    worked.close()
    folder = tmp_path / "backup"
    folder.mkdir(mode=0o700)
    for path in worked.instance.glob("marac.db*"):
        shutil.copy2(path, folder)
    return folder


def test_the_administrators_own_keys_open_only_their_own(worked: World) -> None:
    """With every row, the server's keys and their own: a sign-in of their own, and no case."""
    administrator = worked.members["administrator"]
    keyring = administrator.keyring
    own = [keyring.receiving_private, keyring.signing_private]
    worked.close()
    thief = Thief(worked.instance)
    salts = [
        bytes(row["salt"])
        for row in thief.rows["unlocker"]
        if row["key_pair_id"] == keyring.key_id.hex
    ]
    own += [derive(administrator.passphrase, salt) for salt in salts]
    keys = [*own, *(more for key in own for more in derived(key)), *thief.own_keys]
    opened = thief.opened(keys, thief.values)
    assert [value.contract for value in opened] == ["person.unlock"]
    assert thief.holding(WORDS) == []


def test_the_file_as_it_lies_there_says_nothing(backup: Path) -> None:
    """No word, no name of a table: noise from the first byte."""
    data = database_path(backup).read_bytes()
    for words in (*WORDS, "SQLite format 3", "CREATE TABLE", "audit_row", "Northbrook"):
        assert words.encode() not in data
    assert len(set(data)) == 256


def test_a_backup_without_its_key_does_not_open(backup: Path, worked: World) -> None:
    """Not with no key, not with the application's, not with a new one; the server says why."""
    other = bytes.fromhex((worked.instance / "application.key").read_text().strip())
    for key in (None, other, bytes(32)):
        connection = sqlcipher.connect(str(database_path(backup)))
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        with pytest.raises(sqlcipher.DatabaseError):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.close()
    with pytest.raises(StorageRefused, match="key"):
        check_storage(backup)


def test_no_key_lies_in_the_database_or_the_settings(worked: World) -> None:
    """What is backed up, and what the application shows of itself, holds neither key."""
    keys = [database_key(worked.instance)]
    keys.append(bytes.fromhex((worked.instance / "application.key").read_text().strip()))
    worked.close()
    pages = Thief(worked.instance).pages
    shown = repr(worked.app.config["MARAC"]).encode()
    for key in keys:
        for spelling in (key, key.hex().encode()):
            assert spelling not in pages
            assert spelling not in shown
