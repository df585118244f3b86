"""The edge that every page shares: templates, components, form fields, headers and the guard.

For the nouns' views: ``forms`` (fields), ``components.html`` (macros), ``base.html`` (the page),
``text.plain`` (what people paste in), ``navigation`` (the menu), ``guard`` (who is calling).
"""

from flask import Flask

from app.web import guard, headers, pages, templating
from app.web.application import Application

__all__ = ["Application", "init_app"]


def init_app(app: Flask) -> None:
    """Give the application its templates, its guard, its headers and the pages of no noun."""
    templating.init_app(app)
    guard.init_app(app)
    headers.init_app(app)
    pages.init_app(app)
