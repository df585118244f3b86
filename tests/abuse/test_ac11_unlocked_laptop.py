"""AC-11: a laptop left open: it hides, it locks, and it keeps nothing of a case."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app import clock
from app.accounts.session.model import WebSession
from app.db import db, transaction
from tests.builders import World
from tests.web.crawl import Reader

STORES = re.compile(
    r"localStorage|indexedDB|caches\.|document\.cookie|serviceWorker|showSaveFilePicker|openDatabase"
)
KEPT = re.compile(r"sessionStorage\.setItem\(([^,]+), ([^)]+)\)")
PATHS = ("/", "/account", "/cases", "/actions", "/meetings")


def rewind(world: World, **back: timedelta) -> None:
    """Let time have passed since the session was used or started."""
    with world.inside(), transaction():
        row = db.session.scalars(select(WebSession)).one()
        values = {name: getattr(row, name) - ago for name, ago in back.items()}
        db.session.execute(update(WebSession).values(**values))


def keyring(world: World) -> bytes | None:
    """What the session still holds of the person's keys."""
    with world.inside():
        return db.session.scalars(select(WebSession)).one().sealed_keyring


def test_after_half_an_hour_nobody_is_signed_in(marac: World) -> None:
    """The next request asks to sign in, and the keys are out of the database at once."""
    client = marac.client("idva")
    rewind(marac, seen_at=timedelta(minutes=29))
    assert client.get("/account").status_code == 200
    rewind(marac, seen_at=timedelta(minutes=32))
    assert keyring(marac)
    assert client.get("/account").headers["Location"].startswith("/sign-in")
    assert keyring(marac) is None


def test_a_page_that_looks_for_news_does_not_keep_a_laptop_open(worked: World) -> None:
    """Neither its polls nor what it fetches by itself count as use."""
    client = worked.client("nrpf")
    rewind(worked, seen_at=timedelta(minutes=20))
    client.get("/account", headers={"X-Poll": "1"})
    rewind(worked, seen_at=timedelta(minutes=12))
    assert client.get("/account").status_code == 303


def test_a_clock_that_was_set_back_ends_the_session(marac: World) -> None:
    """Whoever moves the server's clock does not get a session that never ends."""
    client = marac.client("idva")
    rewind(marac, created_at=-timedelta(hours=1), seen_at=-timedelta(hours=1))
    assert client.get("/account").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_can_be_hidden_with_a_key_or_a_link(marac: World, path: str) -> None:
    """The cover, its button and the link for a page without scripts are on every page."""
    page = Reader(marac.client("idva").get(path).text)
    assert [one for one in page.elements if one.attributes.get("id") == "cover"]
    links = [one for one in page.all("a", "button") if "data-hide" in one.attributes]
    assert [one.attributes.get("href") for one in links if one.tag == "a"] == [
        f"/hidden?back={path}"
    ]


def test_the_hidden_page_says_nothing_and_signs_nobody_out(marac: World) -> None:
    """The same for everybody, signed in or not; no name, no area, no case."""
    client = marac.client("idva")
    hidden = client.get("/hidden").text
    assert hidden == marac.client().get("/hidden").text
    assert not [word for word in ("Leila", "Haddad", "Northbrook", "Haven") if word in hidden]
    assert client.get("/account").status_code == 200


def test_scripts_keep_nothing_in_the_browser(marac: World) -> None:
    """No store but the tab's own, and in that one no more than 'yes'."""
    folder, kept = Path(marac.app.static_folder or "", "js"), []
    for script in folder.glob("*.js"):
        code = re.sub(r"//.*", "", script.read_text())
        assert not STORES.search(code), script.name
        kept += KEPT.findall(code)
        assert code.count("sessionStorage.setItem") == len(KEPT.findall(code)), script.name
    assert kept
    assert {value for _, value in kept} <= {"'yes'", "box.checked ? 'yes' : 'no'"}


def test_idle_time_cannot_be_stretched_by_a_setting_of_the_area(marac: World) -> None:
    """The installation's ceiling holds whatever an administrator enters."""
    assert marac.app.config["MARAC"].idle_timeout <= timedelta(minutes=30)
    assert clock.now().tzinfo is not None
