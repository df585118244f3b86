"""People and agencies are found as they are typed; a phone shows first what is being said."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.meeting_room import open_meeting, sign_declaration, to_the_meeting
from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]
KIERAN = "Kieran Walsh, Thamesmere Housing Options"
LONG = 40
KEPT = "This is what you were writing. It is not saved yet."


@pytest.fixture
def chair(visitor: Opener) -> Visitor:
    """The chair, on the board of the first case, which is being heard and has a risk."""
    chair = visitor("chair")
    open_meeting(chair)
    chair.page.get_by_role("button", name="Start with case 1").click()
    expect(chair.page.get_by_role("button", name="Conclude only")).to_be_visible()
    chair.page.wait_for_load_state("load")
    chair.page.keyboard.press("r")
    chair.page.keyboard.type("He has her keys")
    chair.page.keyboard.press("Enter")
    expect(chair.page.locator("#part-risks")).to_contain_text("He has her keys")
    chair.page.keyboard.press("Escape")
    return chair


def who(person: Visitor) -> Locator:
    """The box for who does it."""
    return person.page.get_by_role("combobox", name="Who", exact=True)


def writes_action(chair: Visitor, what: str, owner: str) -> None:
    """From the key to the box up to Enter in its last one."""
    keys = chair.page.keyboard
    keys.press("Escape")
    keys.press("a")
    for words in (what, "1", owner, "1 week", "A photograph"):
        keys.press("Control+A")
        keys.type(words)
        keys.press("Tab" if words != "A photograph" else "Enter")


def test_an_agency_finds_its_officer(chair: Visitor) -> None:
    """Typing `hous` shows who is of housing; Tab takes the first, and the action is theirs."""
    keys = chair.page.keyboard
    keys.press("a")
    keys.type("Change the locks")
    who(chair).focus()
    keys.type("hous")
    found = chair.page.locator("#owner__listbox").get_by_role("option")
    expect(found).to_have_text([KIERAN, re.compile("Lorraine Baptiste, .*Housing")])
    chair.check_page()
    keys.press("Escape")
    expect(found).to_have_count(0)
    expect(who(chair)).to_be_focused()
    expect(who(chair)).to_have_value("")
    writes_action(chair, "Change the locks", "hous")
    action = chair.page.locator("#part-actions .app-action")
    expect(action).to_contain_text("Kieran Walsh")
    expect(action).to_contain_text(re.compile(r"by (Mon|Tue|Wed|Thu|Fri) \d"))
    expect(who(chair)).to_have_value("")


def test_the_arrow_opens_the_whole_list_and_its_letters_are_no_keys(chair: Visitor) -> None:
    """As a list that drops down does; `a` on a name is not the key of the action."""
    keys = chair.page.keyboard
    who(chair).focus()
    keys.press("ArrowDown")
    options = chair.page.locator("#owner__listbox").get_by_role("option")
    expect(options.nth(10)).to_be_attached()
    keys.press("ArrowDown")
    keys.press("a")
    expect(who(chair)).to_be_focused()
    who(chair).fill("Nobody of this name")
    expect(options).to_have_text("Nothing found")
    keys.press("Tab")
    expect(chair.page.locator("select[name=owner]")).to_have_value("")


def test_words_of_another_agency_by_its_name(chair: Visitor, visitor: Opener) -> None:
    """`o`, a few letters, Enter: the box of that agency stands there, to be written in."""
    coordinator = visitor("coordinator")
    to_the_meeting(coordinator)
    sign_declaration(coordinator)
    links = coordinator.page.get_by_role("table").get_by_role("link")
    expect(links).to_have_count(16, timeout=10_000)
    chair.page.reload()
    keys = chair.page.keyboard
    keys.press("o")
    keys.type("x")
    keys.press("Enter")
    expect(chair.page.locator(".app-live-status")).to_contain_text(["Choose an agency"])
    keys.press("Control+A")
    keys.type("saf")
    keys.press("Enter")
    box = chair.page.get_by_label("What Thamesmere Community Safety shares")
    expect(box).to_be_focused()
    keys.type("She was seen on Sunday")
    keys.press("Control+Enter")
    expect(chair.page.locator("#part-shared")).to_contain_text("Thamesmere Community Safety")


def test_the_same_action_twice_takes_a_second_press(chair: Visitor) -> None:
    """It is asked beside the box; Enter once more is the answer."""
    actions = chair.page.locator("#part-actions .app-action")
    writes_action(chair, "Change the locks", "hous")
    expect(actions).to_have_count(1)
    writes_action(chair, "Change the locks", "hous")
    asked = chair.page.get_by_text("This action is already agreed")
    expect(asked).to_be_visible()
    expect(chair.page.get_by_label("what will be done")).to_be_focused()
    chair.check_page()
    chair.page.keyboard.press("Enter")
    expect(actions).to_have_count(2)
    expect(asked).to_be_hidden()


def test_what_a_road_filled_in_and_what_was_refused_come_back(chair: Visitor) -> None:
    """Loaded again at once, before any pause: both are there, and said to be unsaved."""
    page, box = chair.page, chair.page.get_by_label("what will be done")
    writes_action(chair, "Change the locks", "nobody")
    expect(page.get_by_text("Not saved.")).to_be_visible()
    page.reload()
    expect(box).to_have_value("Change the locks")
    expect(page.get_by_text(KEPT)).to_be_visible()
    writes_action(chair, "Police to tell the Home Office", "grace")
    expect(page.locator("[data-road='1']")).to_be_focused()
    expect(page.locator("[data-road='3']")).to_be_in_viewport()
    page.keyboard.press("1")
    expect(box).to_have_value(re.compile("solicitor"))
    page.reload()
    expect(box).to_have_value(re.compile("solicitor"))
    expect(who(chair)).to_have_value(re.compile("Grace Mensah"))
    assert page.evaluate("document.activeElement.id") == "case-name"


def test_a_phone_shows_first_what_is_said(chair: Visitor, visitor: Opener) -> None:
    """The case is folded, with its contact rules, and opens by a press; at a desk it lies open.

    All by the style sheet: without a script it is the same, and the order is that of the page.
    """
    expect(chair.page.get_by_role("heading", name="About the victim")).to_be_visible()
    expect(chair.page.locator("#case > summary")).to_be_hidden()
    phone = visitor("coordinator", PHONE, script=False)
    to_the_meeting(phone)
    sign_declaration(phone)
    for _ in range(LONG):  # the chair's open board lets them in
        chair.page.wait_for_timeout(1000)
        phone.page.goto(chair.page.url)
        if phone.page.get_by_role("heading", name="Presented").count():
            break
    case = phone.page.get_by_role("heading", name="About the victim")
    expect(case).to_be_hidden()
    said = phone.page.get_by_role("heading", name="Presented").bounding_box()
    assert said is not None
    assert said["y"] < 2 * PHONE["height"]
    phone.page.locator("#case > summary").click()
    expect(case).to_be_visible()
    expect(phone.page.locator("select[name=owner]")).to_be_visible()
