"""The stolen server: every row, the database's key and the settings, but nobody's passphrase."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Grant, SecretKind
from app.db import Base, Sealed, db, new_id
from app.db.keyfile import APPLICATION_KEY, DATABASE_KEY
from app.vault import digests, sealing, wrapping
from app.vault.errors import VaultError
from tests.confidentiality.borough import Borough

WORDS = "Zephyrine Canary, 12 Lantern Row"


@pytest.fixture
def stolen(peopled: Borough) -> tuple[Borough, UUID, UUID, bytes]:
    """An area at work: a case with its section, a slip, an exclusion, sealed words."""
    circle.admit(peopled.actor("coordinator"))
    circle.admit(peopled.actor("housing"))
    record, row = new_id(), new_id()
    idva = peopled.people["idva"]
    actor = peopled.actor("coordinator")
    case = new_secret(actor, SecretKind.CASE, record, [Holder(idva, Because.REFERRER)])
    new_secret(actor, SecretKind.COMPARTMENT, record, [Holder(idva, Because.ASSIGNED)])
    new_secret(actor, SecretKind.SLIP, new_id(), part_of=case.id)
    circle.exclude(
        actor, record, person_id=peopled.people["housing"], reason=WORDS, secret_id=case.id
    )
    sealed = Ring(actor).seal(case.id, "case.label", row, {"name": WORDS})
    return peopled, case.id, row, sealed


def everything_in_hand(instance: Path) -> set[bytes]:
    """Every run of 32 bytes that the thief could take for a key: key files and whole columns."""
    found = {digests.sha256(b""), b"\0" * 32}
    for name in (DATABASE_KEY, APPLICATION_KEY):
        path = instance / name
        if path.exists():
            found |= {path.read_bytes()[:32], digests.sha256(path.read_bytes())}
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            found |= {bytes(v)[:32].ljust(32, b"\0") for v in row if isinstance(v, bytes)}
            found |= {digests.sha256(str(v).encode()) for v in row if isinstance(v, (str, UUID))}
    return found


def sealed_values() -> Iterator[tuple[str, object, bytes]]:
    """Every value of every sealed column, with its contract and its row."""
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.c if isinstance(column.type, Sealed)]
        for row in db.session.execute(sa.select(table)).mappings():
            for column in columns:
                if row[column.name] is not None:
                    yield column.type.contract, row["id"], row[column.name]


def test_not_one_sealed_value_opens(stolen: tuple[Borough, UUID, UUID, bytes]) -> None:
    """With everything in the database and beside it tried as a key."""
    keys = everything_in_hand(Path(stolen[0].app.config["MARAC"].instance))
    values = list(sealed_values())
    assert len(keys) > 100
    assert len(values) > 20
    for contract, row, value in [*values, ("case.label", stolen[2], stolen[3])]:
        for key in keys:
            with pytest.raises(VaultError):
                sealing.unseal(key, contract, row, value)


def test_not_one_grant_unwraps(stolen: tuple[Borough, UUID, UUID, bytes]) -> None:
    """Neither to a pair made from any of it as a seed."""
    keys = everything_in_hand(Path(stolen[0].app.config["MARAC"].instance))
    grants = db.session.query(Grant).all()
    pairs = [wrapping.receiving_pair_from_seed(key) for key in sorted(keys)[:150]]
    for grant in grants:
        context = f"grant of {grant.secret_id} to {grant.holder_key_id}"
        for pair in pairs:
            with pytest.raises(VaultError):
                wrapping.unwrap(pair.private, grant.wrapped, context)


def test_no_words_and_no_key_lie_in_any_row(stolen: tuple[Borough, UUID, UUID, bytes]) -> None:
    """Not the canary, not a secret's key, not a private half."""
    borough, case = stolen[0], stolen[1]
    ring = Ring(borough.actor("coordinator"))
    hidden = [WORDS.encode(), ring.key(case)]
    hidden += [keys.receiving_private for keys in borough.keyrings.values()]
    hidden += [keys.signing_private for keys in borough.keyrings.values()]
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            for value in row:
                shown = value if isinstance(value, bytes) else str(value).encode()
                assert not any(each in shown for each in hidden), table.name


def test_the_rightful_still_open_it(stolen: tuple[Borough, UUID, UUID, bytes]) -> None:
    """So that the tests above prove something."""
    borough, case, row, sealed = stolen
    for name in ("coordinator", "chair", "idva"):
        assert Ring(borough.actor(name)).read(case, "case.label", row, sealed) == {"name": WORDS}
