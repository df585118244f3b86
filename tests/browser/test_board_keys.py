"""The board by keyboard, and other people's screens that follow without taking anything away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.meeting_room import open_meeting, sign_declaration, to_the_meeting
from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]


@pytest.fixture
def chair(visitor: Opener) -> Visitor:
    """The chair, on the board of the first case, which is being heard."""
    chair = visitor("chair")
    open_meeting(chair)
    chair.page.get_by_role("table").get_by_role("link").first.click()
    chair.page.get_by_role("button", name="Start this case").click()
    expect(chair.page.get_by_role("button", name="Conclude only")).to_be_visible()
    chair.page.wait_for_load_state("load")
    return chair


def test_risk_and_next_case_without_a_mouse(chair: Visitor) -> None:
    """One key to the box, Enter to save, Escape out of it, n and Enter to the next case."""
    keys = chair.page.keyboard
    keys.press("r")
    keys.type("He has her keys")
    keys.press("Enter")
    expect(chair.page.locator("#part-risks")).to_contain_text("He has her keys")
    box = chair.page.get_by_label("Add a risk")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    keys.type("n")
    expect(box).to_have_value("n")
    box.fill("")
    keys.press("Escape")
    keys.press("n")
    expect(chair.page.locator("#next-case")).to_be_focused()
    keys.press("Enter")
    expect(chair.page.locator("#part-now")).to_contain_text("Case 2 of 16")


def test_an_open_road_is_one_key(chair: Visitor) -> None:
    """Refused, the roads stand beside the box, the focus on the first: a digit fills it."""
    keys, page = chair.page.keyboard, chair.page
    keys.press("r")
    keys.type("He has her papers")
    keys.press("Enter")
    expect(page.locator("#part-risks")).to_contain_text("He has her papers")
    keys.press("Escape")
    keys.press("a")
    for words in ("Police to tell the Home Office", "1", "Grace", "tomorrow", "They say so"):
        keys.type(words)
        keys.press("Tab" if words != "They say so" else "Enter")
    expect(page.locator("[data-road='1']")).to_be_focused()
    chair.check_page()
    keys.press("3")
    box = page.get_by_label("what will be done")
    expect(box).to_have_value(re.compile("specialist organisation"))
    keys.press("Control+Enter")
    expect(page.locator("#part-actions")).to_contain_text("specialist organisation")
    chair.check_page()


def test_p_presents_and_the_help_opens(chair: Visitor) -> None:
    """How the referrer presents the case by one key, and the list of keys by another."""
    keys = chair.page.keyboard
    keys.press("p")
    keys.type("She left on Sunday")
    keys.press("Control+Enter")
    expect(chair.page.locator("#part-notes")).to_contain_text("She left on Sunday")
    keys.press("Escape")
    keys.press("?")
    expect(chair.page.get_by_label("Turn single keys off")).to_be_visible()


def test_single_keys_can_be_turned_off(chair: Visitor) -> None:
    """For whoever speaks to the machine or hits keys by chance (WCAG 2.1.4)."""
    chair.page.get_by_text("Keys", exact=True).click()
    chair.page.get_by_label("Turn single keys off").check()
    chair.page.keyboard.press("r")
    expect(chair.page.get_by_label("Add a risk")).not_to_be_focused()
    chair.check_page()


def test_screens_follow_and_nobody_loses_a_word(chair: Visitor, visitor: Opener) -> None:
    """The deputy's idle screen goes along to the next case; the coordinator, typing, stays."""
    deputy, coordinator = visitor("deputy", PHONE), visitor("coordinator")
    for person in (deputy, coordinator):
        to_the_meeting(person)
        sign_declaration(person)
        person.page.get_by_role("link", name="Go to case 1").click()
    words = coordinator.page.get_by_label("shares")
    words.fill("Half a sentence")
    chair.page.locator("#next-case").click()
    expect(chair.page.locator("#part-now")).to_contain_text("Case 2 of 16")
    expect(deputy.page.locator("#part-now")).to_contain_text("Case 2 of 16", timeout=10_000)
    expect(coordinator.page.locator("#part-now")).to_contain_text(
        "Case 2 is being heard", timeout=10_000
    )
    expect(words).to_have_value("Half a sentence")
    expect(words).to_be_focused()
    deputy.check_page()


def test_the_board_without_a_script(visitor: Opener) -> None:
    """Opening, reading, signing, starting and a risk: each by a plain form."""
    chair = visitor("chair", script=False)
    to_the_meeting(chair)
    for button in ("Open the meeting", "I have read the declaration aloud"):
        chair.page.get_by_role("button", name=button).click()
    sign_declaration(chair)
    chair.page.get_by_role("table").get_by_role("link").first.click()
    chair.page.get_by_role("button", name="Start this case").click()
    chair.page.get_by_label("Add a risk").fill("He has her keys")
    chair.page.get_by_role("button", name="Add", exact=True).click()
    expect(chair.page.locator("#part-risks")).to_contain_text("He has her keys")
