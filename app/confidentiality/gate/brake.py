"""Slows the page of links down: it asks for no sign-in, and each try takes half a second of work.

Counted in the memory of the one process that serves, so that nobody outside fills the disk; after a
restart it begins anew. The same for a link that there is and one that there is not (AC-57).
"""

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

from app import clock
from app.db import db
from app.refusals import RuleBroken

WINDOW = timedelta(minutes=1)
MOST_OF_A_LINK, MOST_OF_ALL = 10, 40
"""Tries in a minute: of one link, and of all together."""
ALL = b""

WAIT = (
    "Too much is being tried on this page at the moment. Nothing was counted against you. Wait a "
    "minute, then try again. If it goes on, ring whoever gave you the passphrase."
)

_lock = threading.Lock()
_tries: defaultdict[tuple[str, bytes], deque[datetime]] = defaultdict(deque)
_missed: defaultdict[str, int] = defaultdict(int)


def check(token_hash: bytes) -> None:
    """Count a try of a link, or raise ``RuleBroken`` before anything was looked up or worked out.

    What is kept is at most what was tried within a minute, so it stays small.
    """
    here, now = _here(), clock.now()
    with _lock:
        _forget(now)
        of_all, of_it = _tries[here, ALL], _tries[here, token_hash]
        if len(of_all) >= MOST_OF_ALL or len(of_it) >= MOST_OF_A_LINK:
            raise RuleBroken("passphrase", WAIT)
        of_all.append(now)
        of_it.append(now)


def miss() -> None:
    """Count a try that met no open link."""
    with _lock:
        _missed[_here()] += 1


def missed() -> int:
    """Return how many met no open link since this was last asked, and begin anew."""
    with _lock:
        return _missed.pop(_here(), 0)


def _forget(now: datetime) -> None:
    for key, tries in list(_tries.items()):
        while tries and not now - WINDOW < tries[0] <= now:
            tries.popleft()
        if not tries:
            del _tries[key]


def _here() -> str:
    """The installation: tests serve several."""
    return str(db.engine.url)
