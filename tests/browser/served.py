"""A demonstration area served to real browsers: made once a session, copied for each test."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from app import clock
from app.db.connection import GatedConnection, open_for_maintenance
from app.db.keyfile import database_key, database_path
from app.vault import totp

ROOT = Path(__file__).parents[2]
GUNICORN = Path(sys.executable).parent / "gunicorn"


def make_demonstration(instance: Path) -> str:
    """Make keys, tables and the made-up area, as `make run` does, in a process of its own.

    Return what the last command said.
    """
    instance.parent.mkdir(parents=True, exist_ok=True)
    for words in (["keys", "create"], ["db", "upgrade"], ["demo"]):
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=environment(instance),
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(instance: Path) -> dict[str, str]:
    """The settings of a demonstration in this folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "MARAC_ENV": "demonstration", "MARAC_INSTANCE": str(instance)}


@dataclass
class Served:
    """A running demonstration: its address, its folder, and the people who can sign in."""

    address: str
    instance: Path
    log: Path
    process_id: int
    used: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, dict[str, Any]]:
        """The sign-in sheet by key."""
        entries = json.loads((self.instance / "demonstration.json").read_text("utf-8"))
        return {entry["key"]: entry for entry in entries}

    def code(self, key: str) -> str:
        """A code this person has not used yet; waits for the next one if all are used."""
        last = self.used.get(key, 0)
        while (step := max(totp.step_at(clock.now()), last + 1)) > totp.step_at(clock.now()) + 1:
            time.sleep(0.5)
        self.used[key] = step
        return totp.code_at(self.people[key]["totp_secret"], step)

    def let_time_pass(self, key: str, minutes: int) -> None:
        """Make this person's sessions look as if nobody had touched them for so long."""
        with self._opened() as database:
            changed = database.execute(
                "UPDATE web_session SET seen_at = datetime(seen_at, ?)"
                " WHERE person_id = ? AND sealed_keyring IS NOT NULL",
                (f"-{minutes} minutes", UUID(self.people[key]["person_id"]).hex),
            )
            assert changed.rowcount > 0

    def last_seen(self, key: str) -> str:
        """When this person's session was last used, as the database has it."""
        with self._opened() as database:
            rows = database.execute(
                "SELECT max(seen_at) FROM web_session"
                " WHERE person_id = ? AND sealed_keyring IS NOT NULL",
                (UUID(self.people[key]["person_id"]).hex,),
            )
            return str(rows.fetchone()[0])

    @contextmanager
    def _opened(self) -> Iterator[GatedConnection]:
        """The database of the running server, opened beside it with the server's key."""
        path, key = database_path(self.instance), database_key(self.instance)
        database = open_for_maintenance(path, key)
        try:
            yield database
        finally:
            database.close()

    def everything_said(self) -> str:
        """All that the server has written so far."""
        return self.log.read_text("utf-8", errors="replace")


@contextmanager
def serve(template: Path, folder: Path) -> Iterator[Served]:
    """Serve a copy of the template on a free port of loopback until the block ends."""
    instance = folder / "instance"
    shutil.copytree(template, instance)
    port, log = free_port(), folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(GUNICORN), "--config", "scripts/gunicorn.conf.py", "wsgi:app"],
            cwd=ROOT,
            env={**environment(instance), "PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_up(address, log)
        yield Served(address, instance, log, server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def wait_until_up(address: str, log: Path) -> None:
    """Ask until the sign-in page answers, at most twenty seconds."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/sign-in", timeout=5):  # noqa: S310
                return
        except OSError:  # refused, or not answered in time by a machine that has much to do
            time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8", errors="replace"))


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
