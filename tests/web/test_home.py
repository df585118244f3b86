"""The home page shows what the nouns bring, in their order, to whoever it concerns."""

import pytest
from jinja2 import ChoiceLoader, DictLoader

from app.access.actor import Actor
from app.web import home
from app.web.home import Panel, home_panel
from tests.builders import World

SHOWN = "<h2>{{ words }}</h2>"


@pytest.fixture
def panels(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the panels of the test, from a template of the test."""
    monkeypatch.setattr(home, "_MAKERS", {})
    own = world.app.jinja_env.loader
    assert own is not None
    world.app.jinja_env.loader = ChoiceLoader([DictLoader({"panel.html": SHOWN}), own])


@pytest.mark.usefixtures("panels")
def test_panels_come_in_their_order(world: World) -> None:
    """Not in the order in which they were registered."""
    home_panel(40)(lambda actor: Panel("panel.html", {"words": "then this"}))
    home_panel(10)(lambda actor: Panel("panel.html", {"words": "first this"}))
    page = world.client("idva").get("/").text
    assert page.index("first this") < page.index("then this")


@pytest.mark.usefixtures("panels")
def test_a_panel_that_concerns_somebody_else_is_not_there(world: World) -> None:
    """A panel is asked with the person who looks; None leaves it out."""

    def for_idva(actor: Actor) -> Panel | None:
        mine = actor.person_id == world.person_id("idva")
        return Panel("panel.html", {"words": "for the IDVA"}) if mine else None

    home_panel(10)(for_idva)
    assert "for the IDVA" in world.client("idva").get("/").text
    assert "Nothing waits for you" in world.client("housing").get("/").text


@pytest.mark.usefixtures("panels")
def test_what_a_panel_shows_is_escaped(world: World) -> None:
    """A panel's words are text, whatever is in them."""
    home_panel(10)(lambda actor: Panel("panel.html", {"words": "<b>bold</b>"}))
    assert "&lt;b&gt;bold" in world.client("idva").get("/").text
