"""How long it takes to record a case with three risks and five actions: on the board, and in a row.

    .venv/bin/python -m bench.recording_a_case

The board is worked by an experienced hand, which is a script with a keyboard: no mouse, every key
counted. The same words in a spreadsheet are counted, not typed: one row, a cell for each thing, Tab
between them, Enter at the end, dates and names in full because nothing completes them. A hand that
types 40 words a minute takes 0.3 seconds a key; what the server makes it wait for is measured.

Figures of November 2026, on two cores that others used too (load 12): on the board 524 keys, 31 of
them to get about, and 6.5 s of waiting; in a spreadsheet row 642 keys, 33 of them to get about.
"""

import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from app import clock
from scripts.chromium import find_browser
from tests.browser.meeting_room import open_meeting
from tests.browser.served import make_demonstration, serve
from tests.browser.visitor import DESKTOP, Visitor

A_KEY = 0.3
RISKS = (
    "He waits at the bus stop by her work and follows her home",
    "He has a key to the back door and knows when she is alone",
    "He says he will take the children abroad in the holidays",
)
ACTIONS = (
    ("Change the locks at the back door", "2", "Kieran Walsh", "Housing Options", "1 week"),
    ("Mark the address for an urgent response", "1", "Thomas Idowu", "Police", "today"),
    ("Plan another way to work with her", "1", "Grace Mensah", "Harbour IDVA", "1 week"),
    ("Tell the school who may collect them", "3", "Daniel Fraser", "Social Care", "2 weeks"),
    ("Ask a solicitor about a travel order", "3", "Grace Mensah", "Harbour IDVA", "2 weeks"),
)
KNOWN = "She tells her IDVA"
LETTERS = 4
"""So many of an owner's name are enough for the box that finds people."""
DAYS = {"today": 0, "1 week": 7, "2 weeks": 14}


@dataclass
class Counted:
    """What was pressed: letters of words, and keys that only lead somewhere."""

    letters: int = 0
    keys: int = 0
    waited: list[float] = field(default_factory=list)

    @property
    def all(self) -> int:
        """Everything that was pressed."""
        return self.letters + self.keys

    def __str__(self) -> str:
        hand = self.all * A_KEY
        return (
            f"{self.all} keys, {self.keys} of them to get about; {hand:.0f} s of typing"
            f" and {sum(self.waited):.1f} s of waiting"
        )


class Board:
    """A hand on the board's keyboard."""

    def __init__(self, page: Page) -> None:
        self.page, self.counted = page, Counted()

    def press(self, key: str) -> None:
        """A key that leads somewhere."""
        self.counted.keys += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Words, letter by letter."""
        self.counted.letters += len(words)
        self.page.keyboard.type(words)

    def saves(self, part: str, words: str) -> None:
        """Enter, and the wait until it stands in the list."""
        began = time.monotonic()
        self.press("Enter")
        expect(self.page.locator(part)).to_contain_text(words, timeout=60_000)
        self.counted.waited.append(time.monotonic() - began)

    def record(self) -> None:
        """Three risks and five actions; the box stays where the hand is."""
        self.press("r")
        for risk in RISKS:
            self.type(risk)
            self.saves("#part-risks", risk)
        self.press("Escape")
        self.press("a")
        for what, number, owner, _, by in ACTIONS:
            self.type(what)
            for words in (number, owner, by, KNOWN):
                self.press("Tab")
                self.type(words[:LETTERS] if words == owner else words)
            self.saves("#part-actions", what)


def spreadsheet() -> Counted:
    """The same in one row: a cell for each thing, a Tab after each, Enter at the end."""
    counted, today = Counted(), clock.today()
    cells = [*RISKS]
    for what, number, owner, agency, by in ACTIONS:
        day = f"{today + timedelta(days=DAYS[by]):%d/%m/%Y}"
        cells += [what, number, owner, agency, day, KNOWN]
    counted.letters = sum(map(len, cells))
    counted.keys = len(cells)
    return counted


def main() -> None:
    """Record on a real board in a real browser, and print both."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "made"
        make_demonstration(template)
        with serve(template, Path(folder) / "served") as served, sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
            context = browser.new_context(base_url=served.address, viewport=DESKTOP)
            chair = Visitor(served, context, "chair")
            chair.page.set_default_timeout(60_000)
            chair.sign_in()
            open_meeting(chair)
            chair.page.get_by_role("button", name="Start with case 1").click()
            expect(chair.page.get_by_role("button", name="Conclude only")).to_be_visible()
            chair.page.wait_for_load_state()
            board = Board(chair.page)
            board.record()
            browser.close()
    print(f"on the board:     {board.counted}")
    print(f"in a spreadsheet: {spreadsheet()}, and nothing is sealed, checked or told to anybody")


if __name__ == "__main__":
    main()
