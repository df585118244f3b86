"""Tells a page that asks every two seconds that nothing is new, without finding it out again.

Sixty boards ask thirty times a second, and nearly always nothing has changed. A view that has
found nothing new says so with ``nothing_new``. If the same browser asks the same again and nothing
was written meanwhile but audit rows, the same answer still holds: it says nothing about anybody,
and opens nothing. Any other change of the database ends all such answers, be it a word on a board,
an exclusion or a session that ended; ``HOLDS`` ends them too, for what another process may have
changed (a command) and for sessions that run out. Kept in memory only.

An answer that brought something new says under which mark the next one has nothing new, so that one
need not be found out either. And what the door does hangs on nothing that is said at a hearing: its
answer holds while words are written on the boards.
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
NEXT = "marac.nothing_new_under"
ALL, OR_SAID = "all", "all but what is said"
OF_WHAT_IT_BROUGHT = frozenset({"content-type", "content-length", "etag"})
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
    seen: tuple[int, int]
    at: datetime
    status: str
    headers: list[tuple[str, str]]
    whatever_is_said: bool = False

    def holds(self, seen: tuple[int, int], now: datetime) -> bool:
        """Say whether nothing that counts was changed since, and it is not long ago."""
        counts = slice(1, 2) if self.whatever_is_said else slice(0, 2)
        return seen[counts] == self.seen[counts] and self.at <= now < self.at + HOLDS


def nothing_new(status: int = 304, *, whatever_is_said: bool = False) -> Response:
    """Return the empty answer of a view that found nothing new; it may be given again.

    ``whatever_is_said``: it does not hang on what is written down at a hearing.
    """
    request.environ[SAID] = OR_SAID if whatever_is_said else ALL
    return Response(status=status)


def brings(response: Response, etag: str) -> Response:
    """Mark what an answer brings: whoever asks with this mark has all of it, so nothing is new."""
    response.set_etag(etag)
    request.environ[NEXT] = f'"{etag}"'
    return response


class Quiet:
    """Stands before the application and gives an empty answer again while nothing changes."""

    def __init__(
        self, inner: Wsgi, changes: Callable[[], int], moves: Callable[[], int] | None = None
    ) -> None:
        self.inner = inner
        self.changes = changes
        self.moves = moves or changes
        self._kept: dict[str, _Kept] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from memory, or ask the application and remember that it found nothing new."""
        key = _key(environ)
        if key is None:
            return self.inner(environ, start_response)
        seen, now = (self.changes(), self.moves()), clock.now()
        kept = self._kept.get(key)
        if kept is not None and kept.holds(seen, now):
            start_response(kept.status, list(kept.headers))
            return []
        return self._ask(key, seen, now, environ, start_response)

    def _ask(
        self,
        key: str,
        seen: tuple[int, int],
        now: datetime,
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        """The changes were counted before the application looks: a later one ends the answer."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if not any(name == "Set-Cookie" for name, _ in headers):
                said, brought = environ.get(SAID), environ.get(NEXT)
                if said:
                    self._keep(key, _Kept(seen, now, status, list(headers), said == OR_SAID))
                elif brought and status.startswith("200"):
                    self._keep_next(environ, brought, seen, now, headers)
            return start_response(status, headers, *more)

        return self.inner(environ, start)

    def _keep_next(
        self,
        environ: Environ,
        mark: str,
        seen: tuple[int, int],
        now: datetime,
        headers: list[tuple[str, str]],
    ) -> None:
        """Keep the answer to the next poll: this browser's, with the mark of what it has now."""
        key = _key({**environ, "HTTP_IF_NONE_MATCH": mark})
        rest = [each for each in headers if each[0].lower() not in OF_WHAT_IT_BROUGHT]
        if key is not None:
            self._keep(key, _Kept(seen, now, "304 NOT MODIFIED", rest))

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
