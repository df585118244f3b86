"""The stolen server: the file, its key, the application's key and settings, and no passphrase."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from app.accounts.session import service as sessions
from app.accounts.session.service import sealing_key
from app.db import db
from app.marac.case.model import Case
from app.marac.case.rules import OpeningReason
from app.marac.case.service import open_case
from app.vault.inventory import CONTRACTS
from app.vault.padding import padded_size
from tests.builders import World
from tests.demonstration.conftest import demonstration_app
from tests.demonstration.people import actor
from tests.journeys.thief import Thief, Value, publics_of
from tests.journeys.told import words_told
from tests.worked import WORDS

HEAD_AND_TAG = 2 + 12 + 16
WRAPPED = 1137


@pytest.fixture(scope="module")
def stolen(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Thief:
    """The demonstration, stolen while three people are signed in; their cookies are not."""
    instance = tmp_path_factory.mktemp("stolen") / "instance"
    shutil.copytree(made, instance)
    (instance / "demonstration.json").unlink()  # the passphrases: what the thief does not have
    app = demonstration_app(instance)
    with app.app_context():
        for who in ("chair", "idva_lead", "coordinator"):
            sessions.start_for(actor(made, who).keys, "Firefox on Linux")
        db.session.remove()
        db.engine.dispose()
    return Thief(instance)


@pytest.fixture(scope="module")
def busy(first_worked: World, tmp_path_factory: pytest.TempPathFactory) -> Thief:
    """A meeting in the middle, with a draft and a chair let in; two people are signed in."""
    world = first_worked.copy_to(tmp_path_factory.mktemp("busy") / "instance")
    for who in ("chair", "idva"):
        world.client(who)
    world.close()
    return Thief(world.instance)


def body_sizes(value: Value) -> set[int]:
    """The sizes that an envelope of this contract can have."""
    bucket = CONTRACTS[value.contract].bucket
    return {HEAD_AND_TAG + padded_size(length, bucket) for length in range(0, 40_000, 7)}


def test_every_sealed_value_is_an_envelope(stolen: Thief, busy: Thief) -> None:
    """All contracts occur; each value is a whole envelope of its contract's padded sizes."""
    assert {value.contract for value in (*stolen.values, *busy.values)} == set(CONTRACTS)
    assert len(stolen.values) > 700
    sizes: dict[str, set[int]] = {}
    for value in (*stolen.values, *busy.values):
        data, where = value.bytes, f"{value.table}.{value.column} {value.id}"
        if value.is_wrapped:
            assert (data[0], len(data)) == (1, WRAPPED + 32), where
            continue
        assert data[0] == 1, where
        assert data[1] == CONTRACTS[value.contract].version, where
        assert len(data) in sizes.setdefault(value.contract, body_sizes(value)), where


def test_no_word_about_anybody_can_be_read(stolen: Thief, busy: Thief) -> None:
    """Not in a column of any table, and not on a decrypted page of the file, free ones too."""
    told = words_told()
    assert len(told) > 500
    assert stolen.holding(told) == []
    assert busy.holding(WORDS) == []


def test_the_words_are_the_ones_that_its_people_read(stolen: Thief, made: Path) -> None:
    """The look-out sees: what the chair opens holds the words, and so do the readable pages."""
    told = words_told()
    with demonstration_app(stolen.instance).app_context():
        chair, read = actor(made, "chair"), []
        for case in db.session.scalars(select(Case).limit(5)).all():
            opened = open_case(chair, case.id, OpeningReason.RECORD_CHECK)
            read.append(repr((opened.label, opened.summary, opened.parties, opened.assessment)))
        db.session.remove()
        db.engine.dispose()
    assert len([word for word in told if word in " ".join(read)]) > 40
    assert stolen.holding(["Thamesmere Police", "CREATE TABLE"]).count("a page: CREATE TABLE") == 1
    assert "agency.name: Thamesmere Police" in stolen.holding(["Thamesmere Police"])


def test_no_key_of_the_server_opens_anything(stolen: Thief, busy: Thief) -> None:
    """The database's key, the application's key and what is derived from them: on every value."""
    for thief in (stolen, busy):
        assert thief.opened(thief.own_keys, thief.values) == []


def test_nothing_in_the_database_opens_anything_in_it(stolen: Thief, busy: Thief) -> None:
    """Whatever is as long as a key, tried on values of every contract and of every session."""
    for thief in (stolen, busy):
        assert len(thief.found_keys) > 100
        few = [value for value in thief.few_of_each(1) if not value.is_wrapped]
        assert thief.opened(thief.found_keys, few) == []
        wrapped = [value for value in thief.few_of_each(1) if value.is_wrapped]
        assert thief.opened(thief.found_keys[:: len(thief.found_keys) // 100], wrapped) == []


def test_a_session_row_opens_only_with_its_cookie(busy: Thief) -> None:
    """Neither the token's hash, in any spelling, nor the row's own ids are the cookie."""
    kept = [value for value in busy.values if value.table == "web_session"]
    assert {value.contract for value in kept} == {"session.data", "session.keyring"}
    guesses = []
    for row in busy.rows["web_session"]:
        digest = bytes(row["token_hash"])
        spellings = (
            digest.hex(),
            str(digest),
            *(str(UUID(str(row[x]))) for x in ("id", "person_id")),
        )
        guesses += [digest, *map(sealing_key, spellings)]
    assert busy.opened([*guesses, *busy.own_keys], kept) == []


def test_nothing_the_thief_has_is_the_private_half_of_a_public_key(
    stolen: Thief, busy: Thief
) -> None:
    """Nor the key that somebody committed to."""
    for thief in (stolen, busy):
        publics = thief.publics()
        tried = (*thief.own_keys, *thief.found_keys)
        assert not [key for key in tried if publics & set(publics_of(key))]


def test_one_passphrase_would_have_opened_some(
    stolen: Thief, made: Path, busy: Thief, first_worked: World
) -> None:
    """The attempts are real: with one person's key the same attempt opens what is theirs."""
    held = actor(made, "coordinator").keys
    wrapped = [value for value in stolen.few_of_each(500) if value.is_wrapped]
    theirs = stolen.opened([held.receiving_private], wrapped)
    assert theirs
    assert {value.row["holder_key_id"] for value in theirs} == {held.key_id.hex}
    keyring = first_worked.members["idva"].keyring
    grants = [
        v for v in busy.values if v.is_wrapped and v.row["holder_key_id"] == keyring.key_id.hex
    ]
    keys = [keyring.unwrap(value.bytes, value.context) for value in grants]
    assert {value.contract for value in busy.opened(keys, busy.values)} >= {
        "case.label",
        "party.details",
        "assessment.immigration",
        "contribution.text",
    }
    assert busy.publics() & {public for key in keys for public in publics_of(key)}
