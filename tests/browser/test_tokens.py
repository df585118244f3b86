"""A member makes a token, a system hands a referral in with it, an officer revokes it."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from app.marac.intake.schema import EXAMPLE
from tests.browser.crawl import check_at_both_widths
from tests.browser.served import Served
from tests.browser.visitor import DESKTOP, PHONE, Visitor

Opener = Callable[..., Visitor]
MEMBER, OFFICER = "housing_officer", "coordinator"


def test_a_token_from_making_to_revoking(served: Served, visitor: Opener) -> None:
    """By keyboard from the account page; shown once; one referral comes in; then nothing more."""
    member = visitor(MEMBER)
    page = member.page
    page.goto("/account")
    page.get_by_role("link", name="Tokens for handing referrals in").press("Enter")
    expect(member.heading()).to_have_text("Tokens")
    picture(member, "empty")
    page.get_by_role("link", name="Make a token").press("Enter")
    page.get_by_role("button", name="Make the token").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Select how long")
    picture(member, "errors")
    text = make(member)
    assert hand_in(served, text) == 201
    page.get_by_role("link", name="I have copied it").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("1 referral handed in")
    picture(member, "listed")
    officer = visitor(OFFICER)
    officer.page.goto("/tokens")
    picture(officer, "officer")
    officer.page.get_by_role("button", name="Revoke Housing case system").press("Enter")
    expect(officer.page.get_by_role("status")).to_contain_text("Nothing more comes in")
    picture(officer, "revoked")
    assert hand_in(served, text) == 401


def make(member: Visitor) -> str:
    """Fill in the form, and copy the token from the page that shows it."""
    page = member.page
    page.get_by_label("Which system will use it").fill("Housing case system")
    page.get_by_role("radio", name="3 months").check()
    page.get_by_role("textbox", name="Your passphrase").fill(member.passphrase)
    page.get_by_role("button", name="Make the token").press("Enter")
    expect(member.heading()).to_have_text("Copy the token now")
    text = page.locator("#token").inner_text()
    picture(member, "made")
    page.get_by_text("A made-up referral.json").click()
    check_at_both_widths(member)
    return text


def hand_in(served: Served, text: str) -> int:
    """Send the example as another system would, and return the answer's number."""
    sent = json.dumps(EXAMPLE | {"kept_from": []}).encode()
    headers = {"Authorization": f"Bearer {text}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{served.address}/api/referrals", sent, headers)  # noqa: S310 - our own
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def picture(person: Visitor, name: str) -> None:
    """Check the page at both widths."""
    check_at_both_widths(person)
    folder = os.environ.get("PICTURES")
    if folder:
        for size in (DESKTOP, PHONE):
            person.page.set_viewport_size(size)
            person.page.screenshot(
                path=Path(folder) / f"{name}-{size['width']}.png", full_page=True
            )
        person.page.set_viewport_size(DESKTOP)
