"""The scripts in a real browser: hiding, the warning, drafts, live regions, the door."""

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Blueprint, Flask, g, render_template_string, request
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from app.access.actor import Actor
from app.access.marks import public, signed_in
from app.access.permissions import Role
from app.web.guard import LOADER
from tests.application import make_app

BOARD = """{% set wide = true %}{% extends "base.html" %}{% from "components.html" import post %}
{% block content %}<h1 class="govuk-heading-m">Board</h1>
<p class="govuk-body" data-door="/door" role="status"></p>
<section id="live" data-poll="/live"><p>first</p></section>
{% call post("/send", draft=true) %}
<label for="words">Words</label><input id="words" name="words">
<label for="secret">Secret</label>
<input id="secret" name="secret" type="password" autocomplete="off">
{% endcall %}{% endblock %}"""


class Site:
    """A small site around the real frame; what it was sent is kept to look at."""

    def __init__(self, app: Flask) -> None:
        self.idle = 1800
        self.version = 1
        self.drafts: list[dict] = []
        self.polls: list[str | None] = []
        self.stayed = 0
        self.is_shut = False
        app.extensions[LOADER] = self.load
        app.register_blueprint(self.views())
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.port}"

    def load(self) -> Actor:
        """Somebody is signed in, with this long to go."""
        g.idle_seconds, g.absolute_seconds = self.idle, 40_000
        return Actor(uuid4(), uuid4(), uuid4(), frozenset({Role.CHAIR}))

    def views(self) -> Blueprint:
        """The pages and the addresses that the scripts talk to."""
        site = Blueprint("site", __name__)
        mark = signed_in("a test page")
        for path, view in (("/board", self.board), ("/live", self.live)):
            site.add_url_rule(path, path[1:], mark(_free(view)))
        for path, view in (
            ("/door", self.door),
            ("/drafts", self.keep),
            ("/still-here", self.stay),
        ):
            site.add_url_rule(path, path[1:], mark(_free(view)), methods=["POST"])
        site.add_url_rule("/sign-in", "sign_in", public("a test page")(lambda: "Sign in"))
        return site

    def board(self) -> str:
        """A page with everything on it."""
        return render_template_string(BOARD)

    def live(self) -> tuple:
        """The region, unless it is known already."""
        self.polls.append(request.headers.get("X-Poll"))
        if self.is_shut:
            return "", 404
        tag = f'"{self.version}"'
        if request.headers.get("If-None-Match") == tag:
            return "", 304
        words = f'<p>version {self.version}</p><a id="more" href="/">more</a>'
        region = f'<section id="live">{words}</section>'
        return region, 200, {"ETag": tag}

    def door(self) -> dict:
        """Two people come in."""
        return {"said": "2 people let in"}

    def keep(self) -> tuple:
        """A draft."""
        self.drafts.append(request.get_json())
        return "", 204

    def stay(self) -> tuple:
        """Somebody is still there."""
        self.stayed += 1
        return "", 204


def _free(method):
    return lambda: method()


@pytest.fixture
def site(migrated_instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site, listening: the frame without the nouns, whose addresses are answered here."""
    monkeypatch.setattr("app.NOUNS", ())
    site = Site(make_app(migrated_instance))
    yield site
    site.server.shutdown()
    site.thread.join()
    site.server.server_close()


@pytest.fixture
def board(site: Site, page: Page) -> Iterator[Page]:
    """The board in a browser; a word of the browser's about it fails the test."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{site.address}/board")
    yield page
    assert not said, said


def test_one_key_hides_the_screen_and_it_stays_hidden(board: Page, site: Site) -> None:
    """F9 or the button cover everything at once; a new page in the tab comes up covered."""
    board.keyboard.press("F9")
    expect(board.get_by_text("Screen hidden")).to_be_visible()
    expect(board.locator("main")).to_be_hidden()
    board.goto(f"{site.address}/board")
    expect(board.locator("main")).to_be_hidden()
    board.get_by_role("button", name="Show the screen").click()
    expect(board.locator("main")).to_be_visible()
    board.get_by_role("button", name="Hide screen").click()
    expect(board.locator("main")).to_be_hidden()
    board.keyboard.press("F9")
    expect(board.locator("main")).to_be_visible()


def test_a_live_region_follows_and_leaves_the_focus(board: Page, site: Site) -> None:
    """What is new is shown, the focus stays on its link, and polls are marked as such."""
    expect(board.get_by_text("version 1")).to_be_visible(timeout=8000)
    board.locator("#more").focus()
    site.version = 2
    expect(board.get_by_text("version 2")).to_be_visible(timeout=8000)
    expect(board.locator("#more")).to_be_focused()
    expect(board.locator("[data-door]")).to_have_text("2 people let in")
    assert set(site.polls) == {"1"}


def test_a_warning_comes_before_the_end_and_escape_stays(site: Site, page: Page) -> None:
    """Two minutes before, a dialog; Escape says still here and it goes away."""
    site.idle = 122
    page.goto(f"{site.address}/board")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=8000)
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert site.stayed == 1


def test_whoever_is_shut_out_reads_on_no_more(site: Site, page: Page) -> None:
    """Nothing of the page stays on the screen of a case that was closed to somebody meanwhile."""
    page.goto(f"{site.address}/board")
    expect(page.get_by_text("version 1")).to_be_visible()
    site.is_shut = True
    expect(page.get_by_role("link", name="Load it again")).to_be_focused(timeout=10_000)
    expect(page.get_by_text("version 1")).to_have_count(0)
    expect(page.locator("main").get_by_role("textbox")).to_have_count(0)


def test_at_the_end_what_was_typed_is_kept(site: Site, page: Page) -> None:
    """The draft is sent, without the passphrase, and the sign-in page knows the way back."""
    site.idle = 8
    page.goto(f"{site.address}/board")
    page.get_by_label("Words").fill("what she said")
    page.get_by_label("Secret").fill("a passphrase")
    page.wait_for_url("**/sign-in?next=%2Fboard", timeout=10_000)
    [draft] = site.drafts
    assert draft["path"] == "/board"
    assert draft["fields"]["words"] == ["what she said"]
    assert not {"secret", "csrf_token"} & set(draft["fields"])


def test_without_scripts_the_button_is_a_link(site: Site, browser) -> None:
    """Hide screen opens a page that shows nothing and leads back."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/board")
    page.get_by_role("link", name="Hide screen").click()
    expect(page.get_by_role("heading", name="Screen hidden")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Board")
    page.get_by_role("link", name="Show the screen").click()
    expect(page.get_by_role("heading", name="Board")).to_be_visible()
    context.close()
