"""Who is calling, and may they: asked once before every view, and no unmarked view is reached.

``app.extensions["marac.actor_loader"]`` is a function without arguments that returns the signed-in
``Actor`` or None. It may also put onto ``g`` what the page frame shows: ``area_name``,
``person_name``, and ``idle_seconds`` and ``absolute_seconds`` that are left of the session.
"""

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, g, request

from app.access.actor import Actor
from app.access.marks import AccessRule, Public, Requires, SignedIn, public, rule_of
from app.refusals import NotSignedIn, Refused
from app.web.flood import KNOWN

ActorLoader = Callable[[], Actor | None]
LOADER = "marac.actor_loader"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FROM_ELSEWHERE = frozenset({"cross-site", "same-site"})


def init_app(app: Flask) -> None:
    """Stand at the door of every view."""
    app.extensions.setdefault(LOADER, nobody)
    app.view_functions["static"] = public("style sheets and scripts hold no data")(
        app.view_functions["static"]
    )
    app.before_request(enforce)


def nobody() -> Actor | None:
    """The loader until accounts brings its own."""
    return None


def current_actor() -> Actor:
    """Who is signed in, for a view that only people who are signed in reach."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        raise NotSignedIn
    return actor


def enforce() -> None:
    """Let the request through to its view, or raise the refusal that the view's rule asks for."""
    g.actor = None
    if request.url_rule is None or request.endpoint == "static":
        return
    rule = rule_of(current_app.view_functions[str(request.endpoint)])
    _refuse_other_sites()
    g.actor = cast(ActorLoader, current_app.extensions[LOADER])()
    request.environ[KNOWN] = g.actor is not None
    decide(rule, g.actor)


def decide(rule: AccessRule | None, actor: Actor | None) -> None:
    """Raise what stands against this actor calling a view with this rule; deny by default."""
    match rule:
        case Public():
            return
        case SignedIn() if actor:
            return
        case Requires(permission) if actor:
            actor.require(permission)
        case SignedIn() | Requires():
            raise NotSignedIn
        case _:
            raise Refused("This page has no rule about who may see it, so nobody may.")


def _refuse_other_sites() -> None:
    """Refuse a change that another site's page asks the browser for."""
    if request.method in READING:
        return
    if request.headers.get("Sec-Fetch-Site", "none") in FROM_ELSEWHERE:
        raise Refused("This was sent from another site’s page, so nothing was done.")
