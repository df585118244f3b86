"""verify(): names the first row that is not as it was written, whatever was done to it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit.body import body
from app.audit.model import FIRST_PREV, AuditRow
from app.audit.verify import Broken, Head, head, verify
from app.db import db
from app.vault import digests
from tests.audit.trail import some_acts, tamper


def broken(kept: Head | None = None) -> tuple[int, str]:
    """Which row is named, and with which words."""
    db.session.rollback()
    with pytest.raises(Broken) as caught:
        verify(db.session(), kept)
    return caught.value.seq, caught.value.because


def test_a_whole_trail_gives_its_head(app: Flask) -> None:
    """Nothing is said about a trail that is as it was written, empty or not."""
    assert verify(db.session()) == Head(0, FIRST_PREV)
    some_acts()
    assert verify(db.session()) == head(db.session())
    assert head(db.session()).seq == 9


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE audit_row SET detail = \'{"reason":"other"}\' WHERE seq = 4',
        "UPDATE audit_row SET hash = prev WHERE seq = 4",
        "UPDATE audit_row SET prev = hash WHERE seq = 4",
        "UPDATE audit_row SET hash = 'text' WHERE seq = 4",
        "UPDATE audit_row SET actor_id = NULL WHERE seq = 4",
        "UPDATE audit_row SET tag = CAST(tag AS BLOB) WHERE seq = 4",
        "UPDATE audit_row SET detail = 5 WHERE seq = 4",
        "UPDATE audit_row SET detail = CAST(x'ff' AS TEXT) WHERE seq = 4",
        "DELETE FROM audit_row WHERE seq = 4",
        "UPDATE audit_row SET seq = 40 WHERE seq = 4",
    ],
)
def test_a_changed_row_is_named(app: Flask, instance: Path, change: str) -> None:
    """Altered, emptied, of another type, unreadable, removed or renumbered: it is row 4."""
    some_acts()
    tamper(instance, change)
    assert broken()[0] == 4


def test_a_row_written_anew_with_a_hash_of_its_own(app: Flask, instance: Path) -> None:
    """Whoever knows how the hash is made can fit one row, but then the next does not follow."""
    some_acts()
    row = dict(db.session.execute(sa.select(AuditRow.__table__).filter_by(seq=4)).mappings().one())
    row["tag"] = "case:close"
    fitting = digests.chain(row["prev"], body(row)).hex()
    tamper(
        instance,
        f"UPDATE audit_row SET tag = 'case:close', hash = x'{fitting}' WHERE seq = 4",  # noqa: S608
    )
    assert broken()[0] == 5


def test_two_rows_that_changed_places(app: Flask, instance: Path) -> None:
    """The first of the two is named."""
    some_acts()
    tamper(
        instance,
        "UPDATE audit_row SET seq = 100 WHERE seq = 4",
        "UPDATE audit_row SET seq = 4 WHERE seq = 6",
        "UPDATE audit_row SET seq = 6 WHERE seq = 100",
    )
    assert broken()[0] == 4


def test_a_missing_first_row(app: Flask, instance: Path) -> None:
    """The beginning is checked too."""
    some_acts()
    tamper(instance, "DELETE FROM audit_row WHERE seq = 1")
    assert broken()[0] == 1


def test_a_row_taken_out_and_the_rest_moved_up(app: Flask, instance: Path) -> None:
    """Closing the gap does not hide it: the next row does not follow."""
    some_acts()
    tamper(
        instance,
        "DELETE FROM audit_row WHERE seq = 4",
        "UPDATE audit_row SET seq = seq + 95 WHERE seq > 4",
        "UPDATE audit_row SET seq = seq - 96 WHERE seq > 4",
    )
    assert broken()[0] == 4


def test_a_cut_off_end_shows_against_a_kept_head(app: Flask, instance: Path) -> None:
    """Without the head nothing is noticed, and that is why another organisation keeps one."""
    some_acts()
    kept = head(db.session())
    tamper(instance, "DELETE FROM audit_row WHERE seq > 7")
    db.session.rollback()
    assert verify(db.session()).seq == 7
    assert broken(kept) == (8, "is missing: the trail has been cut off after the row before it")


def test_a_trail_written_anew_shows_against_a_kept_head(app: Flask, instance: Path) -> None:
    """Whoever holds the key can write a whole new chain, but not one with the same hash."""
    some_acts()
    kept = head(db.session())
    tamper(instance, "DELETE FROM audit_row")
    db.session.rollback()
    some_acts(4)
    assert verify(db.session()).seq == 12
    assert broken(kept)[0] == 9


def test_a_trail_that_went_on_still_holds_its_old_head(app: Flask) -> None:
    """A head kept last month is good for all the rows before it."""
    some_acts()
    kept = head(db.session())
    some_acts()
    assert verify(db.session(), kept).seq == 18


def test_more_rows_than_one_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk goes on from page to page, and reports how far it is."""
    monkeypatch.setattr("app.audit.verify.PAGE", 4)
    some_acts(140)
    seen: list[int] = []
    assert verify(db.session(), progress=seen.append).seq == 420
    assert seen == [400]


@pytest.mark.parametrize("text", ["", "1", "1:", "x:" + "00" * 32, "-1:" + "00" * 32, "1:00"])
def test_what_is_not_a_head(text: str) -> None:
    """A head that was copied wrongly is refused instead of being taken for a broken trail."""
    with pytest.raises(ValueError):  # noqa: PT011
        Head.parse(text)


def test_a_head_survives_being_printed(app: Flask) -> None:
    """Printed and read again it is the same."""
    some_acts(1)
    assert Head.parse(f" {head(db.session())}\n") == head(db.session())
