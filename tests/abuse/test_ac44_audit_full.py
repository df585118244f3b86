"""AC-44: somebody fills or locks the audit store to act unseen; then nobody sees or does anything.

A small application with one page that shows a case after recording that it was opened, as every
real page does, and one that writes.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import record
from app.audit.events import CaseOpened, ContributionWritten
from app.audit.model import AuditRow
from app.db import db, new_id, transaction
from app.db.connection import open_for_maintenance
from app.db.keyfile import database_key, database_path
from app.refusals import Unavailable
from tests.audit.trail import CASE, an_actor, tamper
from tests.storage.small_app import Note, close, make_app, make_instance
from tests.storage.test_faults import no_file_may_grow_over

WORDS = "Winifred Featherstonehaugh, 12 Acacia Avenue"
Fault = Callable[[Path], AbstractContextManager[None]]


def open_case() -> str:
    """Record that the case is opened, then show it."""
    with transaction() as session:
        text = session.scalars(sa.select(Note.text)).one()
        record(an_actor(), CaseOpened(CASE, reason="hearing"))
    return text


def write_about_case() -> str:
    """Write something about the case, with its row."""
    with transaction() as session:
        session.add(Note(text="more words"))
        record(an_actor(), ContributionWritten(CASE, contribution_id=new_id()))
    return "written"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The two pages, with one case in the database and no patience for locks."""
    monkeypatch.setattr("app.db.connection.BUSY_SECONDS", 0.05)
    app = make_app(make_instance(tmp_path / "instance"))
    app.add_url_rule("/case", view_func=open_case)
    app.add_url_rule("/write", view_func=write_about_case, methods=["POST"])
    app.register_error_handler(Unavailable, lambda error: ("Try again later.", 503))
    with app.app_context(), transaction() as session:
        session.add(Note(text=WORDS))
    yield app
    close(app)


@contextmanager
def full_disk(instance: Path) -> Iterator[None]:
    """No file can grow, as on a full disk or after an I/O error."""
    log = database_path(instance).with_name("marac.db-wal")
    with no_file_may_grow_over(log.stat().st_size):
        yield


@contextmanager
def locked(instance: Path) -> Iterator[None]:
    """Another program holds the write lock and does not let go."""
    other = open_for_maintenance(database_path(instance), database_key(instance))
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def table_gone(instance: Path) -> Iterator[None]:
    """The trail's table is not there."""
    tamper(instance, "ALTER TABLE audit_row RENAME TO elsewhere")
    yield
    tamper(instance, "ALTER TABLE elsewhere RENAME TO audit_row")


@contextmanager
def refusing(instance: Path) -> Iterator[None]:
    """The table is there and takes no row."""
    tamper(
        instance,
        "CREATE TRIGGER stuffed BEFORE INSERT ON audit_row BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    yield
    tamper(instance, "DROP TRIGGER stuffed")


def counts(app: Flask) -> tuple[int, int]:
    """How many notes and how many rows of the trail there are."""
    with app.app_context():
        notes = db.session.scalar(sa.select(sa.func.count()).select_from(Note))
        rows = db.session.scalar(sa.select(sa.func.count()).select_from(AuditRow))
        return notes or 0, rows or 0


@pytest.mark.parametrize("fault", [full_disk, locked, table_gone, refusing])
def test_no_row_no_case(app: Flask, fault: Fault) -> None:
    """503 without one byte of the case, nothing written, and all is well when the fault is over."""
    client, instance = app.test_client(), app.config["MARAC"].instance
    with fault(instance):
        seen, written = client.get("/case"), client.post("/write")
    assert (seen.status_code, written.status_code) == (503, 503)
    assert not any(word in seen.get_data(as_text=True) for word in WORDS.split())
    assert counts(app) == (1, 0)
    assert client.get("/case").get_data(as_text=True) == WORDS
    assert client.post("/write").status_code == 200
    assert counts(app) == (2, 2)
