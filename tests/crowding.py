"""Browsers without a window: many people who look at the board every two seconds, and who write.

They do what the board's script does: a GET with If-None-Match and X-Poll, and forms sent in place.
"""

import http.client
import itertools
import json
import os
import random
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from tests.builders import World
from tests.crowd import OFFICERS, tokens
from tests.web.crawl import Reader

KEPT = "cookies.json"
WRITERS = {
    "chair": "add-risk",
    "coordinator": "add-risk",
    "idva": "share",
    "housing": "share",
    "children": "share",
    "member 0": "share",
}
"""Who writes, in which form of the board."""
PACE, ARRIVING = 2.0, 6.0
ENTRY = re.compile(r"Entry (\d+)\b")
PART = re.compile(r'id="(part-[a-z]+)"')
TICKS = os.sysconf("SC_CLK_TCK")


class Line:
    """One browser's connection, kept open between requests and opened again when it is lost."""

    def __init__(self, address: str, cookie: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookie = f"marac={cookie}"
        self.connection: http.client.HTTPConnection | None = None
        self.location = ""

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """Status, body and mark of an answer; ``OSError`` when there was none."""
        own = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            own["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, timeout=60)
            self.connection.request(method, path, body, own)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as lost:
            self.close()
            raise OSError(str(lost)) from lost
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        self.location = answer.headers.get("Location", "")
        return answer.status, text, answer.headers.get("ETag", "")

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class Looker(threading.Thread):
    """Somebody with the board open: keeps its parts as the server has them."""

    def __init__(self, address: str, cookie: str, board: str, *, is_officer: bool = False) -> None:
        super().__init__(daemon=True)
        self.line, self.board, self.is_officer = Line(address, cookie), board, is_officer
        self.parts: dict[str, str] = {}
        self.seen: dict[int, float] = {}
        self.answers: dict[int, int] = {}
        self.over = threading.Event()
        self.tag = ""
        self.token = ""

    def run(self) -> None:
        """Load the board once, then look every two seconds until told to stop."""
        self.over.wait(random.uniform(0, ARRIVING))
        page = self.arrive()
        self.token = Reader(page).all("body")[0].attributes["data-csrf"]
        while not self.over.is_set():
            began = time.monotonic()
            self.look()
            self.over.wait(max(0.0, PACE - (time.monotonic() - began)))
        self.line.close()

    def arrive(self) -> str:
        """Load the board; on a machine that is busy with other things it is asked for again."""
        while not self.over.is_set():
            try:
                status, page, _ = self.line.ask("GET", self.board)
            except OSError:
                continue
            if status == 200:
                return page
            self.over.wait(PACE)
        return "<body data-csrf=''>"

    def look(self) -> None:
        """Ask once, and note when which entry was seen first."""
        try:
            status, text, tag = self.line.ask(
                "GET", f"{self.board}/live", If_None_Match=self.tag or '"none"', X_Poll="1"
            )
            if self.is_officer:
                self.line.ask("POST", "/door/admit", "", X_CSRFToken=self.token, X_Poll="1")
        except OSError:
            status, text, tag = 0, "", ""
        self.answers[status] = self.answers.get(status, 0) + 1
        if status != 200:
            return
        self.tag = tag
        now = time.monotonic()
        for part in re.split(r'(?=<(?:section|nav|div) id="part-)', text)[1:]:
            self.parts[PART.search(part)[1]] = part  # type: ignore[index]
            for number in map(int, ENTRY.findall(part)):
                self.seen.setdefault(number, now)

    def shown(self) -> list[int]:
        """The entries that stand on the board now, as often as they do."""
        return [int(found) for part in self.parts.values() for found in ENTRY.findall(part)]


@dataclass
class Hand:
    """Somebody who writes on the board with its forms, and sends again what was not answered.

    As the board's script does, they load the page once, and after each entry the form alone.
    """

    line: Line
    board: str
    form: str
    texts: list[str] = field(default_factory=list)
    sent_again: int = 0
    page: str = ""

    def write(self, number: int, patience: float = 20.0) -> float:
        """Add an entry; return when it was acknowledged. The same form is sent until it is."""
        fields = self._fields(patience)
        word = f"Entry {number} of the crowd."
        self.texts.append(word)
        fields[{"share": "shared", "add-risk": "risk"}[self.form]] = (
            " ".join(self.texts) if self.form == "share" else word
        )
        action = fields.pop("action of the form")
        self._try("POST", action, urlencode(fields), patience)
        acknowledged = time.monotonic()
        self._go_on()
        return acknowledged

    def _fields(self, patience: float) -> dict[str, str]:
        """The hidden boxes of the form as the board has it now."""
        page = self.page or self._try("GET", self.board, None, patience)
        start = page.index(f'id="{self.form}"')
        form = Reader(page[page.index("<form", start) : page.index("</form>", start) + 7])
        hidden = {
            box.attributes["name"]: box.attributes.get("value", "")
            for box in form.all("input")
            if box.attributes.get("type") == "hidden"
        }
        return hidden | {"action of the form": form.all("form")[0].attributes["action"]}

    def _go_on(self) -> None:
        """Follow to the form made ready for the next entry; where that fails, load the page."""
        self.page = ""
        try:
            status, page, _ = self.line.ask("GET", self.line.location, X_In_Place="1")
        except OSError:
            return
        self.page = page if status == 200 else ""

    def _try(self, method: str, path: str, body: str | None, patience: float) -> str:
        """Ask again, as the board's script does, until there is an answer."""
        until = time.monotonic() + patience
        while True:
            try:
                given = {"X_In_Place": "1"} if body else {}
                status, text, _ = self.line.ask(method, path, body, **given)
                if status in (200, 303):
                    return text
                if status != 503:
                    raise AssertionError(f"{method} {path}: {status} {text[-2000:]}")
            except OSError:
                self.sent_again += method == "POST"
            if time.monotonic() > until:
                raise AssertionError(f"no answer to {method} {path}")
            time.sleep(0.1)


def slowness(seconds: float = 1.0) -> float:
    """How much longer a busy thread takes here than it works: 1 on a machine that is free.

    Others use this machine too; what is timed by the clock is measured against this.
    """
    began, worked = time.monotonic(), time.thread_time()
    while time.monotonic() - began < seconds:
        sum(range(10_000))
    return (time.monotonic() - began) / max(0.001, time.thread_time() - worked)


def processor_seconds(process_id: int) -> float:
    """What a process and its children have worked so far, in seconds of one core."""
    return sum(_worked(each) for each in (process_id, *children(process_id)))


def children(process_id: int) -> list[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{process_id}/task").glob("*/children")
    return [int(one) for task in tasks for one in task.read_text().split()]


def _worked(process_id: int) -> float:
    told = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS


@dataclass
class Cost:
    """What a server works from here on, as a share of one core."""

    process_id: int
    worked: float = 0.0
    began: float = 0.0

    def __post_init__(self) -> None:
        self.worked, self.began = processor_seconds(self.process_id), time.monotonic()

    def share(self) -> float:
        """The share since it was begun."""
        worked = processor_seconds(self.process_id) - self.worked
        return worked / (time.monotonic() - self.began)


@dataclass(frozen=True)
class Waits:
    """Seconds from an entry's acknowledgement until each board has it."""

    p50: float
    p95: float
    most: float
    count: int

    @classmethod
    def of(cls, seconds: list[float]) -> "Waits":
        """Cut them."""
        cuts = quantiles(seconds, n=20)
        return cls(cuts[9], cuts[18], max(seconds), len(seconds))

    def __str__(self) -> str:
        return (
            f"seen after {self.p50:.2f} s (p50), {self.p95:.2f} s (p95), {self.most:.2f} s at most"
        )


class Crowd:
    """Everybody of ``tests.crowd`` with the board of the first case open, and six who write."""

    def __init__(self, address: str, instance: Path) -> None:
        kept = json.loads((instance / KEPT).read_text("utf-8"))
        self.board = f"/meetings/{kept['meeting']}/board/{kept['item']}"
        self.address, self.cookies = address, kept["cookies"]
        self.numbers = itertools.count(1)
        self.lookers = [
            Looker(address, cookie, self.board, is_officer=who in OFFICERS)
            for who, cookie in self.cookies.items()
        ]
        self.hands = [
            Hand(Line(address, self.cookies[who]), self.board, form)
            for who, form in WRITERS.items()
        ]

    @staticmethod
    def keep(world: World) -> None:
        """Lay the cookies beside the database, for a server in a process of its own."""
        ids = {name: str(world.extra[name]) for name in ("meeting", "item")}
        told = json.dumps({"cookies": tokens(world), **ids})
        (world.instance / KEPT).write_text(told, "utf-8")
        world.close()

    def sit_down(self) -> None:
        """Everybody opens the board; returns when they have, and have looked once again."""
        for looker in self.lookers:
            looker.start()
        until = time.monotonic() + 300
        while any(looker.answers.get(304, 0) < 2 for looker in self.lookers):
            assert time.monotonic() < until, "not everybody came to the board"
            time.sleep(0.1)

    def write_for(self, seconds: float, every: float) -> dict[int, float]:
        """The six write in turn, so often; return when each entry was acknowledged."""
        acknowledged: dict[int, float] = {}
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began, number = time.monotonic(), next(self.numbers)
            acknowledged[number] = self.hands[number % len(self.hands)].write(number)
            time.sleep(max(0.0, every - (time.monotonic() - began)))
        self.wait_for(set(acknowledged))
        return acknowledged

    def wait_for(self, entries: set[int], patience: float = 30.0) -> None:
        """Until every board has seen every entry, but not for ever."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if all(entries <= looker.seen.keys() for looker in self.lookers):
                return
            time.sleep(0.1)

    def waits(self, acknowledged: dict[int, float]) -> Waits:
        """How long it took until each board had each entry."""
        never = float("inf")
        return Waits.of(
            [
                max(0.0, looker.seen.get(number, never) - at)
                for looker in self.lookers
                for number, at in acknowledged.items()
            ]
        )

    def wrong(self, acknowledged: dict[int, float]) -> list[str]:
        """The boards that do not show every acknowledged entry, and each once."""
        shown = [sorted(looker.shown()) for looker in self.lookers]
        return [str(each) for each in shown if each != sorted(acknowledged)]

    def unanswered(self) -> int:
        """How many polls had any other answer than something new or nothing new."""
        return sum(
            count
            for looker in self.lookers
            for status, count in looker.answers.items()
            if status not in (200, 304)
        )

    def get_up(self) -> None:
        """Everybody closes the board."""
        for looker in self.lookers:
            looker.over.set()
        for looker in self.lookers:
            if looker.is_alive():
                looker.join(timeout=30)
            looker.line.close()
        for hand in self.hands:
            hand.line.close()
