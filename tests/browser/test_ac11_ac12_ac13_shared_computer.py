"""AC-11, AC-12, AC-13 in a real browser: what a computer that others use shows and keeps."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.meeting_room import hear_first_case, open_meeting
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
FLAGS = {"hidden", "keys-off"}
STORES = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


def test_a_computer_that_others_use(visitor: Opener) -> None:
    """A case was on the screen; hidden, kept and gone back to, it is nowhere."""
    chair = visitor("chair")
    open_meeting(chair)
    name = hear_first_case(chair)
    chair.page.get_by_label("shares").fill("He was seen near the school")
    ac11_the_hidden_screen(chair, name)
    ac12_nothing_stays_in_the_browser(chair)
    ac13_back_after_signing_out(chair, name)


def ac11_the_hidden_screen(chair: Visitor, name: str) -> None:
    """AC-11: F9 takes every word off the screen, also after a reload, and typed words survive."""
    chair.page.keyboard.press("F9")
    expect(chair.page.get_by_text("Screen hidden")).to_be_visible()
    assert name not in chair.page.locator("body").inner_text()
    assert "school" not in chair.page.locator("body").inner_text()
    chair.page.keyboard.press("F9")
    expect(chair.page.get_by_label("shares")).to_have_value("He was seen near the school")
    chair.page.get_by_label("shares").press("Control+Enter")
    expect(chair.page.get_by_role("article").get_by_text("near the school")).to_be_visible()
    chair.page.keyboard.press("F9")
    chair.page.reload()
    expect(chair.page.get_by_text("Screen hidden")).to_be_visible()
    assert name not in chair.page.locator("body").inner_text()
    chair.page.get_by_role("button", name="Show the screen").click()
    expect(chair.heading()).to_have_text(name)


def ac12_nothing_stays_in_the_browser(chair: Visitor) -> None:
    """AC-12: no store of the browser holds anything but whether the screen is hidden."""
    kept = chair.page.evaluate(STORES)
    assert set(kept["session"]) <= FLAGS
    assert (kept["local"], kept["databases"], kept["caches"], kept["workers"]) == ([], 0, 0, 0)
    values = chair.page.evaluate("() => Object.values(sessionStorage)")
    assert set(values) <= {"yes", "no"}


def ac13_back_after_signing_out(chair: Visitor, name: str) -> None:
    """AC-13: Back, as often as one likes, shows the sign-in page and not one word of the case."""
    chair.page.get_by_role("button", name="Sign out").click()
    expect(chair.heading()).to_have_text("You are signed out")
    for _ in range(3):
        chair.page.go_back()
        expect(chair.heading()).to_have_text("Sign in")
        assert name not in chair.page.content()
        assert "school" not in chair.page.content()
