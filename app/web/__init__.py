"""The edge that every page shares: templates, components, form fields, headers and the guard.

For the nouns' views: ``forms`` (fields), ``components.html`` (macros), ``base.html`` (the page),
``text.plain`` (what people paste in), ``navigation`` (the menu), ``guard`` (who is calling).
"""

from app.db.gate import counts_changes, counts_moves
from app.db.keyfile import database_path
from app.web import guard, home, logs, pages, templating
from app.web.application import Application

__all__ = ["Application", "init_app"]


def init_app(app: Application) -> None:
    """Give the application its log, its templates, its guard and the pages of no noun."""
    config = app.config["MARAC"]
    logs.set_up(config)
    path = database_path(config.instance)
    app.say_again(counts_changes(path), counts_moves(path))
    if config.kind != "testing":  # a test asks more in a second than people in a morning
        app.hold_off()
    app.trust_proxies(config.trusted_proxies)
    templating.init_app(app)
    guard.init_app(app)
    pages.init_app(app)
    home.init_app(app)
