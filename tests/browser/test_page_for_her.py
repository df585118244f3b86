"""The page that a worker reads with the victim: hidden at once, and printed without a trace."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]
ONLY_ON_SCREEN = (
    "header",
    "footer",
    "nav",
    ".app-hide-now",
    ".app-for-worker",
    ".govuk-back-link",
)


def test_on_paper_is_only_what_may_be_left_on_a_table(visitor: Opener) -> None:
    """No worker, no menu, no word for the worker: the words for the victim and the directory."""
    idva = visitor("idva_grace")
    idva.page.goto("/support")
    idva.page.get_by_role("link", name="Explain the MARAC to the victim").click()
    expect(idva.heading()).to_have_text("Working together to keep you safe")
    name = idva.served.people["idva_grace"]["name"]
    expect(idva.page.get_by_text(name)).to_be_visible()
    idva.page.emulate_media(media="print")
    for what in ONLY_ON_SCREEN:
        for each in idva.page.locator(what).all():
            expect(each).to_be_hidden()
    expect(idva.page.get_by_text(name)).to_be_hidden()
    expect(idva.page.get_by_text("Immigration enforcement is kept out")).to_be_visible()
    expect(idva.page.get_by_text("Thamesmere Law Centre")).to_be_visible()
    assert idva.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_somebody_comes_in(visitor: Opener) -> None:
    """The button stays in reach however far down one has read, and covers everything."""
    idva = visitor("idva_grace", size=PHONE)
    idva.page.goto("/support/explain")
    idva.page.get_by_text("Is it safe to take this paper?").scroll_into_view_if_needed()
    hide = idva.page.get_by_role("button", name="Hide this page now")
    expect(hide).to_be_in_viewport()
    hide.click()
    expect(idva.page.get_by_text("Screen hidden")).to_be_visible()
    expect(idva.page.get_by_role("article")).to_be_hidden()
    idva.page.keyboard.press("F9")
    expect(idva.page.get_by_role("article")).to_be_visible()


def test_somebody_comes_in_without_scripts(visitor: Opener) -> None:
    """The same button is a link to an empty page."""
    idva = visitor("idva_grace", script=False)
    idva.page.goto("/support/explain")
    idva.page.get_by_role("link", name="Hide this page now").click()
    expect(idva.heading()).to_have_text("Screen hidden")
    idva.page.get_by_role("link", name="Show the screen").click()
    expect(idva.heading()).to_have_text("Working together to keep you safe")
