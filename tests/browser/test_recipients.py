"""The register of recipients in a browser: entered on a telephone, confirmed from the keyboard."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]
COURT = {
    "Name of the organisation": "Larkfield County Court",
    "Postal address": "2 Assize Hill\nLarkfield",
    "Telephone number of the organisation": "020 7946 0733",
    "What its email addresses end in": "larkfield-courts.example.org",
    "What you saw, or whom you rang": "Rang the number in the finder of courts",
}


def test_entered_without_scripts_and_confirmed_from_the_keyboard(visitor: Opener) -> None:
    """Two people of two agencies; what is missing is said beside its box; then it can receive."""
    worker = visitor("csc_rep", PHONE, script=False)
    it_is_entered(worker)
    officer = visitor("coordinator")
    it_is_confirmed(officer)
    worker.page.reload()
    expect(worker.page.get_by_text("Can receive", exact=True)).to_be_visible()


def it_is_entered(worker: Visitor) -> None:
    """From the menu: who it is, then what is asked of a court."""
    page = worker.page
    page.goto("/recipients")
    page.get_by_role("link", name="Add a recipient").click()
    page.get_by_label("Court", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Propose this recipient").click()
    expect(page.get_by_role("link", name="Enter its postal address")).to_be_visible()
    for label, words in COURT.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Name", exact=True).first.fill("Delphine Orr")
    page.get_by_label("Work email address").first.fill("delphine@larkfield-courts.example.org")
    page.get_by_label("Called back on a published number").check()
    page.get_by_role("button", name="Propose this recipient").click()
    expect(page.get_by_role("heading", name="Larkfield County Court")).to_be_visible()
    expect(page.get_by_text("It waits for a second person")).to_be_visible()


def it_is_confirmed(officer: Visitor) -> None:
    """From the home page, without a mouse; axe looks at every page of it, which needs scripts."""
    page = officer.page
    for path in ("/recipients/new", "/recipients/new/court", "/recipients/book"):
        page.goto(path)
        officer.check_page()
    page.goto("/")
    page.get_by_role("link", name="wait for a second person").press("Enter")
    officer.check_page()
    page.get_by_role("link", name="Larkfield County Court").press("Enter")
    page.get_by_role("link", name="Check it and confirm it").press("Enter")
    officer.check_page()
    page.get_by_label("I rang them on a number that I found myself").press("Space")
    page.get_by_label("The name, the people and the addresses are right").press("Space")
    page.get_by_role("button", name="Confirm this recipient").press("Enter")
    expect(page.get_by_text("Confirmed. It can receive from now on.")).to_be_visible()
    officer.check_page()
