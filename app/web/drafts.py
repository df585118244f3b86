"""Gives a form back as it was left: ``form = filled(ShareForm)`` in a view is all it takes.

How drafts are kept is not known here: ``app.extensions["marac.draft_loader"]`` is a function of the
actor and a path that returns what was typed there, or None.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from flask import current_app, g, request
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

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
    own = _own(form, kept) if kept else {}
    if kept is None or not own:
        return form
    typed = MultiDict([(name, value) for name, values in own.items() for value in values])
    form = form_class(formdata=typed, **options)
    form.kept_at = kept.kept_at
    return form


def _kept(path: str) -> Kept | None:
    loader = cast(Loader | None, current_app.extensions.get(LOADER))
    if loader is None or request.method != "GET" or g.get("actor") is None:
        return None
    return loader(g.actor, path)


def _own(form: Form, kept: Kept) -> dict[str, Sequence[str]]:
    """A page may hold several forms, kept together: each takes the boxes that it has.

    Nothing, where all that the form would take is hidden, such as the revision it began from.
    """
    boxes = {name: _box(form, name) for name in kept.fields}
    own = {name: kept.fields[name] for name, box in boxes.items() if box}
    seen = [box for box in boxes.values() if box and not isinstance(form[box], HiddenField)]
    return own if seen else {}


def _box(form: Form, name: str) -> str:
    """The form's box of that name, or nothing; the three boxes of a date are one."""
    whole = name.rpartition("-")[0]
    return name if name in form else whole if whole in form else ""
