"""Two people change the words of one case at once: neither loses a word."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
FIRST = "To stay with her sister until the hearing"
SECOND = "To stay with her sister, and a lock on the door"


def test_the_second_sees_what_the_first_saved(visitor: Opener) -> None:
    """The page shows both texts, keeps the second's own in the box, and saves when asked again."""
    grace, harpreet = visitor("idva_grace"), visitor("by_and_for_worker")
    for person in (grace, harpreet):
        open_what_happened(person)
        wishes(person).fill(FIRST if person is grace else SECOND)
    save(grace)
    expect(grace.page.get_by_role("main")).to_contain_text(FIRST)
    save(harpreet)
    problem = harpreet.page.get_by_role("alert").filter(has_text="Grace Mensah saved this")
    expect(problem).to_be_visible()
    expect(harpreet.page.locator(".app-beside__pair")).to_contain_text(FIRST)
    expect(wishes(harpreet)).to_have_value(SECOND)
    harpreet.check_page()
    save(harpreet)
    expect(harpreet.page.get_by_role("main")).to_contain_text(SECOND)
    grace.page.reload()
    expect(grace.page.get_by_role("main")).to_contain_text(SECOND)
    grace.check_page()


def open_what_happened(person: Visitor) -> None:
    """Open the case that both work on, say why, and go to the form."""
    person.page.goto("/cases")
    person.page.get_by_role("link", name="Zarina Mistry").click()
    expect(person.heading()).not_to_have_text("Your cases")
    person.check_page()
    person.page.get_by_role("main").get_by_role("radio").first.check()
    person.page.get_by_role("main").get_by_role("button").click()
    expect(person.heading()).to_have_text("Zarina Mistry")
    person.page.locator("a[href$='/summary']").first.click()
    expect(person.heading()).to_have_text("Change what happened")
    person.check_page()


def wishes(person: Visitor) -> Locator:
    """The box for what the victim wants."""
    return person.page.locator("textarea[name=wishes]")


def save(person: Visitor) -> None:
    """Send the form."""
    person.page.get_by_role("main").get_by_role("button", name="Save").click()
