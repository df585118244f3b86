"""The home page: what waits for this person, in panels that the nouns bring.

    @home_panel(order=40)
    def my_actions(actor: Actor) -> Panel | None: ...

A panel's template is rendered with its context, and begins with an <h2>. None: nothing to show.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, render_template
from markupsafe import Markup

from app.access.actor import Actor
from app.access.marks import signed_in
from app.web.guard import current_actor


@dataclass(frozen=True)
class Panel:
    """A part of the home page."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


PanelMaker = Callable[[Actor], Panel | None]

bp = Blueprint("home", __name__)
_MAKERS: dict[PanelMaker, int] = {}


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(bp)


def home_panel(order: int) -> Callable[[PanelMaker], PanelMaker]:
    """Register what makes a panel; a lower order is shown first."""

    def register(maker: PanelMaker) -> PanelMaker:
        _MAKERS[maker] = order
        return maker

    return register


@bp.get("/")
@signed_in("everybody has a home page, with what concerns them")
def index() -> str:
    """Show what waits for this person."""
    actor = current_actor()
    made = [maker(actor) for maker in sorted(_MAKERS, key=_MAKERS.__getitem__)]
    panels = [render_template(panel.template, **panel.context) for panel in made if panel]
    safe = [Markup(panel) for panel in panels]  # noqa: S704 - our own templates, escaped
    return render_template("web/home.html", panels=safe)
