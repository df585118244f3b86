"""From the invitation to the first case; and what happens when there is new wording to sign."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from app import clock
from app.vault import totp
from tests.browser.crawl import check_at_both_widths
from tests.browser.meeting_room import named_on_agenda, open_meeting, to_the_meeting
from tests.browser.served import Served
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
NAME, ADDRESS = "Ines Carvalho", "ines.carvalho@probation.example.org"
LINK = re.compile(r"/invitation/[A-Za-z0-9_-]+")


def test_a_newcomer_and_a_new_wording(served: Served, visitor: Opener) -> None:
    """Invited, confirmed, signed, let in without a click; then asked to sign a new version."""
    chair = visitor("chair")
    open_meeting(chair)
    invite(visitor("administrator"))
    newcomer = visitor("")
    passphrase = set_up(served, newcomer)
    numbers = newcomer.page.locator(".app-numbers").inner_text()
    confirm(chair, numbers)
    sign_what_is_to_be_signed(newcomer, passphrase)
    let_in_without_a_click(chair, newcomer, passphrase)
    (name, case), *_ = named_on_agenda(newcomer).items()
    publish_new_wording(chair)
    closed_until_signed(newcomer, passphrase, case, name)


def invite(administrator: Visitor) -> None:
    """The administrator sends the invitation."""
    page = administrator.page
    page.goto("/people/invite")
    page.get_by_label("Agency", exact=True).select_option(label="Thamesmere Probation")
    page.get_by_label("Full name").fill(NAME)
    page.get_by_label("Work email address").fill(ADDRESS)
    page.get_by_label("What their job is").fill("Probation officer")
    page.get_by_role("checkbox", name="Agency representative").check()
    page.get_by_role("checkbox", name="I have checked").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("main")).to_contain_text(NAME)
    check_at_both_widths(administrator)


def set_up(served: Served, newcomer: Visitor) -> str:
    """Attest, authenticator, passphrase; returns the passphrase."""
    page = newcomer.page
    mail = max((served.instance / "outbox").glob("*.eml")).read_text("utf-8")
    found = LINK.search(mail)
    assert found is not None
    page.goto(found.group())
    check_at_both_widths(newcomer)
    page.get_by_role("checkbox", name="I am not employed by").check()
    page.get_by_role("button", name="Continue").click()
    expect(newcomer.heading()).to_contain_text("authenticator")
    check_at_both_widths(newcomer)
    page.get_by_text("I cannot point a camera at it").click()
    secret = "".join(page.locator(".app-key-text").inner_text().split())
    page.get_by_role("textbox", name="Code").fill(totp.code_at(secret, totp.step_at(clock.now())))
    page.get_by_role("button", name="Continue").click()
    expect(newcomer.heading()).to_have_text("Choose a passphrase")
    check_at_both_widths(newcomer)
    words = page.locator(".app-words").inner_text()
    page.get_by_role("textbox", name="Passphrase", exact=True).fill(words)
    page.get_by_role("textbox", name="The same passphrase again").fill(words)
    page.get_by_role("button", name="Set this passphrase").click()
    expect(newcomer.heading()).to_have_text("Your account is set up")
    check_at_both_widths(newcomer)
    page.get_by_role("link", name="Go to your home page").click()
    expect(newcomer.heading()).to_have_text("Home")
    check_at_both_widths(newcomer)
    return words


def confirm(chair: Visitor, numbers: str) -> None:
    """The chair calls back, and compares the numbers that both see."""
    page = chair.page
    page.goto("/door")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("main")).to_contain_text("020 7946 0")
    for group in numbers.split():
        expect(page.get_by_role("main")).to_contain_text(group)
    page.get_by_role("radio", name="I called them back").check()
    page.get_by_role("checkbox", name="The numbers they read out").check()
    page.get_by_role("checkbox", name="I have made sure, with their agency").check()
    page.get_by_role("button", name="Confirm these keys").click()
    expect(page.get_by_role("link", name=NAME)).to_have_count(0)
    chair.check_page()


def sign_what_is_to_be_signed(person: Visitor, passphrase: str) -> None:
    """From the home page, read and sign."""
    person.page.goto("/")
    person.page.get_by_role("link", name="confidentiality agreement", exact=False).first.click()
    person.page.get_by_role("textbox", name="passphrase").fill(passphrase)
    person.page.get_by_role("main").get_by_role("button", name="Sign").click()
    expect(person.page.get_by_role("main")).to_contain_text("signed")


def let_in_without_a_click(chair: Visitor, newcomer: Visitor, passphrase: str) -> None:
    """The chair's page is open at the door; nobody presses anything there."""
    chair.page.goto("/door")
    to_the_meeting(newcomer)
    newcomer.page.get_by_role("textbox", name="passphrase").fill(passphrase)
    newcomer.page.get_by_role("button", name="Sign the declaration").click()
    expect(newcomer.page.get_by_role("table").get_by_role("link")).to_have_count(16, timeout=15_000)


def publish_new_wording(chair: Visitor) -> None:
    """The chair puts a new version of what everybody signs into force."""
    page = chair.page
    page.goto("/agreements")
    page.get_by_role("link", name="Confidentiality agreement").first.click()
    page.get_by_role("link", name="Write a new version of this text").click()
    body = page.get_by_label("The whole text")
    body.fill(body.input_value() + "\n\nNobody speaks of a case in a lift.\n")
    page.get_by_role("checkbox", name="I have read this through").check()
    page.get_by_role("button", name="Put the new version into force").click()
    expect(page.get_by_role("main")).to_contain_text("Version 2")
    chair.check_page()


def closed_until_signed(person: Visitor, passphrase: str, case: str, name: str) -> None:
    """A case that was open answers with what is to be signed first, and opens again after."""
    person.page.goto(case)
    check_at_both_widths(person)
    assert name not in person.page.content()
    sign_what_is_to_be_signed(person, passphrase)
    person.page.goto(case)
    expect(person.heading()).to_have_text(name)
