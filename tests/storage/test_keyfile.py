"""Key files: made once, kept private, and each fault refused in a sentence that names the file."""

import stat
from pathlib import Path

import pytest

from app.config import ConfigError
from app.db.keyfile import (
    PLAIN_HEADER,
    StorageRefused,
    application_key,
    create_keys,
    database_key,
    database_path,
)
from app.db.startup import check_storage
from tests.storage.small_app import make_instance


def refusal(instance: Path) -> str:
    """The sentence that this instance is refused with."""
    with pytest.raises(StorageRefused) as caught:
        check_storage(instance)
    return str(caught.value)


def mode(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_private_and_different(tmp_path: Path) -> None:
    """The folder is 0700, both files 0600, and the two keys are 32 bytes that differ."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    paths = create_keys(folder)
    assert mode(folder) == 0o700
    assert [mode(path) for path in paths] == [0o600, 0o600]
    assert len(database_key(folder)) == len(application_key(folder)) == 32
    assert database_key(folder) != application_key(folder)


@pytest.mark.parametrize("name", ["database.key", "application.key", "marac.db"])
def test_keys_are_never_made_over_something(tmp_path: Path, name: str) -> None:
    """One existing key or database is enough to make none."""
    (tmp_path / name).write_text("here already")
    with pytest.raises(StorageRefused, match=name):
        create_keys(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_database_file_is_private(instance: Path) -> None:
    """The database is made for its owner alone, whatever the umask."""
    assert mode(database_path(instance)) == 0o600


def test_a_sound_instance_is_accepted(instance: Path) -> None:
    """Nothing is said about an instance that is right."""
    check_storage(instance)


def test_missing_keys_of_a_new_installation(tmp_path: Path) -> None:
    """Without key and database the remedy is to make keys."""
    assert "flask keys create" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["database.key", "application.key"])
def test_missing_key_of_an_existing_database(instance: Path, name: str) -> None:
    """With a database there the remedy is the key backup, never a new key."""
    (instance / name).unlink()
    said = refusal(instance)
    assert name in said
    assert "key backup" in said
    assert "flask keys create" not in said


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o660, 0o666, 0o620])
def test_a_key_others_can_read(instance: Path, bits: int) -> None:
    """Any right of group or others on a key file stops the start and gives the command."""
    (instance / "database.key").chmod(bits)
    assert f"chmod 600 {instance / 'database.key'}" in refusal(instance)


def test_a_folder_others_can_read(instance: Path) -> None:
    """The folder holds the database too, so it must be closed as well."""
    instance.chmod(0o755)
    assert f"chmod 700 {instance}" in refusal(instance)


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab" * 16, "é" * 64])
def test_a_key_of_the_wrong_length(instance: Path, text: str) -> None:
    """SQLCipher would take another length for a passphrase, so it is refused before."""
    (instance / "database.key").write_text(text)
    assert "does not hold a key" in refusal(instance)


def test_the_key_of_another_database(instance: Path, tmp_path: Path) -> None:
    """A well-formed key of another installation is recognised as that."""
    other = make_instance(tmp_path / "other")
    (instance / "database.key").write_bytes((other / "database.key").read_bytes())
    said = refusal(instance)
    assert "of another database" in said
    assert database_key(other).hex() not in said


def test_an_unencrypted_database(instance: Path) -> None:
    """A database that can be read without a key is never opened."""
    database_path(instance).write_bytes(PLAIN_HEADER + bytes(4096))
    assert "is not encrypted" in refusal(instance)


def test_a_damaged_first_page(instance: Path) -> None:
    """One flipped bit in the first page is refused like a wrong key, not ignored."""
    path = database_path(instance)
    whole = bytearray(path.read_bytes())
    whole[100] ^= 1
    path.write_bytes(whole)
    for extra in ("-wal", "-shm"):
        Path(f"{path}{extra}").unlink(missing_ok=True)
    assert "does not open" in refusal(instance)


def test_no_database_yet(tmp_path: Path) -> None:
    """Keys without a database: the remedy is to migrate."""
    create_keys(tmp_path / "instance")
    assert "make migrate" in refusal(tmp_path / "instance")


def test_every_refusal_is_one_that_the_start_reports() -> None:
    """Whoever reports faulty settings reports faulty storage in the same way."""
    assert issubclass(StorageRefused, ConfigError)
    assert StorageRefused("A sentence.").problems == ["A sentence."]
