"""The server is killed ten times while six people write: what was acknowledged is there, once.

``kill -9`` takes the process between any two of its steps. Whoever wrote sends the same form again
until it is answered, as the board's script does; the database is read when all is over.
"""

import itertools
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.audit.model import AuditRow
from app.audit.verify import verify
from app.db import db
from app.db.connection import GatedConnection, open_for_maintenance
from app.db.keyfile import database_key, database_path
from app.marac.meeting.model import Contribution, IdentifiedRisk
from tests.application import make_app
from tests.browser.served import GUNICORN, ROOT, environment, free_port, wait_until_up
from tests.crowd import build_crowd
from tests.crowding import ENTRY, Crowd, Hand

KILLS, A_FEW = 10, 3
PATIENCE = 50.0
"""Seconds in which an entry must have been acknowledged, however often the server was killed."""
SEED = 20265


class Killed:
    """A server that is killed and started again, on one port and one database."""

    def __init__(self, instance: Path, log: Path) -> None:
        self.instance, self.log, self.port = instance, log, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it in a process group of its own, and wait until it answers."""
        with self.log.open("ab") as output:
            self.server = subprocess.Popen(
                [str(GUNICORN), "--config", "scripts/gunicorn.conf.py", "wsgi:app"],
                cwd=ROOT,
                env={**environment(self.instance), "PORT": str(self.port)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until_up(self.address, self.log)

    def kill(self) -> None:
        """End it and its worker at once, without a word."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=20)


class Writer(threading.Thread):
    """Writes one entry after another until told to stop; keeps what was acknowledged."""

    def __init__(self, hand: Hand, numbers: Iterator[int]) -> None:
        super().__init__(daemon=True)
        self.hand, self.numbers = hand, numbers
        self.acknowledged: list[int] = []
        self.over = threading.Event()

    def run(self) -> None:
        """Each entry is acknowledged before the next is begun."""
        while not self.over.is_set():
            number = next(self.numbers)
            self.hand.write(number, PATIENCE)
            self.acknowledged.append(number)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small meeting that is going on, with sessions for those who write."""
    folder = tmp_path_factory.mktemp("killed") / "instance"
    Crowd.keep(build_crowd(folder, many=12, cases=2))
    return folder


@contextmanager
def writing(crowd: Crowd) -> Iterator[list[Writer]]:
    """The six write while the block runs, and then finish what they have begun."""
    numbers = itertools.count(1)
    writers = [Writer(hand, numbers) for hand in crowd.hands]
    for writer in writers:
        writer.start()
    yield writers
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join(timeout=PATIENCE + 10)
        assert not writer.is_alive(), "an entry was never acknowledged"


def wait_for_more(writers: list[Writer]) -> None:
    """Until a few entries more have been acknowledged, so that a kill meets people who write."""
    before, until = sum(len(each.acknowledged) for each in writers), time.monotonic() + PATIENCE
    while sum(len(each.acknowledged) for each in writers) < before + A_FEW:
        assert time.monotonic() < until, "nobody could write"
        time.sleep(0.02)


@contextmanager
def opened(instance: Path) -> Iterator[GatedConnection]:
    """The database, as a program beside the server opens it."""
    database = open_for_maintenance(database_path(instance), database_key(instance))
    try:
        yield database
    finally:
        database.close()


def test_every_acknowledged_entry_is_there_once_after_ten_kills(
    instance: Path, tmp_path: Path
) -> None:
    """Nothing lost, nothing doubled, the trail is whole, and so is the database."""
    dice = random.Random(SEED)
    server = Killed(instance, tmp_path / "server.log")
    crowd = Crowd(server.address, instance)
    try:
        with writing(crowd) as writers:
            for _ in range(KILLS):
                wait_for_more(writers)
                time.sleep(dice.uniform(0.0, 0.3))
                server.kill()
                server.start()
        page = crowd.hands[0].line.ask("GET", crowd.board)[1]
    finally:
        server.kill()
        crowd.get_up()
    acknowledged = sorted(number for each in writers for number in each.acknowledged)
    assert len(acknowledged) >= KILLS
    assert sum(hand.sent_again for hand in crowd.hands) > 0, "no kill met a form on its way"
    shown = page[page.index('id="part-shared"') :]
    assert Counter(map(int, ENTRY.findall(shown))) == Counter(acknowledged)
    the_database_is_whole(instance)
    every_row_has_its_line_in_the_trail(instance, writers)


def the_database_is_whole(instance: Path) -> None:
    """Every page is authentic and well formed, and no row points at nothing."""
    with opened(instance) as database:
        assert database.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def every_row_has_its_line_in_the_trail(instance: Path, writers: list[Writer]) -> None:
    """A risk is one row and one line; what an agency shared has a line for each time it wrote."""
    with make_app(instance).app_context():
        verify(db.session())
        tags = Counter(db.session.scalars(db.select(AuditRow.tag)))
        numbers = list(db.session.scalars(db.select(IdentifiedRisk.number)))
        revisions = list(db.session.scalars(db.select(Contribution.revision)))
        db.session.remove()
        db.engine.dispose()
    risks = sum(len(each.acknowledged) for each in writers if each.hand.form == "add-risk")
    shares = sum(len(each.acknowledged) for each in writers if each.hand.form == "share")
    assert sorted(numbers) == list(range(1, risks + 1))
    assert (tags["case:risk"], tags["case:contribute"]) == (risks, shares)
    assert sum(revisions) == shares
