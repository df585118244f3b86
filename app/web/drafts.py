"""Gives a form back as it was left: ``form = filled(ShareForm)`` in a view is all it takes.

How drafts are kept is not known here: ``app.extensions["marac.draft_loader"]`` is a function of the
actor and a path that returns what was typed there, or None.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from flask import current_app, g, request
from werkzeug.datastructures import MultiDict

from app.access.actor import Actor
from app.web.forms import Form

LOADER = "marac.draft_loader"
F = TypeVar("F", bound=Form)


class Kept(Protocol):
    """What somebody had typed into a page, and when it was kept."""

    @property
    def kept_at(self) -> datetime:
        """The moment."""

    @property
    def fields(self) -> Mapping[str, Sequence[str]]:
        """The values by the names of their boxes."""


Loader = Callable[[Actor, str], Kept | None]


def filled(form_class: type[F], path: str | None = None, **options: Any) -> F:
    """Make the form; when its page is opened, with what the person had typed there and not sent."""
    form = form_class(**options)
    kept = _kept(path or request.path)
    if kept is None or not _belongs(form, kept):
        return form
    typed = MultiDict([(name, value) for name, values in kept.fields.items() for value in values])
    form = form_class(formdata=typed, **options)
    form.kept_at = kept.kept_at
    return form


def _kept(path: str) -> Kept | None:
    loader = cast(Loader | None, current_app.extensions.get(LOADER))
    if loader is None or request.method != "GET" or g.get("actor") is None:
        return None
    return loader(g.actor, path)


def _belongs(form: Form, kept: Kept) -> bool:
    """A page may hold several forms: the draft is of the one that has its fields."""
    return all(name in form or name.rpartition("-")[0] in form for name in kept.fields)
