"""What came of telling a victim of her meeting (SafeLives: the IDVA updates her after it, if safe).

She is told by a person whom she knows, when and how that is safe; never by a letter or a message
of this system. Who tries and finds it not safe says when the next attempt is to be.
"""

from datetime import date, timedelta
from enum import StrEnum

from app.marac.party.rules import Details, Safe
from app.refusals import RuleBroken

LONGEST_TEXT = 2000
FURTHEST_DAYS = 60
LONG_DAYS = 3
"""After so many days the home page says how long somebody has not been told."""


class Came(StrEnum):
    """What came of it."""

    TOLD = "told"
    NOT_SAFE = "not_safe"
    NOT_REACHED = "not_reached"
    DID_NOT_WANT = "did_not_want"


CAME_LABELS: dict[Came, str] = {
    Came.TOLD: "The victim was told, and it was safe",
    Came.NOT_SAFE: "It was not safe to tell the victim",
    Came.NOT_REACHED: "The victim was not reached",
    Came.DID_NOT_WANT: "The victim did not want to hear about it",
}
SETTLED = frozenset({Came.TOLD, Came.DID_NOT_WANT})


class Way(StrEnum):
    """By which way somebody spoke with her, or tried to."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    TEXT = "text"
    VIDEO = "video"
    THROUGH = "through"


WAY_LABELS: dict[Way, str] = {
    Way.IN_PERSON: "In person",
    Way.TELEPHONE: "By telephone",
    Way.TEXT: "By text message",
    Way.VIDEO: "By video call",
    Way.THROUGH: "Through somebody whom the victim trusts",
}


UNSAFE: dict[Way, str] = {Way.TELEPHONE: "Calling", Way.TEXT: "Sending a text message"}


def is_said_to_be(way: Way, contact: Details | None) -> Safe | None:
    """What her card says of a way: safe, not safe or not known; None where it says nothing."""
    if contact is None:
        return Safe.NOT_KNOWN
    return {Way.TELEPHONE: contact.safe_to_call, Way.TEXT: contact.safe_to_text}.get(way)


def ways_of_one_tap(contact: Details | None) -> list[Way]:
    """By which ways "told, and it was safe" is noted with one press.

    Never by one that her card does not call safe; and whoever needs an interpreter is not rung.
    """
    if contact is None:
        return []
    by_voice = contact.safe_to_call is Safe.YES and not contact.interpreter
    return [Way.TELEPHONE, Way.IN_PERSON] if by_voice else [Way.IN_PERSON]


def require_said_why(came: Came, way: Way, contact: Details | None, words: str) -> None:
    """Whoever told her by a way that her card calls unsafe says what made it safe."""
    is_unsafe = is_said_to_be(way, contact) is Safe.NO
    if came is Came.TOLD and is_unsafe and not words.strip():
        raise RuleBroken(
            "words",
            f"{UNSAFE[way]} is recorded as not safe. Say what made it safe this time.",
        )


def is_settled(came: str) -> bool:
    """Say whether nothing more is to be tried."""
    return came in SETTLED


def require_came(came: str) -> Came:
    """Something came of it."""
    try:
        return Came(came)
    except ValueError:
        raise RuleBroken("came", "Select what came of it.") from None


def require_way(way: str) -> Way:
    """It was tried some way."""
    try:
        return Way(way)
    except ValueError:
        raise RuleBroken("way", "Select how you spoke with the victim, or tried to.") from None


def require_day(on: date | None, heard_on: date, today: date) -> date:
    """It was after the meeting, and not in the future."""
    if on is None or on > today:
        raise RuleBroken("on", "Enter the day, today or earlier.")
    if on < heard_on:
        raise RuleBroken(
            "on", f"The meeting was on {heard_on.day} {heard_on:%B %Y}. Enter a later day."
        )
    return on


def require_next(came: Came, next_on: date | None, today: date) -> date | None:
    """Who was not told is tried again, on a day that is written down."""
    if came in SETTLED:
        return None
    if next_on is None:
        raise RuleBroken("next_on", "Enter the day on which you will try again.")
    if not today <= next_on <= today + timedelta(days=FURTHEST_DAYS):
        raise RuleBroken("next_on", f"Enter a day from today, within {FURTHEST_DAYS} days.")
    return next_on


def require_words(field: str, text: str) -> None:
    """What is written must fit; it may stay empty."""
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(field, f"Shorten this to {LONGEST_TEXT} characters or fewer.")
