"""What one answer of a live board costs, in processor time, without server and network.

    .venv/bin/python -m bench.board_answer [ROUNDS]

Sixty people of twelve agencies have the board of one case open. In each round one agency's words
or one risk changes, then all sixty look: each an audited read of their own, with their own keys,
decrypted and rendered; and look again, when nothing is new. Printed is the median of the rounds,
for one person. Processor time stretches too on a machine that others use: compare runs of one
hour, or the smallest.

Figures of November 2026, on two cores with a dozen other programs, so that all of them are too
high and only their ratio counts: words 7.0 ms, a risk 7.6, then nothing new 0.01. Right before or
after each run, the state before what reads make sure of was remembered (ADR 0030): words 15.8 ms, a
risk 16.6, then nothing new 4.2.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

from flask import Flask

from app.marac.meeting import hearing
from tests.builders import World
from tests.crowd import build_crowd, names, tokens


class Looker:
    """One person's browser, as far as the application sees it."""

    def __init__(self, world: World, cookie: str) -> None:
        self.app: Flask = world.app
        self.cookie = f"{world.cookie}={cookie}"
        self.path = f"/meetings/{world.extra['meeting']}/board/{world.extra['item']}/live"
        self.tag = '"none"'

    def look(self) -> int:
        """Ask as the board's script does; return the status."""
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            told.update(status=int(status[:3]), tag=dict(headers).get("ETag", self.tag))

        environ: dict[str, Any] = {
            "PATH_INFO": self.path,
            "HTTP_COOKIE": self.cookie,
            "HTTP_IF_NONE_MATCH": self.tag,
            "HTTP_X_POLL": "1",
        }
        setup_testing_defaults(environ)
        answer = self.app.wsgi_app(environ, start)
        b"".join(answer)
        getattr(answer, "close", lambda: None)()
        self.tag = told["tag"]
        return int(told["status"])


def main(rounds: int) -> None:
    """Make the meeting, and let everybody look after each change."""
    with tempfile.TemporaryDirectory() as folder:
        world = build_crowd(Path(folder) / "instance")
        given = tokens(world)
        lookers = [Looker(world, given[who]) for who in names(world)]
        _all_look(lookers, 200)
        for kind in ("words", "a risk"):
            each = [_round(world, lookers, kind, number) for number in range(rounds)]
            news, nothing = zip(*each, strict=True)
            print(
                f"{kind:7} new: {median(news):.2f} ms (at least {min(news):.2f}),"
                f" then nothing new: {median(nothing):.2f} ms"
            )
        world.close()


def _round(world: World, lookers: list[Looker], kind: str, number: int) -> tuple[float, float]:
    with world.inside():
        item_id, words = world.extra["item"], f"Entry {number} of the crowd."
        if kind == "words":
            seen = number if number else None
            hearing.share(world.actor("housing"), item_id, words, seen)
        else:
            hearing.identify_risk(world.actor("chair"), item_id, words)
    return _all_look(lookers, 200), _all_look(lookers, 304)


def _all_look(lookers: list[Looker], status: int) -> float:
    """Milliseconds of processor time for each."""
    began = time.process_time()
    found = {looker.look() for looker in lookers}
    spent = time.process_time() - began
    assert found == {status}, found
    return spent / len(lookers) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
