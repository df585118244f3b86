"""Hands on the keyboard that count what they press, and how long a way takes."""

import time
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.keys import MOST, Keys
from tests.browser.visitor import Visitor


class Count:
    """What several people pressed and typed together on one journey."""

    def __init__(self) -> None:
        self.keys = self.letters = self.pages = 0
        self.began = time.monotonic()

    def told(self) -> dict[str, int]:
        """Keys pressed, letters typed, pages looked at, whole seconds since it began."""
        seconds = round(time.monotonic() - self.began)
        return {
            "keys": self.keys,
            "letters": self.letters,
            "pages": self.pages,
            "seconds": seconds,
        }


class _Keyboard:
    """A keyboard that counts."""

    def __init__(self, keyboard: Any, count: Count) -> None:
        self._keyboard, self._count = keyboard, count

    def press(self, key: str) -> None:
        self._count.keys += 1
        self._keyboard.press(key)

    def insert_text(self, text: str) -> None:
        self._count.letters += len(text)
        self._keyboard.insert_text(text)

    def type(self, text: str, delay: float = 0) -> None:
        self._count.letters += len(text)
        self._keyboard.type(text, delay=delay)


class Hands(Keys):
    """One person who never touches the mouse, whose keys are counted, and each page is checked."""

    def __init__(self, person: Visitor, count: Count) -> None:
        super().__init__(person)
        self.count = count
        self.keyboard = _Keyboard(person.page.keyboard, count)  # type: ignore[assignment]

    def go(self, words: str, heading: str) -> None:
        """Press Enter on a link or a button; the page it leads to holds to the rules."""
        super().go(words, heading)
        self.look()

    def look(self) -> None:
        """What every page must keep true."""
        self.count.pages += 1
        self.person.check_page()

    def press(self, words: str) -> None:
        """Press Enter on what begins with these words, whatever then comes."""
        self.tab_to(words=words)
        self.keyboard.press("Enter")

    def reads(self, *words: str) -> None:
        """The page says these words."""
        for each in words:
            expect(self.person.page.get_by_role("main")).to_contain_text(each)

    def reads_not(self, *words: str) -> None:
        """The page says none of these words."""
        for each in words:
            expect(self.person.page.get_by_role("main")).not_to_contain_text(each)

    def at(self, one: Locator) -> None:
        """Press Tab until the focus is on this one of several that are worded alike."""
        for _ in range(MOST):
            if one.evaluate("one => one === document.activeElement"):
                return
            self.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {one} on {self.person.page.url}")

    def opens(self, case: str, name: str) -> None:
        """Open the case at this address from its link on the page, and say why if it is asked."""
        self.at(self.person.page.locator(f'main a[href="{case}"]').first)
        self.keyboard.press("Enter")
        expect(self.person.heading()).to_be_visible()
        if self.person.page.get_by_role("button", name="Open the case").count():
            self.look()
            self.choose(reason="preparing")
            self.press("Open the case")
        expect(self.person.heading()).to_contain_text(name)
        self.look()
