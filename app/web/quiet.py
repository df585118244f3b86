"""Tells a page that asks every two seconds that nothing is new, without finding it out again.

Sixty boards ask thirty times a second, and nearly always nothing has changed. A view that has
found nothing new says so with ``nothing_new``. If the same browser asks the same again and nothing
was written meanwhile but audit rows, the same answer still holds: it says nothing about anybody,
and opens nothing. Any other change of the database ends all such answers, be it a word on a board,
an exclusion or a session that ended; ``HOLDS`` ends them too, for what another process may have
changed (a command) and for sessions that run out. Kept in memory only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, request

from app import clock
from app.vault import digests

HOLDS = timedelta(seconds=15)
"""How long an answer is given again at most."""
MOST_KEPT = 2_000
SAID = "marac.nothing_new"
ASKED = (
    "REQUEST_METHOD",
    "HTTP_HOST",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_COOKIE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_X_CSRFTOKEN",
    "HTTP_SEC_FETCH_SITE",
    "HTTP_ORIGIN",
)
"""All that a poll's answer can hang on."""

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class _Kept:
    changes: int
    at: datetime
    status: str
    headers: list[tuple[str, str]]


def nothing_new(status: int = 304) -> Response:
    """Return the empty answer of a view that found nothing new; it may be given again."""
    request.environ[SAID] = True
    return Response(status=status)


class Quiet:
    """Stands before the application and gives an empty answer again while nothing changes."""

    def __init__(self, inner: Wsgi, changes: Callable[[], int]) -> None:
        self.inner = inner
        self.changes = changes
        self._kept: dict[str, _Kept] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from memory, or ask the application and remember that it found nothing new."""
        key = _key(environ)
        if key is None:
            return self.inner(environ, start_response)
        changes, now = self.changes(), clock.now()
        kept = self._kept.get(key)
        if kept is not None and kept.changes == changes and kept.at <= now < kept.at + HOLDS:
            start_response(kept.status, list(kept.headers))
            return []
        return self._ask(key, changes, now, environ, start_response)

    def _ask(
        self,
        key: str,
        changes: int,
        now: datetime,
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        """The changes were counted before the application looks: a later one ends the answer."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if environ.get(SAID) and not any(name == "Set-Cookie" for name, _ in headers):
                self._keep(key, _Kept(changes, now, status, list(headers)))
            return start_response(status, headers, *more)

        return self.inner(environ, start)

    def _keep(self, key: str, kept: _Kept) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = kept


def _key(environ: Environ) -> str | None:
    """What was asked, hashed, because a cookie is in it; None for what is not a signed-in poll."""
    if "HTTP_X_POLL" not in environ or "HTTP_COOKIE" not in environ:
        return None
    if environ.get("CONTENT_LENGTH", "0") not in ("", "0"):
        return None
    asked = "\0".join(f"{name}={environ.get(name, '')}" for name in ASKED)
    return digests.sha256_hex(asked.encode("utf-8", "surrogateescape"))
