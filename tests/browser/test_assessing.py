"""A case is assessed again by its referrer, and read by its IDVA, on a desk and on a phone."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.crawl import check_at_both_widths
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
NOTE = "Kittiwake: the brother keeps the letters"


def test_a_case_is_assessed_again(visitor: Opener) -> None:
    """Topics by keyboard, a time-out between the pages, the section, and what each reads then."""
    harpreet, grace = visitor("by_and_for_worker"), visitor("idva_grace")
    for person in (harpreet, grace):
        open_case(person)
    harpreet.page.get_by_role("link", name="Assess the risk").first.click()
    check_at_both_widths(harpreet)
    answer_by_keyboard(harpreet)
    harpreet.page.get_by_role("button", name="Continue").click()
    harpreet.page.wait_for_url("**/risk/for-specialists")
    past_the_question(harpreet)
    expect(harpreet.heading()).to_have_text("Immigration status as a risk")
    check_at_both_widths(harpreet)
    harpreet.page.get_by_label("Uncertain").check()
    harpreet.page.get_by_label("Note").fill(NOTE)
    harpreet.page.get_by_role("button", name="Save the assessment").click()
    expect(harpreet.page.get_by_role("main")).to_contain_text("The assessment is recorded")
    check_at_both_widths(harpreet)
    what_the_idva_reads(grace)


def open_case(person: Visitor) -> None:
    """Open the case that both work on and say why."""
    person.page.goto("/cases")
    person.page.get_by_role("link", name="Zarina Mistry").click()
    past_the_question(person)
    expect(person.heading()).to_have_text("Zarina Mistry")


def past_the_question(person: Visitor) -> None:
    """Say why, if the page asks."""
    main = person.page.get_by_role("main")
    if person.heading().inner_text().startswith("Open "):
        main.get_by_role("radio").first.check()
        main.get_by_role("button").click()


def answer_by_keyboard(person: Visitor) -> None:
    """From topic to topic with Tab, the answer with the arrows, a comment after Enter."""
    keys = person.page.keyboard
    person.page.locator("#answer_injury-4").focus()
    keys.press("ArrowRight")  # from the last answer round to the first
    expect(person.page.locator("#answer_injury")).to_be_checked()
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("her sister")
    keys.press("Tab")
    keys.type("A broken wrist")
    keys.press("Tab")
    keys.press("ArrowLeft")
    expect(person.page.locator("#answer_fear-3")).to_be_checked()
    expect(person.page.locator("#comment_injury")).to_have_value("A broken wrist")


def what_the_idva_reads(person: Visitor) -> None:
    """The case with both assessments, the history, and the section with what came before."""
    person.page.reload()
    expect(person.page.get_by_role("main")).to_contain_text("A broken wrist")
    person.page.get_by_role("link", name="side by side").click()
    expect(person.heading()).to_have_text("Risk assessments side by side")
    check_at_both_widths(person)
    person.page.go_back()
    person.page.get_by_role("link", name="Open the immigration section").click()
    past_the_question(person)
    expect(person.page.get_by_role("main")).to_contain_text(NOTE)
    check_at_both_widths(person)
