"""The connection drops in the middle of a hearing: nothing is lost, and nothing is there twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.meeting_room import open_meeting
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
AGAIN = "Not saved yet, trying again"


@pytest.fixture
def chair(visitor: Opener) -> Visitor:
    """The chair, on the board of the first case, which is being heard."""
    chair = visitor("chair")
    open_meeting(chair)
    chair.page.get_by_role("table").get_by_role("link").first.click()
    chair.page.get_by_role("button", name="Start this case").click()
    expect(chair.page.get_by_role("button", name="Conclude only")).to_be_visible()
    chair.page.wait_for_load_state("load")
    return chair


def forgive_the_connection(chair: Visitor) -> None:
    """That a request did not arrive is what these tests are about; any other complaint stands."""
    chair.complaints[:] = [each for each in chair.complaints if "net::ERR_" not in each]


def risks(chair: Visitor) -> list[str]:
    """The risks that stand on the board."""
    return chair.page.locator("#part-risks .app-numbered__line").all_inner_texts()


def test_what_was_not_acknowledged_is_sent_again_once(chair: Visitor) -> None:
    """Two risks written without a connection wait in order, and arrive when it is back."""
    box, state = chair.page.get_by_label("Add a risk"), chair.page.locator("#add-risk [data-state]")
    chair.context.set_offline(True)
    box.fill("The first without a connection")
    box.press("Enter")
    expect(state).to_contain_text(AGAIN)
    expect(box).to_have_value("")
    box.fill("The second without a connection")
    box.press("Enter")
    expect(state).to_contain_text(f"{AGAIN}: 2 entries")
    stored = chair.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "connection" not in stored
    chair.context.set_offline(False)
    expect(chair.page.locator("#part-risks")).to_contain_text("The second", timeout=15_000)
    forgive_the_connection(chair)
    found = risks(chair)
    assert ["first" in found[0], "second" in found[1], len(found)] == [True, True, 2]


def test_an_answer_that_was_lost_doubles_nothing(chair: Visitor) -> None:
    """The server saved it and the answer never came: sent again, it is there once."""
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    chair.page.route("**/risks", lose_the_first)
    box = chair.page.get_by_label("Add a risk")
    box.fill("Saved, and nobody said so")
    box.press("Enter")
    expect(chair.page.locator("#add-risk [data-state]")).to_have_text("Saved", timeout=15_000)
    expect(chair.page.locator("#part-risks")).to_contain_text("nobody said so")
    forgive_the_connection(chair)
    assert len(lost) == len(risks(chair)) == 1


def test_a_double_click_is_one_entry(chair: Visitor) -> None:
    """However fast a finger is."""
    chair.page.get_by_label("Add a risk").fill("Pressed twice")
    chair.page.get_by_role("button", name="Add", exact=True).dblclick()
    expect(chair.page.locator("#part-risks")).to_contain_text("Pressed twice")
    chair.page.reload()
    assert len(risks(chair)) == 1


def test_what_is_typed_is_kept_and_comes_back(chair: Visitor) -> None:
    """After a pause it says so beside the box; a reload gives it back, and it is saved once."""
    asked: list[str] = []
    chair.page.on("request", lambda sent: asked.append(sent.url) if "/drafts" in sent.url else None)
    box = chair.page.get_by_label("Add a risk")
    box.press_sequentially("Half a thought", delay=40)
    expect(chair.page.locator("#add-risk [data-state]")).to_have_text("Kept", timeout=10_000)
    assert len(asked) == 1
    chair.page.reload()
    expect(box).to_have_value("Half a thought")
    expect(chair.page.get_by_text("It is not saved yet.")).to_be_visible()
    chair.check_page()
    box.press("Enter")
    expect(chair.page.locator("#part-risks")).to_contain_text("Half a thought")
    chair.page.reload()
    expect(box).to_have_value("")
    assert len(risks(chair)) == 1
