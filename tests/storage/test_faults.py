"""Power cuts, full disks and locked files: what was acknowledged is there, the rest is refused."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlcipher3 import dbapi2 as sqlcipher

from app.db import transaction
from app.db.connection import open_for_maintenance
from app.db.gate import gate_for
from app.db.keyfile import database_key, database_path
from app.refusals import Unavailable
from tests.storage import writes_until_killed
from tests.storage.small_app import Note, close, make_app, texts

ROOT = Path(__file__).parents[2]


def write_and_kill(instance: Path, acknowledgements: int) -> int:
    """Start a writer, kill it without warning after some acknowledgements; the last number."""
    program = writes_until_killed.__file__
    assert program is not None
    writer = subprocess.Popen(
        [sys.executable, program, str(instance)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )
    assert writer.stdout is not None
    try:
        for _ in range(acknowledgements):
            last = writer.stdout.readline()
        time.sleep(0.003)  # somewhere in the middle of the next ones
    finally:
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split("\n")
        writer.stdout.close()
        assert writer.wait(timeout=10) == -signal.SIGKILL
    complete = [line for line in rest[:-1] if line]
    return int(complete[-1] if complete else last)


@pytest.mark.parametrize("acknowledgements", [1, 40, 90])
def test_killed_in_the_middle_of_writing(instance: Path, acknowledgements: int) -> None:
    """After kill -9 every acknowledged pair is there, no pair is half there, the file is whole."""
    last = write_and_kill(instance, acknowledgements)
    connection = open_for_maintenance(database_path(instance), database_key(instance))
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    app = make_app(instance)
    with app.app_context():
        found = texts()
    close(app)
    numbers = [int(text.split()[0]) for text in found]
    assert set(range(last + 1)) <= set(numbers)
    assert numbers == sorted([*range(len(found) // 2)] * 2)
    assert len(found) // 2 <= last + 2


@contextmanager
def no_file_may_grow_over(size: int) -> Iterator[None]:
    """As on a full disk: every write past this size fails, for root too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def size_of_log(app: Flask) -> int:
    """How long the write-ahead log is by now."""
    path = database_path(app.config["MARAC"].instance)
    return path.with_name(f"{path.name}-wal").stat().st_size


def write_until_refused(text: str) -> int:
    """Write notes until the machine refuses; how many were acknowledged."""
    for written in range(1000):
        try:
            with transaction() as session:
                session.add(Note(text=text))
        except Unavailable:
            return written
    raise AssertionError("The disk never filled up.")


def test_a_disk_that_refuses_to_grow(app: Flask) -> None:
    """Unavailable, the failed row is not there, every acknowledged one is, and it recovers."""
    with transaction() as session:
        session.add(Note(text="before"))
    with no_file_may_grow_over(size_of_log(app) + 40_000):
        written = write_until_refused("x" * 3000)
        assert written > 0
        assert len(texts()) == written + 1
    with transaction() as session:
        session.add(Note(text="after"))
    assert len(texts()) == written + 2


def test_a_database_that_is_full(app: Flask) -> None:
    """SQLite's own "full" is answered in the same way."""
    with transaction():
        raw = gate_for(database_path(app.config["MARAC"].instance)).writer
    assert raw is not None
    raw.set_authorizer(None)
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count = {pages + 5}")
    written = write_until_refused("x" * 3000)
    assert 0 < written < 10
    assert len(texts()) == written


def test_a_file_locked_by_another_program(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that holds the lock too long means 503 for writers; readers go on."""
    monkeypatch.setattr("app.db.connection.BUSY_SECONDS", 0.05)
    instance = app.config["MARAC"].instance
    other = open_for_maintenance(database_path(instance), database_key(instance))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable), transaction() as session:
        session.add(Note(text="refused"))
    assert texts() == []
    other.execute("ROLLBACK")
    other.close()
    with transaction() as session:
        session.add(Note(text="accepted"))
    assert texts() == ["accepted"]


def test_the_lock_is_taken_at_the_beginning(app: Flask) -> None:
    """Another program cannot slip in between what a service reads and what it then writes."""
    instance = app.config["MARAC"].instance
    other = open_for_maintenance(database_path(instance), database_key(instance))
    other.execute("PRAGMA busy_timeout = 10")
    with transaction():
        assert texts() == []
        with pytest.raises(sqlcipher.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def test_a_refusal_lets_the_next_writer_in(app: Flask) -> None:
    """The turn is given up after a failed commit too, or nobody could ever write again."""
    with transaction() as session:
        session.add(Note(text="accepted"))
    with no_file_may_grow_over(size_of_log(app) + 4_000):
        for _ in range(3):
            with pytest.raises(Unavailable), transaction() as session:
                session.execute(sa.insert(Note), [{"text": "x" * 3000}] * 20)
    with transaction() as session:
        session.add(Note(text="accepted too"))
    assert texts() == ["accepted", "accepted too"]
