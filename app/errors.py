"""Refusals and faults become pages here, and work when nothing else does: no database, no session.

A page that is not there, another's record and an excluded person's case get the same bytes. A fault
is logged with a reference and its kind, never with its words, which may hold a person's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from flask import Flask, Response, current_app, redirect, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.draft.keeping import keep_when_not_confirmed
from app.config import ConfigError
from app.refusals import Blocked, NotSignedIn, NotVisible, Refused, RuleBroken, Unavailable
from app.web.application import log_fault

SIGN_IN = "/sign-in"
HOME = ("Go to your home page", "/")
PASSING = (Unavailable, OperationalError, PoolTimeout, ConfigError)


@dataclass(frozen=True)
class Words:
    """What a page says when the answer is no."""

    heading: str
    lines: tuple[str, ...]
    way_on: tuple[str, str] | None = HOME


NOT_SIGNED_IN = Words(
    "Sign in to go on",
    (
        "You are not signed in, or your session has ended.",
        "What you were writing is kept as a draft if the page could still save it.",
    ),
    ("Sign in", SIGN_IN),
)
NOT_FOUND = Words(
    "Page not found",
    (
        "There is nothing to show here.",
        "If you typed the address, check that it is right. If you followed a link in this service, "
        "what it led to may not be open to you.",
    ),
)
NOT_CONFIRMED = Words(
    "We could not be sure that this came from you",
    (
        "The page was open for a long time, or you signed in or out in another window. "
        "Nothing was changed.",
        "Go back, copy what you were writing, load the page again and send it once more.",
    ),
)
TOO_MANY = Words(
    "Too many tries",
    ("Wait a few minutes, then try again.", "Nothing is lost, and your account is not closed."),
)
NOT_AVAILABLE = Words(
    "The service cannot do this at the moment",
    (
        "It stops rather than show or change a case without keeping a record of it.",
        "Nothing was changed. Try again in a few minutes. If it goes on, tell whoever runs this "
        "service for your area.",
    ),
)
FAULT = Words(
    "There is a problem with the service",
    (
        "Nothing was changed by what you just did, unless you saw it confirmed.",
        "Try again. If it happens again, tell whoever runs this service for your area, and give "
        "them the reference below.",
    ),
)
NOT_UNDERSTOOD = Words(
    "This could not be read",
    ("What was sent is not what this page expects, or is too long. Nothing was changed.",),
)
BY_CODE = {
    401: NOT_SIGNED_IN,
    404: NOT_FOUND,
    429: TOO_MANY,
    503: NOT_AVAILABLE,
}


def init_app(app: Flask) -> None:
    """Answer every refusal and every fault with a page."""
    handlers: dict[type[Exception], Callable[..., Any]] = {
        NotVisible: not_visible,
        Refused: refused,
        RuleBroken: rule_broken,
        NotSignedIn: not_signed_in,
        **dict.fromkeys(PASSING, unavailable),
        CSRFError: not_confirmed,
        SecurityError: not_our_name,
        HTTPException: http_error,
        Exception: fault,
    }
    for kind, handler in handlers.items():
        app.register_error_handler(kind, handler)


def not_visible(_refusal: Exception) -> Response:
    """Nothing is there; the same bytes as for an address that never was."""
    return page(404, NOT_FOUND)


def refused(refusal: Refused) -> Response:
    """The person's role does not go there, or a rule says no; the reason is theirs to read."""
    return page(403, Words("You cannot do this", (refusal.reason,)))


def rule_broken(refusal: RuleBroken) -> Response:
    """A rule said no where no form was there to say it beside the field."""
    way_on = HOME
    if isinstance(refusal, Blocked):
        way_on = ("What you can do instead", f"/roads/{refusal.attempt_id}")
    return page(422, Words("This cannot be done as it stands", (refusal.message,), way_on))


def not_signed_in(_refusal: NotSignedIn) -> AnyResponse:
    """Lead a reader to the sign-in page and back; tell a script or a sent form 401."""
    if request.method != "GET" or "X-Poll" in request.headers:
        return page(401, NOT_SIGNED_IN)
    return redirect(f"{SIGN_IN}?next={quote(request.path)}", 303)


def not_confirmed(_refusal: CSRFError) -> AnyResponse:
    """The form's token is missing or of another session; what was typed is kept where it can be."""
    return keep_when_not_confirmed() or page(422, NOT_CONFIRMED)


def unavailable(refusal: Exception) -> Response:
    """The promises cannot be kept just now, so nothing was done."""
    log_fault(current_app, refusal)
    answer = page(503, NOT_AVAILABLE)
    answer.headers["Retry-After"] = "60"
    return answer


def http_error(error: HTTPException) -> AnyResponse:
    """Werkzeug's own refusals, in our words; a redirect stays one."""
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 500:
        return late_fault(getattr(error, "original_exception", None) or error)
    if error.code == 403:
        return page(403, Words("You cannot do this", ("Your role does not allow this.",)))
    answer = page(error.code, BY_CODE.get(error.code, NOT_UNDERSTOOD))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def not_our_name(_error: SecurityError) -> Response:
    """Asked for by another host name: no address can be built, so there is no page to say it on."""
    answer = "This service answers only to the name in MARAC_HOSTNAME, through its own proxy.\n"
    return Response(answer, 400, mimetype="text/plain")


def late_fault(error: Exception) -> Response:
    """What went wrong before the view was asked for, or after it had answered."""
    return unavailable(error) if isinstance(error, PASSING) else fault(error)


def fault(error: Exception) -> Response:
    """Anything else is ours to mend: a reference for the person, one line for the log."""
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    reference = uuid4().hex[:8].upper()
    log_fault(current_app, error, reference)
    return page(500, FAULT, reference)


def page(code: int, words: Words, reference: str = "") -> Response:
    """Render without context processors, session or database, so that it always can be."""
    template = current_app.jinja_env.get_template("web/error.html")
    return Response(template.render(words=words, reference=reference), code, mimetype="text/html")
