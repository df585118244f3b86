"""What was told by telephone is written down by an IDVA and looked at by a chair, in a browser."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from app import clock
from tests.browser.crawl import check_at_both_widths
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
WORDS = "That the locks are not changed yet."
WAITS = "A chair has not looked at it yet"


def test_written_down_and_looked_at(visitor: Opener) -> None:
    """A time is forgotten and asked for; the chair finds it at home, and signs; the log says so."""
    idva = visitor("idva_grace")
    page = idva.page
    page.goto("/disclosures")
    path = a_case_of(idva)
    page.goto(path.replace("/cases/", "/spoken/about/"))
    check_at_both_widths(idva)
    told = clock.london(clock.now()) - timedelta(minutes=10)
    page.get_by_role("group", name="Thamesmere Housing Options").get_by_role("radio").first.check()
    page.get_by_label("Yes, on that number").check()
    page.get_by_label("At what time?").fill(f"{told:%H:%M}")
    page.get_by_label("What was said?").or_(page.get_by_label("In a few words")).fill(WORDS)
    page.get_by_label("Why could it not wait").fill("The office was about to close.")
    page.get_by_label("Nobody had").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("link", name="Enter the time at which you rang")).to_be_visible()
    expect(page.get_by_label("In a few words")).to_have_value(WORDS)
    check_at_both_widths(idva)
    rang = told - timedelta(minutes=5)
    page.get_by_label("If yes: at what time").fill(f"{rang:%H:%M}")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    check_at_both_widths(idva)

    chair = visitor("chair")
    check_at_both_widths(chair)
    chair.page.get_by_role("link", name="Told on").last.click()
    expect(chair.page.get_by_text(WORDS)).to_be_visible()
    check_at_both_widths(chair)
    chair.page.get_by_label("I have read it").check()
    chair.page.get_by_role("textbox", name="Your passphrase").fill(chair.passphrase)
    chair.page.get_by_role("button", name="Sign", exact=True).click()
    expect(chair.page.get_by_text("Looked at by a chair")).to_be_visible()
    check_at_both_widths(chair)
    chair.page.goto(f"{path}/told")
    expect(chair.page.get_by_text(WORDS)).to_be_visible()
    check_at_both_widths(chair)


def a_case_of(idva: Visitor) -> str:
    """The address of a case of hers, as her list has it."""
    idva.page.goto("/cases")
    links = idva.page.locator("main a[href^='/cases/']")
    return str(links.first.get_attribute("href"))
