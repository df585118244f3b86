"""AC-13: after signing out at a shared computer, Back shows nothing (the server's part)."""

from pathlib import Path

from tests.accounts.pages import submit
from tests.builders import World

PAGES = ("/", "/account", "/people", "/agencies")


def test_no_page_may_be_kept_by_the_browser(world: World) -> None:
    """Every page of somebody signed in says no-store, and that it depends on the cookie."""
    client = world.client("chair")
    for path in PAGES:
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]


def test_signing_out_has_the_browser_forget(world: World) -> None:
    """Cache and storage are cleared, and the cookie is taken away."""
    answer = submit(world.client("chair"), "/account", to="/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Set-Cookie"].startswith(f"{world.cookie}=;")
    assert "Max-Age=0" in answer.headers["Set-Cookie"]


def test_every_page_asks_again_after_signing_out(world: World) -> None:
    """Asking the server anew, as a page out of the back-forward store does, leads to sign-in."""
    client = world.client("chair")
    submit(client, "/account", to="/sign-out")
    for path in PAGES:
        assert client.get(path).headers["Location"].startswith("/sign-in")


def test_a_page_out_of_the_back_forward_store_reloads_itself(world: World) -> None:
    """The first script of every page does it, before anything is drawn."""
    client = world.client("chair")
    page = client.get("/")
    assert "/static/js/start.js" in page.text
    script = Path(world.app.static_folder or "", "js/start.js").read_text()
    assert "pageshow" in script
    assert "event.persisted" in script


def test_the_signed_out_page_names_nobody(world: World) -> None:
    """Neither the person nor the area is on what the next person at the computer sees."""
    client = world.client("chair")
    submit(client, "/account", to="/sign-out")
    page = client.get("/signed-out").text
    assert "Priya" not in page
    assert "Northbrook" not in page
