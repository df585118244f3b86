"""A call is taken with the keyboard alone; a refused entry shows its road; officers see both."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.crawl import check_at_both_widths
from tests.browser.test_keyboard import focus, tab_to
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]


def press_until(person: Visitor, words: str, most: int = 60) -> None:
    """Tab to what has these words, wherever on the page the focus is now."""
    tab_to(person, words, most)
    assert words in focus(person)["words"]


def test_a_caller_who_says_police_by_keyboard(visitor: Opener) -> None:
    """The answer is in sight before anything is pressed; one key chooses, one saves."""
    housing = visitor("housing_lead")
    page = housing.page
    page.goto("/callers")
    answer = page.get_by_text("neither confirms nor denies")
    expect(answer).to_be_in_viewport()
    check_at_both_widths(housing)
    page.get_by_label("Immigration Enforcement").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("The police")).to_be_checked()
    page.get_by_label("The answer above, and nothing else").focus()
    page.keyboard.press("ArrowDown")
    press_until(housing, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ring them back on the number below")).to_be_visible()
    expect(page.get_by_label("Answered")).to_have_count(0)
    check_at_both_widths(housing)
    page.get_by_label("Thamesmere Police").check()
    page.get_by_role("button", name="I have rung this number").click()
    expect(page.get_by_text("Not closed yet")).to_be_visible()
    page.get_by_label("Answered, after ringing back").check()
    page.get_by_role("button", name="Close this entry").click()
    expect(page.get_by_text("The entry is closed")).to_be_visible()
    check_at_both_widths(housing)
    coordinator = visitor("coordinator")
    coordinator.page.get_by_role("link", name="1 person from outside").click()
    expect(coordinator.page.get_by_text("Answered")).to_be_visible()
    check_at_both_widths(coordinator)


def test_a_refusal_its_road_and_the_register(visitor: Opener) -> None:
    """The words stay, the road opens beside them, and the register says that it was taken."""
    coordinator = visitor("coordinator")
    page = coordinator.page
    page.goto("/support/new")
    page.get_by_label("Name of the organisation").fill("Border Force")
    page.get_by_label("Other support").check()
    page.get_by_label("Telephone number").fill("020 7946 0123")
    page.get_by_role("group", name="Does it accept").get_by_label("Yes").check()
    page.get_by_label("Free", exact=True).check()
    page.get_by_role("button", name="Add to the directory").click()
    expect(page.get_by_role("heading", name="What you can do instead")).to_be_visible()
    check_at_both_widths(coordinator)
    with coordinator.context.expect_page() as opened:
        page.get_by_role("button", name="Go through the IDVA").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Go through the IDVA")
    expect(page.get_by_label("Name of the organisation")).to_have_value("Border Force")
    opened.value.close()
    chair = visitor("chair")
    chair.page.get_by_role("link", name=re.compile("The firewall refused [0-9]+ attempts")).click()
    row = chair.page.get_by_role("row").nth(1)
    expect(row).to_contain_text("Ruth Abernathy")
    expect(row).to_contain_text("Went to the IDVA")
    expect(chair.page.get_by_role("main")).not_to_contain_text("Border Force")
    check_at_both_widths(chair)
    chair.page.get_by_role("link", name="Figures of the year").click()
    check_at_both_widths(chair)
    chair.page.get_by_role("link", name="the figures for the yearly report").click()
    expect(chair.page.get_by_text("Refused in the year: fewer than 5")).to_be_visible()
    check_at_both_widths(chair)
    for address in ("/outside", "/idvas"):
        chair.page.goto(address)
        check_at_both_widths(chair)
