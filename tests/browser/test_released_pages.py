"""What a chair released, in real browsers: read, printed, handed over, collected, in the log."""

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from app.accounts.session import service as sessions
from app.confidentiality.recipient.rules import RecipientKind
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.builders import World
from tests.releases import SECRET, a_paper, a_release

Opens = Callable[[str], Visitor]


@pytest.fixture
def opens(marac: World, browser: Browser) -> Iterator[Opens]:
    """Serve the area of this test, and open a browser for somebody of it, or for a stranger."""
    server = make_server("127.0.0.1", 0, marac.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address, visitors = f"http://127.0.0.1:{server.server_port}", []

    def open_as(who: str) -> Visitor:
        context = browser.new_context(base_url=address, viewport=DESKTOP)
        if who:
            with marac.inside():
                token = sessions.start_for(marac.members[who].keyring, "Firefox on Linux").token
            cookie = {"name": marac.cookie, "value": f"s.{token}", "url": address}
            context.add_cookies([cookie])
        visitors.append(Visitor(None, context, who))  # type: ignore[arg-type]
        return visitors[-1]

    yield open_as
    for each in visitors:
        each.check_nothing_was_refused()
        each.context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def look(person: Visitor) -> None:
    """What every page must keep true, at both widths."""
    for size in (PHONE, DESKTOP):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.check_page()


def press(page: Page, name: str) -> None:
    """Reach a button of the page by the keyboard alone and press it."""
    button = page.get_by_role("main").get_by_role("button", name=name)
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def test_a_member_reads_with_the_keyboard_and_prints_with_the_mark(
    marac: World, opens: Opens
) -> None:
    """From the home page; on paper are the sheet and the reader's name, and no menu."""
    a_release(marac)
    reader = opens("housing")
    page = reader.page
    page.goto("/")
    look(reader)
    page.get_by_role("main").get_by_role("link", name="Released to you").click()
    look(reader)
    page.get_by_role("link", name="To read").click()
    look(reader)
    press(page, "I accept these conditions")
    expect(page.get_by_role("heading", name="Read what was released")).to_be_visible()
    look(reader)
    press(page, "Read it")
    expect(page.get_by_text(SECRET)).to_be_visible()
    look(reader)
    assert not any(SECRET in address for address in reader.addresses)
    page.emulate_media(media="print")
    expect(page.get_by_text(SECRET)).to_be_visible()
    for gone in ("header", "nav", "footer"):
        for each in page.locator(gone).all():
            expect(each).to_be_hidden()
    across = page.locator(".app-across__line").first
    expect(across).to_be_visible()
    expect(across).to_contain_text("Daniel Price")


def test_the_police_page_prints_nothing(marac: World, opens: Opens) -> None:
    """It is read on the screen, with the mark, and printed as a sentence."""
    release = a_release(marac, "police", "officer")
    officer = opens("officer")
    page = officer.page
    page.goto(f"/released/{release}")
    page.get_by_role("button", name="I accept").click()
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text(SECRET)).to_be_visible()
    look(officer)
    page.emulate_media(media="print")
    expect(page.get_by_text(SECRET)).to_be_hidden()


def test_a_paper_is_handed_over_and_collected(marac: World, opens: Opens) -> None:
    """File, passphrase, link and what is noted; the stranger's page; the log; taking back."""
    paper, hers = a_paper(marac), a_paper(marac, RecipientKind.VICTIM)
    idva = opens("idva")
    page = idva.page
    for address in ("/released", f"/handover/{hers}", f"/handover/{paper}"):
        page.goto(address)
        look(idva)
    with page.expect_download() as got:
        page.get_by_role("button", name="Download the locked file").click()
    assert re.fullmatch(r"MARAC-([0-9A-Z]{5}-){5}[0-9A-Z]{5}\.pdf", got.value.suggested_filename)
    page.get_by_role("button", name="Show the passphrase").click()
    look(idva)
    page.goto(f"/handover/{paper}/noted")
    look(idva)
    page.goto(f"/handover/{paper}/link")
    page.get_by_role("radio").first.check()
    look(idva)
    page.get_by_role("button", name="Send the link").click()
    words = page.locator(".app-passphrase").inner_text()
    look(idva)
    stranger = opens("")
    collect(marac, stranger, words)
    page.goto(f"/cases/{marac.extra['case']}/told")
    look(idva)
    page.get_by_role("link", name="Note that the victim was told").first.click()
    look(idva)
    officer = opens("coordinator")
    for release in (paper, hers):
        officer.page.goto(f"/releases/{release}/recall")
        look(officer)


def collect(marac: World, stranger: Visitor, words: str) -> None:
    """Follow the link of the last message, mistype once, and read."""
    [*_, last] = sorted((marac.instance / "outbox").glob("*.eml"))
    found = re.search(r"/collect/\S+", last.read_text())
    assert found
    stranger.page.goto(found[0])
    look(stranger)
    box = stranger.page.get_by_role("textbox", name="Passphrase")
    box.fill("not-at-all")
    stranger.page.get_by_role("button", name="Open it here").click()
    look(stranger)
    box.fill(words)
    stranger.page.get_by_role("button", name="Open it here").click()
    expect(stranger.page.get_by_text(SECRET)).to_be_visible()
    look(stranger)
