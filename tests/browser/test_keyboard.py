"""The chair runs a case with the keyboard alone while others write; the focus is never lost."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.meeting_room import open_meeting, sign_declaration, to_the_meeting
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
SHARED = "A ran near Southgate; neighbours rang 999"
RISK = "Neighbours are moving; nobody near rings again"
ACTION = "Arrange a ground floor alarm near her room"
FOCUS = """() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const box = at.getBoundingClientRect()
  const style = getComputedStyle(at)
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0
  const drawn = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
  const name = at.name || at.id || ''
  return { id: at.id, name, words: at.innerText || '', seen: inside && drawn }
}"""


def test_one_case_by_keyboard(visitor: Opener) -> None:
    """Tab and Enter, s, r, a, n, Ctrl and Enter, Esc, F9."""
    chair = visitor("chair")
    open_meeting(chair)
    idva = visitor("idva_grace")
    to_the_meeting(idva)
    sign_declaration(idva)
    expect(idva.page.get_by_role("table").get_by_role("link")).to_have_count(16, timeout=10_000)
    tab_to(chair, "Start with case 1")
    chair.page.keyboard.press("Enter")
    expect(chair.page.get_by_text("Case 1 of 16")).to_be_visible()
    idva.page.goto(chair.page.url)
    sharing_while_others_write(chair, idva)
    a_risk_and_an_action(chair)
    a_link_that_is_replaced_keeps_the_focus(chair, idva)
    hiding_the_screen(chair)
    first = chair.heading().inner_text()
    chair.page.keyboard.press("n")
    assert focus(chair)["id"] == "next-case"
    chair.page.keyboard.press("Enter")
    expect(chair.page.get_by_text("Case 2 of 16")).to_be_visible()
    expect(chair.heading()).not_to_have_text(first)


def focus(person: Visitor) -> dict[str, str]:
    """What has the focus; it must be somewhere, on the screen, and drawn as such."""
    found = person.page.evaluate(FOCUS)
    assert found is not None, "the focus is lost"
    assert found["seen"], found
    return dict(found)


def tab_to(person: Visitor, words: str, most: int = 40) -> None:
    """Press Tab until something with these words, or that name, has the focus."""
    for _ in range(most):
        person.page.keyboard.press("Tab")
        at = focus(person)
        if words in (at["words"], at["name"]):
            return
    raise AssertionError(f"Tab does not come to {words}")


def sharing_while_others_write(chair: Visitor, idva: Visitor) -> None:
    """The single keys are letters again inside a box, and another's words do not disturb it."""
    keys = chair.page.keyboard
    keys.press("s")
    keys.type(SHARED[:20])
    idva.page.get_by_label("shares").fill("She has a spare key at her aunt's")
    idva.page.get_by_label("shares").press("Control+Enter")
    expect(chair.page.get_by_role("article").get_by_text("spare key")).to_be_visible(timeout=5_000)
    assert focus(chair)["name"] == "shared"
    keys.type(SHARED[20:])
    keys.press("Control+Enter")
    expect(chair.page.get_by_role("article").get_by_text(SHARED)).to_be_visible(timeout=5_000)
    assert focus(chair)["name"] == "shared"
    keys.press("Escape")


def a_risk_and_an_action(chair: Visitor) -> None:
    """r, words, Ctrl and Enter; a, words, Tab from box to box."""
    keys = chair.page.keyboard
    keys.press("r")
    keys.type(RISK)
    keys.press("Control+Enter")
    expect(chair.page.locator("#part-risks").get_by_text(RISK)).to_be_visible(timeout=5_000)
    assert focus(chair)["name"] == "risk"
    keys.press("Escape")
    keys.press("a")
    keys.type(ACTION)
    tab_to(chair, "risk_number")
    keys.type("1")
    tab_to(chair, "owner")
    keys.type("Grace")
    tab_to(chair, "how_known")
    keys.type("She rings to say so")
    keys.press("Control+Enter")
    expect(chair.page.get_by_role("link", name=ACTION)).to_be_visible(timeout=5_000)
    assert focus(chair)["name"] == "what"
    keys.press("Escape")


def a_link_that_is_replaced_keeps_the_focus(chair: Visitor, idva: Visitor) -> None:
    """Somebody on a link in a part that is made new is still on that link."""
    chair.page.locator("#part-shared").get_by_role("link", name="Change").last.focus()
    before = focus(chair)
    idva.page.get_by_label("shares").fill("She has two spare keys at her aunt's")
    idva.page.get_by_label("shares").press("Control+Enter")
    expect(chair.page.get_by_text("two spare keys")).to_be_visible(timeout=5_000)
    assert focus(chair) == before


def hiding_the_screen(chair: Visitor) -> None:
    """F9 covers everything, a reload too; F9 again gives back the page and the place."""
    chair.page.keyboard.press("r")
    chair.page.keyboard.press("F9")
    expect(chair.page.get_by_text("Screen hidden")).to_be_visible()
    expect(chair.page.get_by_role("main")).to_be_hidden()
    chair.page.keyboard.press("F9")
    expect(chair.page.get_by_role("main")).to_be_visible()
    assert focus(chair)["name"] == "risk"
    chair.page.keyboard.press("Escape")
