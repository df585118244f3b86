"""The gate: writers go one by one in the order they came, and nobody starves or hangs."""

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.db import db, transaction
from app.db.engine import POOL_SIZE
from app.db.gate import Gate, GateTimeout, gate_for
from app.refusals import Unavailable
from tests.storage.small_app import Note, texts

WRITERS = 24
EACH = 15


def run_all(threads: list[threading.Thread]) -> None:
    """Start and finish every thread, in bounded time."""
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=15)
    assert not any(thread.is_alive() for thread in threads)


def test_first_come_first_served() -> None:
    """Waiting threads get their turn in the order in which they asked."""
    gate, order = Gate(), []
    gate.acquire(1)

    def wait(number: int) -> None:
        gate.acquire(5)
        order.append(number)
        gate.release()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(8)]
    for count, thread in enumerate(threads, 1):
        thread.start()
        while len(gate._waiting) < count:
            time.sleep(0.001)
    gate.release()
    for thread in threads:
        thread.join(timeout=5)
    assert order == list(range(8))


def test_waiting_has_an_end_and_leaves_no_trace() -> None:
    """Who waits too long gives up its place, and the gate goes on working."""
    gate, failed = Gate(), []
    gate.acquire(1)

    def wait() -> None:
        try:
            gate.acquire(0.02)
        except GateTimeout:
            failed.append(True)

    run_all([threading.Thread(target=wait)])
    gate.release()
    gate.acquire(0.1)
    gate.release()
    assert failed == [True]


def test_a_thread_that_would_wait_for_itself_is_told() -> None:
    """Writing through two sessions at once would hang forever, so it is an error."""
    gate = Gate()
    gate.acquire(1)
    with pytest.raises(RuntimeError, match="already writing"):
        gate.acquire(1)


def test_one_gate_for_one_file(tmp_path: Path) -> None:
    """However its path is written, a database has one gate in this process."""
    assert gate_for(tmp_path / "a.db") is gate_for(tmp_path / "x" / ".." / "a.db")
    assert gate_for(tmp_path / "a.db") is not gate_for(tmp_path / "b.db")


def test_many_writers_lose_nothing_and_none_starves(bare_app: Flask) -> None:
    """24 threads that read and then write: no locked error, no lost update, no long wait."""
    with bare_app.app_context(), transaction() as session:
        session.add(Note(text="0"))
    waits, errors = [], []

    def count_up() -> None:
        for _ in range(EACH):
            began = time.perf_counter()
            try:
                with bare_app.app_context(), transaction() as session:
                    note = session.scalars(sa.select(Note)).one()
                    note.text = str(int(note.text) + 1)
            except Exception as error:
                errors.append(error)
            waits.append(time.perf_counter() - began)

    run_all([threading.Thread(target=count_up) for _ in range(WRITERS)])
    with bare_app.app_context():
        assert texts() == [str(WRITERS * EACH)]
    assert errors == []
    typical = sorted(waits)[len(waits) // 2]
    assert max(waits) < max(25 * typical, 2.0)


def test_readers_go_on_while_somebody_writes(bare_app: Flask) -> None:
    """A reader neither waits for a writer nor sees what is not committed."""
    seen: list[list[str]] = []

    def read() -> None:
        with bare_app.app_context():
            seen.append(texts())

    with bare_app.app_context(), transaction() as session:
        session.add(Note(text="not yet"))
        session.flush()
        run_all([threading.Thread(target=read)])
    with bare_app.app_context():
        assert texts() == ["not yet"]
    assert seen == [[]]


def test_a_busy_gate_answers_unavailable(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the turn does not come in time the act is refused with 503, not with an error page."""
    monkeypatch.setattr("app.db.connection.BUSY_SECONDS", 0.05)
    refused = []

    def write() -> None:
        with bare_app.app_context():
            try:
                with transaction():
                    pass
            except Unavailable:
                refused.append(True)

    with bare_app.app_context(), transaction():
        run_all([threading.Thread(target=write)])
    assert refused == [True]


def test_no_connection_left_answers_unavailable(
    bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More requests than connections are turned away, not shown an error."""
    with bare_app.app_context():
        monkeypatch.setattr(db.engine.pool, "_timeout", 0.05)
        taken = [db.engine.connect() for _ in range(POOL_SIZE)]
        with pytest.raises(Unavailable), transaction():
            pass
        for connection in taken:
            connection.close()
        with transaction():
            pass


def test_a_second_application_context_in_one_thread_cannot_hang(app: Flask) -> None:
    """A request made from inside a transaction fails at once instead of waiting for itself."""
    with transaction(), app.app_context():
        assert db.session() is not None
        with pytest.raises(RuntimeError, match="already writing"), transaction():
            pass
    with transaction():
        pass
