"""Somebody from outside asks: who they say they are, the one answer, and when they are rung back.

Nobody is told by telephone whether the MARAC knows somebody. Whoever says they work for a member
agency is rung back on the number that the register holds, never on one they give (NCSC, and every
protocol's rule that a request is checked before it is answered).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.refusals import RuleBroken

LONGEST_LINE, LONGEST_WORDS = 120, 1000
FURTHEST_BACK = timedelta(days=366)


class Claims(StrEnum):
    """Who somebody says they are; nobody has checked it."""

    IMMIGRATION = "immigration"
    POLICE = "police"
    IDVA = "idva"
    MEMBER = "member"
    LEGAL = "legal"
    FAMILY = "family"
    PRESS = "press"
    OTHER = "other"


CLAIMS_LABELS: dict[Claims, str] = {
    Claims.IMMIGRATION: "Immigration Enforcement or another part of the Home Office",
    Claims.POLICE: "The police",
    Claims.IDVA: "An IDVA or a support service",
    Claims.MEMBER: "Another agency of this MARAC",
    Claims.LEGAL: "A solicitor, a court or a coroner",
    Claims.FAMILY: "Somebody’s family or friend",
    Claims.PRESS: "The press",
    Claims.OTHER: "Somebody else, or they would not say",
}
RUNG_BACK = frozenset({Claims.POLICE, Claims.IDVA, Claims.MEMBER})
"""Who may be rung back at a member agency, and answered then. Nobody else is answered."""


RUNG_AT: dict[Claims, frozenset[str]] = {
    Claims.POLICE: frozenset({"police"}),
    Claims.IDVA: frozenset({"idva_service", "specialist_by_and_for", "voluntary"}),
}
"""The kinds of agency at which each is rung back; whoever says "another agency" may be of any."""


class How(StrEnum):
    """How they asked."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    PERSON = "person"


HOW_LABELS: dict[How, str] = {
    How.PHONE: "By phone",
    How.EMAIL: "By email",
    How.LETTER: "By letter",
    How.PERSON: "In person",
}


class AskedFor(StrEnum):
    """What they wanted; about whom is nowhere but in what is sealed."""

    KNOWN = "known"
    WHERE = "where"
    STATUS = "status"
    SAID = "said"
    PAPERS = "papers"
    OTHER = "other"


ASKED_LABELS: dict[AskedFor, str] = {
    AskedFor.KNOWN: "Whether the MARAC knows somebody",
    AskedFor.WHERE: "Where somebody lives, or how to reach them",
    AskedFor.STATUS: "Somebody’s nationality or immigration status",
    AskedFor.SAID: "What was said or decided at a meeting",
    AskedFor.PAPERS: "Papers or records",
    AskedFor.OTHER: "Something else",
}


class Outcome(StrEnum):
    """How it ended. An entry without one waits for somebody to ring back."""

    NOTHING_SAID = "nothing_said"
    ANSWERED = "answered"
    MORE_SAID = "more_said"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.NOTHING_SAID: "The answer was read out and nothing else was said",
    Outcome.ANSWERED: "Answered, after ringing back on the register’s number",
    Outcome.MORE_SAID: "More was said than the answer",
}
RING_BACK = "ring_back"
SAID_LABELS: dict[str, str] = {
    Outcome.NOTHING_SAID: "The answer above, and nothing else",
    RING_BACK: "The answer above, and that I will ring back",
    Outcome.MORE_SAID: "More than the answer above",
}
"""What whoever took the call can say of it at once."""

ONLY_MEMBERS = (
    "Only somebody who says they work for an agency of this MARAC is rung back. Read out the "
    "answer above, and choose that."
)
NOT_THEIRS = "This agency is not what they say they work for. Ring one that is."
CALL_BACK_FIRST = (
    "Ring the agency back on the number of the register first, and record that here. Until then "
    "nobody is answered."
)


@dataclass(frozen=True)
class Words:
    """What is sealed of a caller: what they said of themselves, and what they asked for."""

    name: str = ""
    organisation: str = ""
    asked_for: tuple[str, ...] = ()
    words: str = ""


def checked(words: Words) -> Words:
    """Return the words, or raise ``RuleBroken`` beside what is too long or not on the list."""
    for name, most in (
        ("name", LONGEST_LINE),
        ("organisation", LONGEST_LINE),
        ("words", LONGEST_WORDS),
    ):
        if len(getattr(words, name)) > most:
            raise RuleBroken(name, f"Shorten this to {most} characters.")
    if not set(words.asked_for) <= set(AskedFor):
        raise RuleBroken("asked_for", "Select what they asked for.")
    return words


def checked_claims(claims: str) -> Claims:
    """Read who they say they are."""
    try:
        return Claims(claims)
    except ValueError:
        raise RuleBroken("claims", "Select who they say they are.") from None


def checked_how(how: str) -> How:
    """Read how they asked."""
    try:
        return How(how)
    except ValueError:
        raise RuleBroken("how", "Select how they asked.") from None


def outcome_of(claims: Claims, said: str) -> Outcome | None:
    """Return how it ended already; None if somebody is to ring back."""
    if said == RING_BACK:
        if claims not in RUNG_BACK:
            raise RuleBroken("said", ONLY_MEMBERS)
        return None
    if said in (Outcome.NOTHING_SAID, Outcome.MORE_SAID):
        return Outcome(said)
    raise RuleBroken("said", "Select what you said.")


def may_be_rung_at(claims: Claims, sector: str) -> bool:
    """Say whether somebody who says this of themselves is rung back at an agency of this kind."""
    return claims in RUNG_BACK and sector in RUNG_AT.get(claims, {sector})


def checked_moment(asked_at: datetime, now: datetime) -> datetime:
    """Return when they asked: not after now, and within a year."""
    if asked_at > now + timedelta(minutes=5):
        raise RuleBroken("asked_on", "This is in the future. Enter when they asked.")
    if asked_at < now - FURTHEST_BACK:
        raise RuleBroken("asked_on", "Enter a date within the past year.")
    return asked_at


def require_answerable(claims: Claims, called_back_at: datetime | None) -> None:
    """Raise ``RuleBroken`` unless they were rung back at a member agency."""
    if claims not in RUNG_BACK or called_back_at is None:
        raise RuleBroken("outcome", CALL_BACK_FIRST)
