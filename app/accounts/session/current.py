"""Who is signed in on this request: the door guard's loader and Flask-Login's user."""

from typing import Any, cast

from flask import Flask, g, session
from flask_login import UserMixin, current_user, login_user, logout_user

from app.access.actor import Actor
from app.accounts.session import service
from app.accounts.session.browser import BrowserSession, Open
from app.accounts.session.interface import DbSessions
from app.accounts.session.queries import Account
from app.accounts.session.service import Started
from app.extensions import login_manager
from app.web.guard import LOADER
from app.web.guard import current_actor as current_actor


class SignedInPerson(UserMixin):
    """The person as Flask-Login knows them."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        """Return the id that the session must carry for this person."""
        return str(self.actor.person_id)


def init_app(app: Flask) -> None:
    """Take the place of Flask's own sessions, and tell the door who is there."""
    app.session_interface = DbSessions()
    app.extensions[LOADER] = load_actor
    login_manager.session_protection = None  # our session is bound to its row and its own clock
    login_manager.user_loader(load_user)


def browser_session() -> BrowserSession:
    """Return this request's session as what it is."""
    proxy: Any = session
    return cast(BrowserSession, proxy._get_current_object())


def load_actor() -> Actor | None:
    """Return who is signed in, or None; what went wrong with the session is raised here."""
    fault = browser_session().fault
    if fault is not None:
        raise fault
    return cast(Actor, current_user.actor) if current_user.is_authenticated else None


def load_user(person_id: str) -> SignedInPerson | None:
    """Return the person of this session, if it is the one that Flask-Login wrote into it."""
    is_open = browser_session().open
    if is_open is None or is_open.account is None:
        return None
    actor = _actor(is_open, is_open.account)
    if str(actor.person_id) != person_id:
        return None
    _tell_the_frame(is_open, is_open.account)
    return SignedInPerson(actor)


def begin(actor: Actor, started: Started) -> None:
    """Go on as this person, in a session just started."""
    own = browser_session()
    if own.open is not None:
        service.end(own.open.row.id)
    login_user(SignedInPerson(actor))
    own.adopt(started)
    g.actor = actor


def leave() -> None:
    """Go on as nobody."""
    logout_user()
    browser_session().finish()
    g.actor = None


def _actor(is_open: Open, account: Account) -> Actor:
    return Actor(
        person_id=account.person_id,
        agency_id=account.agency_id,
        area_id=account.area_id,
        roles=account.roles,
        keyring=is_open.keyring,
        session_ref=str(is_open.row.id),
    )


def _tell_the_frame(is_open: Open, account: Account) -> None:
    """Give the page frame the names and the clock that it shows."""
    g.area_name, g.person_name = account.area_name, account.name
    if is_open.left is not None:
        g.idle_seconds, g.absolute_seconds = is_open.left.idle, is_open.left.absolute
