"""What people do on the meeting's pages, step by step, for the journeys."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def to_the_meeting(person: Visitor) -> None:
    """Find today's meeting from the home page."""
    person.page.goto("/")
    person.page.get_by_role("link", name=re.compile("the meeting$", re.I)).first.click()
    expect(person.heading()).to_have_text("MARAC meeting")


def sign_declaration(person: Visitor) -> None:
    """Sign the declaration of the open meeting with one's passphrase."""
    person.page.get_by_role("textbox", name="Passphrase").fill(person.passphrase)
    person.page.get_by_role("button", name="Sign the declaration").click()


def open_meeting(chair: Visitor) -> str:
    """Open today's meeting, read the declaration, sign; returns the meeting's address."""
    chair.check_page()
    to_the_meeting(chair)
    chair.check_page()
    chair.page.get_by_role("button", name="Open the meeting").click()
    chair.page.get_by_role("button", name="I have read the declaration aloud").click()
    chair.check_page()
    sign_declaration(chair)
    expect(chair.page.get_by_role("table").get_by_role("link")).to_have_count(16)
    chair.check_page()
    return chair.page.url


def named_on_agenda(person: Visitor) -> dict[str, str]:
    """The names on somebody's agenda, with the address behind each."""
    links = person.page.get_by_role("table").get_by_role("link").all()
    return {link.inner_text(): str(link.get_attribute("href")) for link in links}


def hear_first_case(chair: Visitor) -> str:
    """Go to the first case and start it; returns the victim's name."""
    first = chair.page.get_by_role("table").get_by_role("link").first
    name = first.inner_text()
    first.click()
    expect(chair.heading()).to_have_text(name)
    chair.page.get_by_role("button", name="Start this case").click()
    expect(chair.page.get_by_role("button", name="Conclude only")).to_be_visible()
    chair.check_page()
    return name


def agree_action(chair: Visitor, what: str, owner: str) -> None:
    """Fill in the action box of the board and agree it."""
    chair.page.get_by_label("what will be done").fill(what)
    chair.page.get_by_label("Risk number").fill("1")
    who = chair.page.get_by_role("combobox", name="Who", exact=True)
    if who.locator("option").count():  # without a script it is a plain list
        wanted = who.locator("option", has_text=owner).first.get_attribute("value")
        who.select_option(wanted)
    else:
        who.fill(owner)
        who.press("Tab")
        expect(who).to_have_value(re.compile(f"^{owner}, "))
    chair.page.get_by_label("How we will know").fill("She tells her IDVA")
    chair.page.get_by_role("button", name="Agree this action").click()
