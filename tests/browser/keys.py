"""Hands on the keyboard only: Tab, Enter, the space bar, the arrows and letters."""

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

MOST = 260
"""The risk form has a hundred and twenty places where Tab stops."""
AT = """() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const box = at.getBoundingClientRect()
  const style = getComputedStyle(at)
  const label = at.labels && at.labels[0]
  const drawn = [style, label ? getComputedStyle(label, '::before') : style]
    .some(one => one.outlineStyle !== 'none' || one.boxShadow !== 'none' || one.borderWidth > '2px')
  return {
    name: at.name || at.id || '', value: at.value || '', kind: at.type || at.tagName.toLowerCase(),
    words: (at.innerText || '').trim(), checked: !!at.checked,
    seen: box.bottom > 0 && box.top < innerHeight && drawn,
  }
}"""


class Keys:
    """One person who never touches the mouse."""

    def __init__(self, person: Visitor) -> None:
        self.person = person
        self.keyboard = person.page.keyboard

    def here(self) -> dict[str, str]:
        """What has the focus, or nothing at the top of a page."""
        found = self.person.page.evaluate(AT)
        return dict(found) if found else {"name": "", "value": "", "words": "", "kind": ""}

    def tab_to(self, *, name: str = "", words: str = "") -> dict[str, str]:
        """Press Tab until the focus is on a box of this name or something with these words."""
        for _ in range(MOST):
            at = self.here()
            if (name and at["name"] == name) or (words and at["words"].startswith(words)):
                assert at["seen"], f"The focus on {name or words} cannot be seen"
                return at
            self.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {name or words} on {self.person.page.url}")

    def go(self, words: str, heading: str) -> None:
        """Press Enter on a link or a button, and be on a page with this heading."""
        self.tab_to(words=words)
        self.keyboard.press("Enter")
        expect(self.person.heading()).to_contain_text(heading)

    def menu(self, words: str, heading: str) -> None:
        """Go by the menu, which a telephone opens first, then the heading that a page is under."""
        page = self.person.page
        page.wait_for_load_state("load")  # before its script runs, a telephone's menu lies open
        if page.get_by_role("button", name="Menu").is_visible():
            self.tab_to(words="Menu")
            self.keyboard.press("Enter")
        under = page.get_by_text(words, exact=True)
        group = page.locator(".app-menu__group").filter(has=under)
        if group.count():
            self.tab_to(words=group.locator("summary").inner_text())
            self.keyboard.press("Enter")
            self.keyboard.press("Tab")
        self.go(words, heading)

    def write(self, **boxes: str) -> None:
        """Write into boxes, in the page's order; whatever stood there is replaced."""
        for name, text in boxes.items():
            self.tab_to(name=name.replace("__", "-"))
            self.keyboard.press("Control+A")
            self.keyboard.insert_text(text)

    def choose(self, **answers: str) -> None:
        """Choose one of several buttons: to the group with Tab, in it with the arrows."""
        for name, value in answers.items():
            at = self.tab_to(name=name)
            for _ in range(12):
                if at["value"] == value:
                    break
                self.keyboard.press("ArrowDown")
                at = self.here()
            assert at["value"] == value, f"{name} has no {value}"
            if not at["checked"]:
                self.keyboard.press("Space")

    def tick(self, name: str, *values: str) -> None:
        """Tick boxes of a list."""
        for value in values:
            at = self.tab_to(name=name)
            while value and at["value"] != value:
                self.keyboard.press("Tab")
                at = self.here()
                assert at["name"] == name, f"{name} has no {value}"
            self.keyboard.press("Space")
            self.keyboard.press("Tab")

    def pick(self, name: str, words: str) -> None:
        """Pick from a list that drops down by typing how it begins."""
        self.tab_to(name=name)
        self.keyboard.type(words, delay=15)

    def from_the_top(self) -> None:
        """Begin again at the top of the page, as after it was loaded."""
        self.person.page.reload()
