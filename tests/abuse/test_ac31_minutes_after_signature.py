"""AC-31: minutes altered after the signature: versions are new rows, and each is signed or none."""

import pytest
from sqlalchemy import select

from app.confidentiality.gate.verifying import check_file
from app.db import db
from app.marac.minutes import copying, leaves, queries, reading
from app.marac.minutes.model import MinutesLeaf, MinutesVersion
from app.refusals import NotVisible
from app.vault.errors import Forged, VaultError
from tests.audit.trail import tamper
from tests.marac.minutes.sitting import approve, draft_of, put_better, sign_minutes, whole
from tests.marac.table import Table

NEW = "Words of the amendment."


def amend(table: Table) -> None:
    """The coordinator amends what was signed."""
    put_better(table, draft_of(table, table.case(0)), {"note": NEW}, why="A word was wrong.")


def test_an_unsigned_new_version_is_nobodys_to_read(signed: Table) -> None:
    """Amended, even approved: members and officers read what was signed, and copies hold that."""
    amend(signed)
    approve(signed)
    for who in ("idva", "housing", "chair"):
        found = reading.read(signed.world.actor(who), signed.meeting_id)
        assert all(NEW not in str(leaf.words) for leaf in found.leaves)
    unsigned = whole(signed).approved_id
    with pytest.raises(NotVisible):
        reading.read(signed.world.actor("chair"), signed.meeting_id, unsigned)
    made = copying.take(signed.world.actor("idva"), signed.meeting_id)
    assert NEW.encode() not in made.pdf


def test_the_old_version_reads_and_verifies_after_the_new_one(signed: Table) -> None:
    """A copy of before stays genuine, the old version stays readable, both signatures hold."""
    root = signed.world.actor("chair").keys.root_public
    before = copying.take(signed.world.actor("idva"), signed.meeting_id)
    amend(signed)
    sign_minutes(signed)
    after = copying.take(signed.world.actor("idva"), signed.meeting_id)
    for made in (before, after):
        assert check_file(made.pdf, root).is_genuine
    assert NEW.encode() not in before.pdf
    assert NEW.encode() in after.pdf
    found = reading.read(signed.world.actor("idva"), signed.meeting_id)
    assert len(found.older) == 2
    for part in found.older:
        leaves.check_signed(leaves.Chain.of(signed.world.actor("idva")), part)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE minutes_version SET root = zeroblob(32)",
        "UPDATE minutes_version SET hashes = zeroblob(1024)",
        "UPDATE minutes_signature SET signature = zeroblob(64)",
        "UPDATE minutes_signature SET by_person_id ="
        " (SELECT max(id) FROM person WHERE id <> minutes_signature.by_person_id)",
        "UPDATE minutes_signature SET at = '2020-01-01 00:00:00.000000'",
        "UPDATE minutes_leaf SET sealed_leaf = (SELECT sealed_leaf FROM minutes_leaf LIMIT 1)",
    ],
)
def test_what_a_database_operator_alters_is_found_out(signed: Table, sql: str) -> None:
    """Root, hashes, signature, signer, time, a leaf: nothing of it is shown as signed."""
    db.session.remove()
    tamper(signed.world.instance, sql)
    with pytest.raises((Forged, VaultError)):
        reading.read(signed.world.actor("idva"), signed.meeting_id)


def test_a_version_that_was_never_signed_stays_unsigned(held: Table) -> None:
    """Approved and voided: its rows stay, and no signature points at it."""
    first = approve(held)
    put_better(held, draft_of(held, held.case(0)), {"note": NEW})
    sign_minutes(held)
    versions = set(db.session.scalars(select(MinutesVersion.id)))
    assert first in versions
    signed_ones = {v.id for _, v, _ in queries.signed(held.world.actor("chair"), [held.meeting_id])}
    assert first not in signed_ones
    assert db.session.scalars(select(MinutesLeaf).where(MinutesLeaf.version_id == first)).all()
