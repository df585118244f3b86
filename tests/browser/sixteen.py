"""What the people of a sixteen-case meeting do, by keyboard, and what each one's screen may hold.

A chair, a coordinator, an IDVA, a police representative, a housing officer who comes late by
telephone, and a colleague of hers from whom one case is kept.
"""

import re
import time
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import Error, Page, TimeoutError, expect

from tests.browser.counting import Count, Hands
from tests.browser.visitor import Visitor

CANARY = "Quillfeather"
"""In every word that anybody types about a case."""
IDVA = "Grace Mensah"
FORBIDDEN = f"Police to tell the Home Office where {CANARY} stays"
DONE = f"Went with her to {CANARY} House; she has the day of the appointment"
WAIT = 20_000


@dataclass
class Day:
    """The meeting as it goes: who is there, what was written, how long it took."""

    count: Count
    began: float = field(default_factory=time.monotonic)
    laps: dict[str, float] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    kept: str = ""
    address: str = ""

    def lap(self, what: str) -> None:
        """Note how long it took until here."""
        self.laps[what] = round(time.monotonic() - self.began, 1)

    def told(self) -> str:
        """Everything that was counted."""
        laps = ", ".join(f"{what} {at} s" for what, at in self.laps.items())
        return f"{self.count.told()}; {laps}"


def hands(person: Visitor, day: Day) -> Hands:
    """Somebody's hands, counted together with the others'."""
    person.page.set_default_timeout(WAIT)
    return Hands(person, day.count)


def knows(page: Page, words: list[str]) -> list[str]:
    """Which of these words are in the bytes of a page as it stands now, and of its own answer."""
    answer = page.request.get(page.url, headers={"X-Poll": "1"})
    bytes_now = still(page) + answer.text() + str(answer.headers)
    return [word for word in words if word in bytes_now]


def still(page: Page) -> str:
    """What a page holds, once it has come to where it was following to."""
    for _ in range(20):
        try:
            page.wait_for_load_state()
            return page.content()
        except Error:  # it was just going on to the case that is heard now
            page.wait_for_timeout(200)
    raise AssertionError(f"{page.url} does not come to rest")


def to_the_meeting(person: Hands) -> None:
    """From home to the meeting of today."""
    person.person.page.goto("/")
    person.at(person.person.page.get_by_role("link", name=re.compile("the meeting$")).first)
    person.keyboard.press("Enter")
    expect(person.person.heading()).to_have_text("MARAC meeting")


def turns(person: Hands, words: str) -> None:
    """Press Enter on what begins with these words, and wait for the page that it leads to."""
    person.tab_to(words=words)
    turns_by_enter(person)


def back_to_the_meeting(person: Hands, day: Day) -> None:
    """To the page of the meeting when it is over, among the meetings that have been."""
    person.menu("Meetings", "Meetings")
    person.at(person.person.page.locator(f'main a[href="{day.address}"]').first)
    turns_by_enter(person)
    expect(person.person.heading()).to_have_text("MARAC meeting")


def turns_by_enter(person: Hands) -> None:
    """Press Enter where one is, and wait for the page that it leads to."""
    page = person.person.page
    try:
        with page.expect_navigation(timeout=WAIT):
            person.keyboard.press("Enter")
    except Error as broken:
        if "ERR_ABORTED" not in str(broken):
            raise
        still(page)  # the open page looked again by itself meanwhile, and is on its way


def sign(person: Hands) -> None:
    """Sign the declaration of the meeting."""
    person.write(passphrase=person.person.passphrase)
    turns(person, "Sign the declaration")


def is_let_in(person: Hands, cases: int) -> None:
    """The chair's open page lets them in within its beat; then they see so many names."""
    links = person.person.page.get_by_role("table").get_by_role("link")
    expect(links).to_have_count(cases, timeout=WAIT)


def opens_the_meeting(chair: Hands) -> None:
    """Open, read aloud, sign."""
    to_the_meeting(chair)
    chair.look()
    for words in ("Open the meeting", "I have read the declaration aloud"):
        turns(chair, words)
    chair.look()
    sign(chair)
    is_let_in(chair, 16)
    chair.look()


def goes_through_earlier_actions(chair: Hands) -> None:
    """What earlier meetings agreed is read out, and the first is answered in the room."""
    chair.go("Go through them", "Actions of earlier meetings")
    count = chair.person.page.locator(".app-heard__action").count()
    assert count > 0
    chair.tab_to(name="text")
    chair.keyboard.insert_text(f"{CANARY} says the lock is changed")
    turns(chair, "Done")
    expect(chair.person.page.locator(".app-heard__action")).to_have_count(count - 1)
    chair.look()


def starts(chair: Hands) -> None:
    """The first case is heard."""
    to_the_meeting(chair)
    turns(chair, "Start with case 1")
    expect(now(chair)).to_contain_text("Case 1 of 16")


def now(person: Hands):  # type: ignore[no-untyped-def]
    """Where the meeting is, as this person's board says it."""
    return person.person.page.locator("#part-now")


def writes_risk(person: Hands, words: str) -> None:
    """One key to the box, Enter to save."""
    person.keyboard.press("r")
    person.keyboard.insert_text(words)
    person.keyboard.press("Enter")
    expect(person.person.page.locator("#part-risks")).to_contain_text(words)
    person.keyboard.press("Escape")


def fills_action(person: Hands, what: str, owner: str = IDVA, risk: str = "1") -> None:
    """One key to the box, Tab between the others, type-ahead for the person, Enter to agree."""
    keys = person.keyboard
    keys.press("a")
    keys.insert_text(what)
    keys.press("Tab")
    keys.insert_text(risk)
    keys.press("Tab")
    keys.type(owner, delay=5)
    keys.press("Tab")
    keys.insert_text("2 weeks")
    keys.press("Tab")
    keys.insert_text(f"She tells her IDVA at {CANARY} House")
    keys.press("Enter")


def agrees(person: Hands, what: str, owner: str = IDVA) -> None:
    """An action is agreed, and stands in the list."""
    fills_action(person, what, owner)
    expect(person.person.page.locator("#part-actions")).to_contain_text(what)
    person.keyboard.press("Escape")


def is_stopped_and_takes_the_road(person: Hands, day: Day) -> None:
    """The Home Office cannot be told: the roads that are open stand there, one key each."""
    page = person.person.page
    fills_action(person, FORBIDDEN, "Thomas Idowu")
    expect(page.locator("[data-road='1']")).to_be_visible()
    expect(page.get_by_label("what will be done")).to_have_value(FORBIDDEN)
    expect(page.locator("#part-actions")).not_to_contain_text(CANARY + " stays")
    person.look()
    person.keyboard.press("Escape")
    person.keyboard.press("1")
    expect(page.get_by_label("what will be done")).to_have_value(re.compile("solicitor"))
    page.get_by_label("Risk number").focus()
    person.keyboard.press("Control+A")
    person.keyboard.insert_text("1")
    person.keyboard.press("Control+Enter")
    expect(page.locator("#part-actions")).to_contain_text("solicitor")
    person.keyboard.press("Escape")


def shares(person: Hands, words: str) -> None:
    """Somebody writes what their agency shares on their own board."""
    person.keyboard.press("s")
    person.keyboard.insert_text(words)
    person.keyboard.press("Control+Enter")
    expect(person.person.page.locator("#part-shared")).to_contain_text(words)
    person.keyboard.press("Escape")


def goes_on(chair: Hands, outcome: str = "", reason: str = "") -> None:
    """Conclude, with another ending where one is chosen, and come to the next case."""
    page = chair.person.page
    if outcome:
        page.get_by_label("How it ended").focus()
        page.get_by_label("How it ended").select_option(outcome)
        chair.keyboard.press("Tab")
        chair.keyboard.insert_text(reason)
        chair.keyboard.press("Escape")
    before = page.url
    for _ in range(3):  # a page that follows the meeting may be just loading: press again then
        chair.keyboard.press("n")
        chair.keyboard.press("Enter")
        with suppress(TimeoutError):
            page.wait_for_url(lambda url: url != before, timeout=WAIT)
            return
    raise AssertionError(f"{before} is not left")


def closes(chair: Hands) -> None:
    """Nothing is left: close the meeting."""
    expect(chair.person.heading()).to_have_text("MARAC meeting")
    chair.go("Close the meeting", "Close this meeting?")
    turns(chair, "Close the meeting")
    expect(chair.person.page.get_by_role("main")).to_contain_text("closed")
    chair.look()
