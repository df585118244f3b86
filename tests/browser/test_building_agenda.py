"""An agenda of 16 cases is put in order by keyboard, by hand and without a script."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.meeting_room import to_the_meeting
from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]


def to_the_agenda(person: Visitor) -> None:
    """From the home page to the page on which the agenda is built."""
    to_the_meeting(person)
    person.page.get_by_role("link", name="Build the agenda").click()
    expect(person.heading()).to_have_text("Agenda")


def rows(person: Visitor) -> list[str]:
    """The references on the agenda, in order; all 16 of them."""
    found = person.page.locator("[data-row]")
    expect(found).to_have_count(16)
    return [str(each.get_attribute("data-said")).split(" ")[0] for each in found.all()]


def times(person: Visitor) -> list[str]:
    """The times that the page shows."""
    return person.page.locator(".app-row__time").all_inner_texts()


def up(person: Visitor, reference: str) -> Locator:
    """The button that moves a case up."""
    return person.page.get_by_role("button", name=f"Up {reference}")


def test_by_keyboard(visitor: Opener) -> None:
    """Arrow keys move a case and the focus goes with it; minutes and a break move the times."""
    chair = visitor("chair")
    to_the_agenda(chair)
    chair.check_page()
    before = rows(chair)
    third = before[2]
    up(chair, third).focus()
    for place in (2, 1):
        chair.page.keyboard.press("ArrowUp")
        expect(said(chair)).to_contain_text(f"{third} is case {place}")
        expect(up(chair, third)).to_be_focused()
    assert rows(chair) == [third, before[0], before[1], *before[3:]]
    chair.page.keyboard.press("ArrowDown")
    expect(said(chair)).to_contain_text(f"{third} is case 2")
    chair.page.get_by_label(f"Minutes {third}").fill("30")
    chair.page.keyboard.press("Tab")
    expect(chair.page.locator(".app-row__time").nth(2)).to_have_text("10:42am")
    expect(chair.page.get_by_label(f"Break before {third}")).to_be_focused()
    chair.page.get_by_label(f"Break before {third}").select_option("15")
    expect(chair.page.locator(".app-row__time").nth(1)).to_have_text("10:27am")
    place = chair.page.get_by_label(f"Place {before[9]}")
    place.fill("1")
    place.press("Enter")
    expect(chair.page.locator("[data-row]").first).to_contain_text(before[9])
    chair.page.get_by_label(f"Place {before[9]}").fill("40")
    chair.page.keyboard.press("Enter")
    expect(chair.page.get_by_text("Enter a place from 1 to 16.")).to_be_visible()
    expect(chair.page.get_by_label(f"Place {before[9]}")).to_be_focused()
    chair.check_page()


def test_typing_on_while_it_is_saved_loses_nothing(visitor: Opener) -> None:
    """Minutes for four cases, one after the other, as fast as the keys go."""
    chair = visitor("chair")
    to_the_agenda(chair)
    before = rows(chair)
    for reference, minutes in zip(before[:4], ("20", "25", "30", "35"), strict=True):
        chair.page.get_by_label(f"Minutes {reference}").fill(minutes)
    chair.page.keyboard.press("Tab")
    expect(chair.page.locator(".app-row__time").nth(4)).to_have_text("11:50am")
    chair.page.reload()
    assert times(chair)[:5] == ["10:00am", "10:20am", "10:45am", "11:15am", "11:50am"]
    up(chair, before[6]).focus()
    for _ in range(3):
        chair.page.keyboard.press("ArrowUp")
        expect(chair.page.locator("[data-agenda]")).to_have_attribute("aria-busy", "false")
    assert rows(chair).index(before[6]) == 3


def test_by_hand(visitor: Opener) -> None:
    """A case is dragged onto another and takes its place; a load of the page shows the same."""
    coordinator = visitor("coordinator")
    to_the_agenda(coordinator)
    before = rows(coordinator)
    source = coordinator.page.locator("[data-row]").nth(4).locator(".app-row__name")
    source.drag_to(coordinator.page.locator("[data-row]").first.locator(".app-row__name"))
    expect(coordinator.page.locator("[data-row]").first).to_contain_text(before[4])
    after = [before[4], *before[:4], *before[5:]]
    assert rows(coordinator) == after
    coordinator.page.reload()
    assert rows(coordinator) == after


def test_without_a_script(visitor: Opener) -> None:
    """Plain buttons and numbers on a phone: up, a place, minutes, by agency, off and on again."""
    coordinator = visitor("coordinator", PHONE, script=False)
    to_the_agenda(coordinator)
    before = rows(coordinator)
    up(coordinator, before[1]).click()
    assert rows(coordinator)[:2] == [before[1], before[0]]
    coordinator.page.get_by_label(f"Place {before[5]}").fill("1")
    coordinator.page.get_by_label(f"Minutes {before[5]}").fill("20")
    press(coordinator, "Save places and minutes")
    assert rows(coordinator)[0] == before[5]
    assert times(coordinator)[:2] == ["10:00am", "10:20am"]
    press(coordinator, "Bring each agency’s cases together")
    assert set(rows(coordinator)) == set(before)
    assert rows(coordinator)[-1] == before[-1]
    coordinator.page.get_by_role("link", name=f"Take off {before[3]}").click()
    coordinator.page.get_by_label("It waits for a meeting").check()
    press(coordinator, "Take it off this agenda")
    expect(coordinator.page.locator("[data-row]")).to_have_count(15)
    coordinator.page.locator("input[name=cases]").first.check()
    press(coordinator, "Put on the agenda")
    assert set(rows(coordinator)) == set(before)


def press(person: Visitor, button: str) -> None:
    """Press a button of the page's own part."""
    person.page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def said(person: Visitor) -> Locator:
    """What the page has just said aloud."""
    return person.page.locator("#agenda-said")
