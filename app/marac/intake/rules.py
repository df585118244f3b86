"""Tokens with which an agency's own system hands referrals in: what one is, and what stops it.

A token can do one thing. It reads nothing, so a stolen one opens nothing (architecture §3).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.refusals import RuleBroken

SCOPE = "referral:make"
PREFIX = "marac_"
TOKEN = re.compile(r"marac_[A-Za-z0-9_-]{43}")
LONGEST_NAME = 60
MONTHS: dict[str, str] = {"1": "1 month", "3": "3 months", "6": "6 months", "12": "12 months"}
MOST_EACH = 5
RETRY_KEY = re.compile(r"[A-Za-z0-9._:-]{8,64}")

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 60
WINDOW = timedelta(minutes=15)
MOST_FAILURES = 20
SOON = timedelta(days=21)
"""How long before it runs out a token is on its maker's home page."""
KEPT = timedelta(days=1)
"""How long a try is remembered: longer than any window that counts tries."""

NOT_LET_IN = "The token is missing or not right, ran out, or was revoked."
STOPPED_NOW = (
    "This token cannot hand anything in at the moment. Ask the person who made it to sign in to "
    "the MARAC’s service and look at their home page."
)
NOT_FOR_OFFICERS = (
    "A token carries its maker’s signature, and an officer’s signature lets people into the "
    "circle. Ask a colleague who holds no office to make it."
)
AN_OFFICERS_ONCE = (
    "Your keys were an officer’s once, so no token is made with them. Ask a colleague who holds no "
    "office to make it."
)
SIGNS_ELSEWHERE = (
    "A token of an agency’s system was made with these keys, so a copy of what they sign with may "
    "be elsewhere. They can be a member’s, never an officer’s. Ask an administrator to send this "
    "person a link for new keys, on their page under People, and confirm the new keys here."
)
ENOUGH = f"You have {MOST_EACH} tokens in use. Revoke one that is no longer needed first."
NAME_NEEDED = "Enter the name of the system that will use the token"
NAME_TOO_LONG = f"The name must be {LONGEST_NAME} characters or fewer."
HOW_LONG = "Select how long the token is to work"
RETRY_KEY_RULE = (
    "Use 8 to 64 letters, figures, dots, colons, hyphens or underscores: a new random key for "
    "each referral."
)
ANOTHER_BODY = "This key was used for another referral. Make a new one for each referral."


class TokenState(StrEnum):
    """Whether a token works."""

    IN_USE = "in_use"
    RAN_OUT = "ran_out"
    REVOKED = "revoked"
    STOPPED = "stopped"


STATE_LABELS: dict[TokenState, tuple[str, str]] = {
    TokenState.IN_USE: ("In use", "green"),
    TokenState.RAN_OUT: ("Ran out", "grey"),
    TokenState.REVOKED: ("Revoked", "grey"),
    TokenState.STOPPED: ("Stopped", "orange"),
}


@dataclass(frozen=True)
class Waiting:
    """Somebody has handed in too often; after so many seconds they may go on."""

    seconds: int


@dataclass(frozen=True)
class Made:
    """A new token, with its text that is shown once and kept nowhere."""

    id: UUID
    text: str = field(repr=False)


def checked_name(name: str) -> str:
    """Return the name of the system that uses a token, or raise ``RuleBroken``."""
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("name", NAME_NEEDED)
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name", NAME_TOO_LONG)
    return name


def checked_months(months: str) -> int:
    """Return for how many months a token works, or raise ``RuleBroken``."""
    if months not in MONTHS:
        raise RuleBroken("months", HOW_LONG)
    return int(months)


def checked_retry_key(key: str) -> str:
    """Return the key by which a second try is known, or raise ``RuleBroken``; empty for none."""
    if key and not RETRY_KEY.fullmatch(key):
        raise RuleBroken("Idempotency-Key", RETRY_KEY_RULE)
    return key


def secret_of(authorization: str) -> str:
    """Return the token of an ``Authorization`` header, or nothing if it holds none."""
    scheme, _, text = authorization.partition(" ")
    text = text.strip()
    return text if scheme.lower() == "bearer" and TOKEN.fullmatch(text) else ""


def waits(tries: list[datetime], most: int, window: timedelta, now: datetime) -> Waiting | None:
    """Say how long to wait after so many tries within the window, or None for not at all."""
    counted = sorted(at for at in tries if at > now - window)
    if len(counted) < most:
        return None
    until = counted[-most] + window
    return Waiting(max(1, int((until - now).total_seconds()) + 1))
