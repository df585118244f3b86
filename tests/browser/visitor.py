"""One person in front of one browser, and what every page they see must keep true."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests.browser.served import Served

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TITLE = "Domestic abuse MARAC"


class Visitor:
    """A signed-in or signed-out person. ``seen`` keeps each address and page for the canary."""

    def __init__(self, served: Served, context: BrowserContext, key: str) -> None:
        self.served = served
        self.context = context
        self.key = key
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.addresses: list[str] = []
        self.titles: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda fault: self.complaints.append(f"script: {fault}"))
        self.page.on("request", self._request)

    def sign_in(self) -> None:
        """Sign in as this person with a fresh code."""
        self.page.goto("/sign-in")
        self.fill_in_sign_in()

    def fill_in_sign_in(self) -> None:
        """Fill in the sign-in page that is open."""
        person = self.served.people[self.key]
        self.page.get_by_label("Email address").fill(person["email"])
        self.page.get_by_role("textbox", name="Passphrase").fill(person["passphrase"])
        self.page.get_by_label("code").fill(self.served.code(self.key))
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible(timeout=10_000)

    @property
    def passphrase(self) -> str:
        """What this person types to sign."""
        return str(self.served.people[self.key]["passphrase"])

    def heading(self) -> Locator:
        """The page's one main heading."""
        return self.page.get_by_role("heading", level=1)

    def check_page(self) -> None:
        """Zero findings of axe; a constant title; nothing wider than the screen."""
        expect(self.page).to_have_title(TITLE)
        self.titles.append(self.page.title())
        assert self.heading().count() == 1, f"{self.page.url} has not one main heading"
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        width = self.page.viewport_size or DESKTOP
        widest = self.page.locator("html").evaluate("html => html.scrollWidth")
        assert widest <= width["width"], f"{self.page.url} is {widest} pixels wide"

    def check_nothing_was_refused(self) -> None:
        """No script fault and no refusal by the content security policy anywhere."""
        assert not self.complaints, self.complaints

    def _console(self, message: ConsoleMessage) -> None:
        refused = "Content Security Policy" in message.text
        if refused or (message.type == "error" and "status of" not in message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        self.addresses.append(request.url)
