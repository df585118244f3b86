"""Holds off whoever asks too much, so that a meeting that is going on need not wait (AC-53).

Somebody signed in is counted by their own session, and has more than any page of ours asks for.
Everybody else is counted by the address they come from, which a whole council may share: pages and
forms apart, so that asking for pages stops no sign-in. Of what is sent, which may take a slow
derivation each, only so much is worked on at one time, of one address half of it and of one
session little, so that most threads are left; and it is worked on once it is there (``bodies``).
Kept in memory only: nothing is written, and whoever is held off is let in again within seconds.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from werkzeug.http import parse_cookie

from app import clock
from app.vault import digests
from app.web.bodies import Bodies
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
EACH_AT_ONCE = 6
"""How many of them may come from one address, and how many forms one session may send at once."""
KNOWN_FOR = timedelta(minutes=125)
"""Longer than the longest time that a session can be idle: who has written for an hour is no
stranger when they send it. A session that has ended is forgotten when its cookie comes again."""
MOST_KEPT = 10_000
KNOWN = "marac.known"
"""Set on a request by the guard, when somebody is signed in."""
STATIC = "/static/"
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
NOT_ALL_THERE = b"Not all of it arrived. Send it again.\n"
WAIT_SECONDS = "5"
BODY = (
    b"Too many tries. Wait a few seconds, then try again. "
    b"Nothing is lost, and your account is not closed.\n"
)


class Flood:
    """Stands before the application and answers 429 to what is too much."""

    def __init__(self, inner: Wsgi, cookie_name: str) -> None:
        self.inner = inner
        self.cookie_name = cookie_name
        self._bodies = Bodies()
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, datetime]] = {}
        self._known: dict[str, datetime] = {}
        self._at_work: Counter[str] = Counter()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Let through what is within bounds."""
        if str(environ.get("PATH_INFO", "")).startswith(STATIC):
            return self.inner(environ, start_response)
        session, is_post = self._session(environ), environ.get("REQUEST_METHOD") == "POST"
        is_known = self._is_known(session)
        who = f"session:{session}" if is_known else f"address:{_address(environ)}"
        counted = f"{who}:sent" if is_post and not is_known else who
        if not self._may(counted, SIGNED_IN if is_known else STRANGERS):
            return _held_off(start_response)
        if not is_post:
            return self._ask(session, environ, start_response)
        return self._send(who, session, environ, start_response)

    def _send(
        self, who: str, session: str, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Work on what is sent: of somebody signed in while it comes, of strangers once it came."""
        is_known = who.startswith("session:")
        if not is_known and not self._bodies.take(environ, is_known=False):
            return _too_late(start_response)
        if not self._begin(who, is_known=is_known):
            return _held_off(start_response)
        try:
            if is_known and not self._bodies.take(environ, is_known=True):
                return _too_late(start_response)
            return self._ask(session, environ, start_response)
        finally:
            self._end(who, is_known=is_known)

    def _ask(
        self, session: str, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Ask the application, and learn whether this session is somebody's who is signed in."""
        answer = self.inner(environ, start_response)
        found = environ.get(KNOWN)
        if session and found is not None:
            with self._lock:
                self._known.pop(session, None)
                if found:
                    self._known[session] = clock.now()
                    _prune(self._known)
        return answer

    def _session(self, environ: Environ) -> str:
        """The one cookie that a session has, hashed; what is sent beside it makes no other."""
        value = parse_cookie(environ).get(self.cookie_name, "")
        return digests.sha256_hex(value.encode("utf-8", "surrogateescape")) if value else ""

    def _is_known(self, session: str) -> bool:
        at = self._known.get(session)
        return at is not None and clock.now() - at < KNOWN_FOR

    def _may(self, who: str, allowance: Allowance) -> bool:
        """Take one of what is left, which grows with the time that has gone."""
        with self._lock:
            now = clock.now()
            left, at = self._left.pop(who, (allowance.at_once, now))
            gone = max(0.0, (now - at).total_seconds())
            left = min(allowance.at_once, left + gone * allowance.a_second)
            self._left[who] = (max(0.0, left - 1), now)
            _prune(self._left)
        return left >= 1

    def _begin(self, who: str, *, is_known: bool) -> bool:
        """Take a place. What is worked on for all strangers together is counted under no name."""
        with self._lock:
            if self._at_work[who] >= EACH_AT_ONCE:
                return False
            if not is_known and self._at_work[""] >= SENT_AT_ONCE:
                return False
            self._at_work.update((who,) if is_known else (who, ""))
        return True

    def _end(self, who: str, *, is_known: bool) -> None:
        with self._lock:
            self._at_work.subtract((who,) if is_known else (who, ""))
            if not self._at_work[who]:
                del self._at_work[who]


def _too_late(start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("408 REQUEST TIMEOUT", [*ALWAYS.items(), *PLAIN.items()])
    return [NOT_ALL_THERE]


def _held_off(start_response: Callable[..., Any]) -> Iterable[bytes]:
    own = {**PLAIN, "Retry-After": WAIT_SECONDS}
    start_response("429 TOO MANY REQUESTS", [*ALWAYS.items(), *own.items()])
    return [BODY]


def _address(environ: Environ) -> str:
    """Where it comes from; of the sixth version the network, because one machine has all of it."""
    text = str(environ.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(text)
    except ValueError:
        return text
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else text


def _prune(kept: dict[str, Any]) -> None:
    """Forget the half that was used longest ago when there are too many."""
    if len(kept) > MOST_KEPT:
        for key in list(kept)[: MOST_KEPT // 2]:
            del kept[key]
