"""Every page that can be reached, as everybody who can reach it, on a desk and on a phone."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.crawl import check_at_both_widths, kind_of, walk
from tests.browser.meeting_room import (
    agree_action,
    hear_first_case,
    open_meeting,
    sign_declaration,
    to_the_meeting,
)
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
OUTSIDE = [
    "/sign-in",
    "/meetings",
    "/invitation/unknown",
    "/signed-out",
    "/forgotten-passphrase",
    "/verify",
]
NOT_THERE = "/cases/00000000-0000-4000-8000-000000000000"


def test_every_page_as_everybody(visitor: Opener) -> None:
    """Zero findings of axe, one heading, one title, nothing wider than the screen, no complaint."""
    people = everybody_in_an_open_meeting(visitor)
    checked: set[tuple[str, bool]] = set()
    for key, person in people.items():
        start = ["/"] if key else OUTSIDE
        kinds = walk(person, start, check_each_kind(checked, key), 2 if key == "chair" else 1)
        assert len(kinds) > (5 if key else 3), kinds
    assert {"/meetings/…/board/…", "/cases/…", "/actions/…", "/door/key-pairs/…"} <= {
        kind for kind, _ in checked
    }
    the_pages_that_no_link_leads_to(people)
    the_states_of_errors(people["chair"])
    the_closed_record(people)


def check_each_kind(checked: set[tuple[str, bool]], key: str) -> Callable[[Visitor, str], None]:
    """Check a kind of page once for officers, once for the rest; the home page for each."""

    def look(person: Visitor, address: str) -> None:
        mark = (kind_of(address), key in ("chair", "coordinator"))
        if mark not in checked or address == "/":
            check_at_both_widths(person)
        checked.add(mark)

    return look


def everybody_in_an_open_meeting(visitor: Opener) -> dict[str, Visitor]:
    """One case is being heard, with a risk and an action; everybody is signed in."""
    chair = visitor("chair")
    open_meeting(chair)
    people = {"chair": chair}
    for key in ("idva_grace", "police_rep"):
        people[key] = visitor(key)
        to_the_meeting(people[key])
        sign_declaration(people[key])
    hear_first_case(chair)
    chair.page.get_by_label("Add a risk").fill("He knows where she waits")
    chair.page.get_by_label("Add a risk").press("Control+Enter")
    expect(chair.page.get_by_label("Add a risk")).to_have_value("")
    agree_action(chair, "Meet her and plan the journey", "Grace Mensah")
    expect(chair.page.get_by_text("answers risk 1")).to_be_visible()
    for key in ("coordinator", "police_head", "administrator", ""):
        people[key] = visitor(key)
    return people


def the_pages_that_no_link_leads_to(people: dict[str, Visitor]) -> None:
    """What is refused, and what is not there, are pages like any other."""
    for key, address, status in (
        ("administrator", "/meetings", 403),
        ("idva_grace", NOT_THERE, 404),
        ("police_head", "/people", 403),
        ("", "/nowhere", 404),
    ):
        answer = people[key].page.goto(address)
        assert answer is not None
        assert answer.status == status
        check_at_both_widths(people[key])


def the_states_of_errors(chair: Visitor) -> None:
    """A form that was sent empty says what is to be put right, and the focus is on the list."""
    page = chair.page
    page.goto("/account/passphrase")
    page.get_by_role("button", name="Change my passphrase").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_at_both_widths(chair)
    to_the_meeting(chair)
    page.get_by_text("Somebody has no device").click()
    page.get_by_role("button", name="Record that this person").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_at_both_widths(chair)


def the_closed_record(people: dict[str, Visitor]) -> None:
    """A meeting closes when no case is being heard; then it is a record for who was there."""
    chair = people["chair"]
    to_the_meeting(chair)
    meeting = chair.page.url
    chair.page.get_by_role("link", name="Close the meeting").click()
    expect(chair.page.get_by_role("button", name="Close the meeting")).to_have_count(0)
    chair.page.get_by_role("link", name="Go to case 1").click()
    chair.page.get_by_role("button", name="Conclude only").click()
    expect(chair.page.get_by_role("button", name="Take this case up again")).to_be_visible()
    chair.page.goto(f"{meeting}/close")
    check_at_both_widths(chair)
    chair.page.get_by_role("main").get_by_role("button", name="Close the meeting").click()
    expect(chair.page.get_by_text("This meeting was closed")).to_be_visible()
    for person in (chair, people["idva_grace"]):
        person.page.goto(meeting)
        expect(person.page.get_by_role("main")).to_contain_text("closed")
        check_at_both_widths(person)
