"""Every page of writing a referral in a real browser: empty, with what is wrong, and filled in."""

from collections.abc import Callable

from playwright.sync_api import expect

from app.marac.referral.pages import PAGES
from tests.browser.crawl import check_at_both_widths
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]


def test_every_page_of_writing_a_referral(visitor: Opener) -> None:
    """Zero findings of axe at both widths, empty, with what is wrong, and filled in."""
    worker = visitor("csc_rep")
    page = worker.page
    page.goto("/referrals")
    page.get_by_role("button", name="Refer somebody").click()
    draft = page.url.rpartition("/")[0]
    for step in PAGES:
        page.goto(f"{draft}/{step}")
        check_at_both_widths(worker)
        page.get_by_role("button", name="Save and continue").click()
    page.goto(f"{draft}/victim")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_at_both_widths(worker)
    page.get_by_label("Name", exact=True).fill("Amina Yusuf")
    page.get_by_role("button", name="Save and continue").click()
    page.goto(f"{draft}/address")
    page.get_by_label("Address", exact=True).fill("14 Made-up Row")
    page.get_by_label("This address is confidential").check()
    page.get_by_role("button", name="Save and continue").click()
    page.goto(f"{draft}/happened")
    page.get_by_label("What happened?").fill("He followed her home, and has her passport.")
    page.get_by_role("button", name="Save and continue").click()
    for kind in ("perpetrator", "child", "other_at_risk"):
        page.goto(f"{draft}/people/new/{kind}")
        check_at_both_widths(worker)
        page.get_by_label("Name", exact=True).fill("Somebody")
        page.get_by_role("button", name="Save").click()
        check_at_both_widths(worker)
    page.get_by_role("link", name="Remove Somebody").first.click()
    check_at_both_widths(worker)
    for end in ("", "/check", "/throw-away"):
        page.goto(f"{draft}{end}")
        check_at_both_widths(worker)
    page.goto(f"{draft}/check")
    page.get_by_role("button", name="Send this referral").click()
    check_at_both_widths(worker)
    page.get_by_role("link", name="Look at this referral").click()
    check_at_both_widths(worker)
    the_address_is_shown_again(worker)
    page.get_by_role("link", name="Withdraw this referral").click()
    check_at_both_widths(worker)
    page.goto("/referrals")
    check_at_both_widths(worker)


def the_address_is_shown_again(worker: Visitor) -> None:
    """From the referral that was sent to its confidential address, and back."""
    page = worker.page
    page.get_by_role("link", name="Show the confidential address").click()
    check_at_both_widths(worker)
    page.get_by_label("To check that it is right").check()
    page.get_by_role("button", name="Show the address").click()
    expect(page.get_by_role("main")).to_contain_text("14 Made-up Row")
    check_at_both_widths(worker)
    page.get_by_role("link", name="Back to the referral").click()
