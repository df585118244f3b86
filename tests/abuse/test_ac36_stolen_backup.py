"""AC-36: a backup is stolen with its key file and the settings; without people it opens nothing."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.confidentiality.circle import recovery
from app.confidentiality.circle.grants import Ring
from app.confidentiality.circle.model import Secret
from app.db import Base, Sealed, db
from app.db.keyfile import application_key, database_key
from app.refusals import RuleBroken
from app.vault import digests, sealing
from app.vault import recovery as sheets
from app.vault.errors import DoesNotOpen
from tests.builders import World
from tests.journeys.thief import id_column
from tests.working import CANARY


@pytest.fixture
def backup(worked: World, tmp_path: Path) -> World:
    """A copy of the whole instance folder, opened by the thief's own installation."""
    worked.close()
    stolen = worked.copy_to(tmp_path / "stolen")
    assert sorted(p.name for p in stolen.instance.iterdir()) == sorted(
        p.name for p in worked.instance.iterdir()
    )
    return stolen


def sealed_columns() -> list[tuple[sa.Table, sa.Column[bytes]]]:
    """Every sealed column of every table."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Sealed)
    ]


def test_the_backup_is_readable_as_a_database(backup: World) -> None:
    """The thief has the key file, so rows are theirs: who works where, when a meeting was."""
    with backup.inside():
        assert db.session.query(Secret).count() > 0


def test_not_one_sealed_value_opens_with_what_lies_beside_it(backup: World) -> None:
    """Tried with both key files, and with keys derived from them."""
    files = [database_key(backup.instance), application_key(backup.instance)]
    keys = [digests.sha256(key) for key in files] + [key[:32] for key in files if len(key) >= 32]
    tried = 0
    with backup.inside():
        for table, column in sealed_columns():
            for row_id, value in db.session.execute(sa.select(id_column(table.name), column)):
                for key in keys if value is not None else ():
                    tried += 1
                    with pytest.raises(DoesNotOpen):
                        sealing.unseal(key, column.type.contract, row_id, value)
    assert tried > 100


def test_the_victims_name_is_in_no_row(backup: World) -> None:
    """Nor in the files."""
    with backup.inside():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(sa.select(table)):
                assert CANARY not in str(tuple(row))
    for path in backup.instance.rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()


def test_one_custodian_is_not_enough_and_two_are(backup: World) -> None:
    """Restoring what officers held takes two of the three sheets, which lie in no backup."""
    with backup.inside():
        wrong = sheets.split(digests.random_bytes(32))
        for guess in (wrong[:2], wrong[:1], []):
            with pytest.raises(RuleBroken):
                recovery.rehearse(backup.area_id, guess)


def test_the_same_copy_opens_for_those_whose_it_is(backup: World) -> None:
    """A restored backup is worth something: a person with their keys opens their cases."""
    with backup.inside():
        rows = db.session.query(Secret.id).filter_by(record_id=backup.extra["case"])
        ring = Ring(backup.actor("coordinator"))
        assert any(ring.may_open(secret_id) for (secret_id,) in rows)
