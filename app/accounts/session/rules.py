"""How long a session lasts, and what a browser is called in the list of sessions.

OWASP ASVS 5.0 §7.3, NIST SP 800-63B: an idle limit and an absolute one, both kept by the server.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CLOCK_MAY_DIFFER = timedelta(minutes=5)
"""A clock set back further ends every session: it must not make one last longer."""
FRESH = timedelta(seconds=60)
"""A session's last use is written down at most this often; its idle limit is longer by as much."""

VISITOR_LASTS = timedelta(hours=12)
KEPT_AFTER_LAPSE = timedelta(days=7)


class Lapse(StrEnum):
    """Why a session is over though nobody ended it."""

    IDLE = "idle"
    ABSOLUTE = "absolute"


@dataclass(frozen=True)
class Limits:
    """The limits that hold for one person now."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Left:
    """How many whole seconds a session still has, for the page's own clock."""

    idle: int
    absolute: int


def limits(own: Limits, ceiling: Limits, in_meeting: timedelta | None) -> Limits:
    """Return the shorter of the area's and the installation's limits; an open meeting is longer."""
    idle = min(own.idle, ceiling.idle)
    return Limits(max(idle, in_meeting or idle), min(own.absolute, ceiling.absolute))


def lapse(created_at: datetime, seen_at: datetime, now: datetime, limits: Limits) -> Lapse | None:
    """Say why a session is over by now, or None while it lasts."""
    if now - created_at >= limits.absolute or created_at - now > CLOCK_MAY_DIFFER:
        return Lapse.ABSOLUTE
    if now - seen_at >= limits.idle + FRESH:
        return Lapse.IDLE
    return None


def left(created_at: datetime, now: datetime, limits: Limits) -> Left:
    """Say what is left from a request that counts as use."""
    absolute = int((limits.absolute - (now - created_at)).total_seconds())
    return Left(min(int(limits.idle.total_seconds()), absolute), absolute)


BROWSERS = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Name a browser in words its owner would use; nothing of the header itself is kept."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
