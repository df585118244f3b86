"""The whole of a meeting with scripts turned off: plain pages, forms and links do all of it."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.meeting_room import agree_action, sign_declaration, to_the_meeting
from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]
ACTION = "Meet her and plan the journey to the solicitor"


def test_a_meeting_without_scripts(visitor: Opener) -> None:
    """Open, sign, let in, hear, share, risk, action, next case, close, and log what happened."""
    chair = visitor("chair", script=False)
    the_chair_opens_and_signs(chair)
    idva = visitor("idva_grace", PHONE, script=False)
    the_idva_signs_and_is_let_in(chair, idva)
    a_case_is_heard(chair, idva)
    the_meeting_is_closed(chair)
    the_idva_logs_her_action(idva)
    the_screen_can_be_hidden(idva)


def press(person: Visitor, button: str) -> None:
    """Press a button of the page's own part."""
    person.page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()


def the_chair_opens_and_signs(chair: Visitor) -> None:
    """The door is a button here."""
    to_the_meeting(chair)
    press(chair, "Open the meeting")
    press(chair, "I have read the declaration aloud")
    sign_declaration(chair)
    if chair.page.get_by_text("You have signed").count():
        press(chair, "Let in whoever has signed")
        to_the_meeting(chair)
    expect(chair.page.get_by_role("table").get_by_role("link")).to_have_count(16)


def the_idva_signs_and_is_let_in(chair: Visitor, idva: Visitor) -> None:
    """She loads the page again after the chair has pressed the button."""
    to_the_meeting(idva)
    sign_declaration(idva)
    expect(idva.page.get_by_role("table").get_by_role("link")).to_have_count(0)
    press(chair, "Let in whoever has signed")
    idva.page.get_by_role("link", name="load it again").click()
    expect(idva.page.get_by_role("table").get_by_role("link")).to_have_count(16)


def a_case_is_heard(chair: Visitor, idva: Visitor) -> None:
    """What is shared, the risk and the action stand on the page after each form is sent."""
    to_the_meeting(chair)
    press(chair, "Start with case 1")
    first = chair.heading().inner_text()
    to_the_meeting(idva)
    idva.page.get_by_role("link", name="Go to case 1").click()
    idva.page.get_by_label("shares").fill("She feels safer at her sister's")
    press(idva, "Save")
    expect(idva.page.get_by_role("article").get_by_text("She feels safer")).to_be_visible()
    chair.page.get_by_label("Add a risk").fill("He knows her journey")
    press(chair, "Add")
    expect(chair.page.get_by_role("article").get_by_text("She feels safer")).to_be_visible()
    agree_action(chair, ACTION, "Grace Mensah")
    expect(chair.page.get_by_role("link", name=ACTION)).to_be_visible()
    press(chair, "Conclude and go to the next case")
    expect(chair.page.get_by_text("Case 2 of 16")).to_be_visible()
    expect(chair.heading()).not_to_have_text(first)


def the_meeting_is_closed(chair: Visitor) -> None:
    """The page before says which cases are put off."""
    press(chair, "Conclude only")
    to_the_meeting(chair)
    chair.page.get_by_role("link", name="Close the meeting").click()
    press(chair, "Close the meeting")
    expect(chair.page.get_by_role("main")).to_contain_text("closed")


def the_idva_logs_her_action(idva: Visitor) -> None:
    """From her home page."""
    idva.page.goto("/")
    idva.page.get_by_role("link", name=ACTION).click()
    idva.page.get_by_role("radio", name="Done", exact=True).check()
    idva.page.get_by_label("What happened", exact=True).fill("Planned, and tried out")
    press(idva, "Save")
    expect(idva.page.get_by_text("Planned, and tried out")).to_be_visible()


def the_screen_can_be_hidden(idva: Visitor) -> None:
    """The button leads to an empty page, and from there back."""
    where = idva.page.url
    idva.page.get_by_role("link", name="Hide screen").click()
    expect(idva.heading()).to_have_text("Screen hidden")
    assert ACTION not in idva.page.content()
    idva.page.get_by_role("link", name="Show the screen").click()
    assert idva.page.url == where
