"""record(): the row is part of the act, says exactly who did what, and holds no words."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import record
from app.audit.events import CaseOpened, SignedIn, SignInFailed
from app.audit.model import FIRST_PREV, AuditRow
from app.audit.verify import head, verify
from app.db import db, transaction
from app.db.session import WrittenOutside
from app.refusals import RuleBroken, Unavailable
from tests.audit.trail import AGENCY, AREA, CASE, PERSON, an_actor, some_acts, tamper
from tests.storage.small_app import Note, texts


def trail() -> list[AuditRow]:
    """Every row, oldest first."""
    return list(db.session.scalars(sa.select(AuditRow).order_by(AuditRow.seq)))


def test_a_row_says_who_what_where_and_when(app: Flask) -> None:
    """Every column as it must be, and the session cannot be found from its reference."""
    with transaction():
        record(an_actor(), CaseOpened(CASE, reason="hearing"))
    (row,) = trail()
    assert (row.actor_id, row.agency_id, row.area_id) == (str(PERSON), str(AGENCY), str(AREA))
    assert (row.tag, row.subject_kind, row.subject_id) == ("case:open", "case", str(CASE))
    assert json.loads(row.detail) == {"reason": "hearing"}
    assert row.at.endswith("+00:00")
    assert row.session_ref is not None
    assert "a-session" not in row.session_ref
    assert (row.seq, row.prev, len(row.hash)) == (1, FIRST_PREV, 32)


def test_somebody_unknown_leaves_a_row_too(app: Flask) -> None:
    """A failed sign-in has no actor; and there is a row without a subject, whoever did it."""
    with transaction():
        record(None, SignInFailed(None, reason="unknown"), area_id=AREA)
        record(an_actor(), SignInFailed(None, reason="unknown"))
    first, second = trail()
    assert (first.actor_id, first.area_id) == (None, str(AREA))
    assert (second.subject_id, second.seq, second.prev) == (None, 2, first.hash)


def test_the_row_goes_with_its_act(app: Flask) -> None:
    """When the act is undone its row is undone, and the numbers have no gap afterwards."""

    def fail() -> None:
        with transaction() as session:
            session.add(Note(text="undone"))
            record(an_actor(), SignedIn(PERSON))
            raise RuleBroken("text", "No.")

    with pytest.raises(RuleBroken):
        fail()
    assert trail() == []
    some_acts(1)
    assert [row.seq for row in trail()] == [1, 2, 3]


def test_no_row_without_a_transaction(app: Flask) -> None:
    """A row that stands apart from its act is an error in the code."""
    with pytest.raises(WrittenOutside):
        record(an_actor(), SignedIn(PERSON))


def test_an_act_whose_row_cannot_be_written_is_not_kept(app: Flask, instance: Path) -> None:
    """Unavailable, and the act itself is undone."""
    tamper(instance, "ALTER TABLE audit_row RENAME TO elsewhere")

    def act() -> None:
        with transaction() as session:
            session.add(Note(text="undone"))
            record(an_actor(), SignedIn(PERSON))

    with pytest.raises(Unavailable):
        act()
    assert texts() == []


def test_swallowing_the_refusal_does_not_help(app: Flask, instance: Path) -> None:
    """A service that caught Unavailable and went on would keep nothing either."""
    tamper(instance, "ALTER TABLE audit_row RENAME TO elsewhere")

    def act() -> None:
        with transaction() as session:
            session.add(Note(text="undone"))
            with pytest.raises(Unavailable):
                record(an_actor(), SignedIn(PERSON))

    with pytest.raises(RuntimeError, match="none of it"):
        act()
    assert texts() == []


def test_rows_of_many_threads_make_one_chain(app: Flask) -> None:
    """Acts at the same time stand in one order, without a gap and without a fork."""
    from threading import Thread

    def act() -> None:
        with app.app_context():
            some_acts(5)

    threads = [Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=15)
    assert verify(db.session()) == head(db.session())
    assert head(db.session()).seq == 8 * 5 * 3
