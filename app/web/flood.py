"""Holds off whoever asks too much, so that a meeting that is going on need not wait (AC-53).

Somebody signed in is counted by their own session, and has more than any page of ours asks for.
Everybody else is counted by the address they come from, which a whole council may share; and of
what they send, which may take a slow derivation each, only so much is worked on at one time, so
that most threads are left to those who are signed in. Kept in memory only: nothing is written, and
whoever is held off is let in again within seconds.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from app import clock
from app.vault import digests
from app.web.headers import ALWAYS

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Allowance:
    """So many at once, and so many a second after that."""

    at_once: float
    a_second: float


SIGNED_IN = Allowance(at_once=600, a_second=30)
"""A board asks once a second at most; ten windows and a fast hand are far below this."""
STRANGERS = Allowance(at_once=300, a_second=15)
"""Sixty people behind one address may open the sign-in page in the same minute."""
SENT_AT_ONCE = 12
"""How many forms of strangers are worked on at one time, of the server's 32 threads."""
KNOWN_FOR = timedelta(minutes=10)
MOST_KEPT = 10_000
KNOWN = "marac.known"
"""Set on a request by the guard, when somebody is signed in."""
STATIC = "/static/"
WAIT_SECONDS = "5"
BODY = (
    b"Too many tries. Wait a few seconds, then try again. "
    b"Nothing is lost, and your account is not closed.\n"
)


class Flood:
    """Stands before the application and answers 429 to what is too much."""

    def __init__(self, inner: Wsgi) -> None:
        self.inner = inner
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, datetime]] = {}
        self._known: dict[str, datetime] = {}
        self._sent = 0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Let through what is within bounds."""
        if str(environ.get("PATH_INFO", "")).startswith(STATIC):
            return self.inner(environ, start_response)
        cookie = _cookie(environ)
        is_known = self._is_known(cookie)
        who = f"session:{cookie}" if is_known else f"address:{_address(environ)}"
        if not self._may(who, SIGNED_IN if is_known else STRANGERS):
            return _held_off(start_response)
        if is_known or environ.get("REQUEST_METHOD") != "POST":
            return self._ask(cookie, environ, start_response)
        if not self._begin():
            return _held_off(start_response)
        try:
            return self._ask(cookie, environ, start_response)
        finally:
            self._end()

    def _ask(
        self, cookie: str, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Ask the application, and learn whether this cookie is somebody's who is signed in."""
        answer = self.inner(environ, start_response)
        with self._lock:
            if cookie and environ.get(KNOWN):
                self._known[cookie] = clock.now()
                _prune(self._known)
        return answer

    def _is_known(self, cookie: str) -> bool:
        at = self._known.get(cookie)
        return at is not None and clock.now() - at < KNOWN_FOR

    def _may(self, who: str, allowance: Allowance) -> bool:
        """Take one of what is left, which grows with the time that has gone."""
        with self._lock:
            now = clock.now()
            left, at = self._left.get(who, (allowance.at_once, now))
            gone = max(0.0, (now - at).total_seconds())
            left = min(allowance.at_once, left + gone * allowance.a_second)
            self._left[who] = (max(0.0, left - 1), now)
            _prune(self._left)
        return left >= 1

    def _begin(self) -> bool:
        with self._lock:
            if self._sent >= SENT_AT_ONCE:
                return False
            self._sent += 1
        return True

    def _end(self) -> None:
        with self._lock:
            self._sent -= 1


def _held_off(start_response: Callable[..., Any]) -> Iterable[bytes]:
    own = {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "Retry-After": WAIT_SECONDS,
    }
    start_response("429 TOO MANY REQUESTS", [*ALWAYS.items(), *own.items()])
    return [BODY]


def _cookie(environ: Environ) -> str:
    """The cookie, hashed; nothing where there is none."""
    text = str(environ.get("HTTP_COOKIE", ""))
    return digests.sha256_hex(text.encode("utf-8", "surrogateescape")) if text else ""


def _address(environ: Environ) -> str:
    """Where it comes from; of the sixth version the network, because one machine has all of it."""
    text = str(environ.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(text)
    except ValueError:
        return text
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else text


def _prune(kept: dict[str, Any]) -> None:
    """Forget the older half when there are too many."""
    if len(kept) > MOST_KEPT:
        for key in list(kept)[: MOST_KEPT // 2]:
            del kept[key]
