"""Gives a form back as it was left: ``form = filled(ShareForm)`` in a view is all it takes."""

from typing import Any, TypeVar

from flask import g, request
from werkzeug.datastructures import MultiDict

from app.accounts.draft.queries import Kept, draft_at
from app.web.forms import Form

F = TypeVar("F", bound=Form)


def filled(form_class: type[F], path: str | None = None, **options: Any) -> F:
    """Make the form; when its page is opened, with what the person had typed there and not sent."""
    form = form_class(**options)
    if request.method != "GET" or g.get("actor") is None:
        return form
    kept = draft_at(g.actor, path or request.path)
    if kept is None or not _belongs(form, kept):
        return form
    typed = MultiDict([(name, value) for name, all_ in kept.fields.items() for value in all_])
    form = form_class(formdata=typed, **options)
    form.kept_at = kept.kept_at
    return form


def _belongs(form: Form, kept: Kept) -> bool:
    """A page may hold several forms: the draft is of the one that has its fields."""
    return all(name in form or name.rpartition("-")[0] in form for name in kept.fields)
