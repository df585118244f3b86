"""What research is, and what it is not for (SafeLives, research form).

Research stays with the agency that did it. What it shares, it shares at the meeting: line by line,
fact told apart from opinion, with where it is from and of when. What it withholds, it may say why.
"""

from datetime import date
from enum import StrEnum

from app.marac.meeting.rules import MeetingState
from app.refusals import RuleBroken

LONGEST_TEXT = 2000
LONGEST_SOURCE = 120
LONGEST_DATE = 40
LONGEST_WHY = 500
MOST_LINES = 60
DAYS_OF_A_WEEK = 7


class ResearchState(StrEnum):
    """How far an agency is with one case. Nothing else of its research is known outside it."""

    ASKED = "asked"
    OPENED = "opened"
    READY = "ready"
    NOTHING_KNOWN = "nothing_known"


class LineKind(StrEnum):
    """Fact and opinion are told apart (SafeLives)."""

    FACT = "fact"
    OPINION = "opinion"


class Sharing(StrEnum):
    """What is meant to happen with a line. Nothing is shared that somebody did not choose to."""

    SHARE = "share"
    KEEP = "keep"


STATE_LABELS: dict[ResearchState, str] = {
    ResearchState.ASKED: "Not begun yet",
    ResearchState.OPENED: "In progress",
    ResearchState.READY: "Ready",
    ResearchState.NOTHING_KNOWN: "Nothing known",
}
KIND_LABELS: dict[LineKind, str] = {LineKind.FACT: "Fact", LineKind.OPINION: "Opinion"}
SHARING_LABELS: dict[Sharing, str] = {
    Sharing.SHARE: "Share at the meeting",
    Sharing.KEEP: "Keep to ourselves",
}
FINISHED = frozenset({ResearchState.READY, ResearchState.NOTHING_KNOWN})
CLOSED = "The meeting is closed. Nothing is added to its research any more."


def require_open(state: MeetingState, *, withdrawn: bool) -> None:
    """Research is written until its meeting is closed, and while the case is on its agenda."""
    if state == MeetingState.CLOSED:
        raise RuleBroken("text", CLOSED)
    if withdrawn:
        raise RuleBroken("text", "This case is no longer on the agenda. Nothing is looked up now.")


def require_line(text: str, kind: str, sharing: str) -> None:
    """A line says something, says whether that is known or thought, and what is to happen to it."""
    if not text.strip():
        raise RuleBroken("text", "Enter what your agency knows.")
    if kind not in set(LineKind):
        raise RuleBroken("kind", "Select whether this is a fact or an opinion.")
    if sharing not in set(Sharing):
        raise RuleBroken("sharing", "Select whether this is shared at the meeting.")


def require_room(lines: int) -> None:
    """A case is heard in twelve minutes; nobody shares more lines than can be read."""
    if lines >= MOST_LINES:
        raise RuleBroken(
            "text", f"There are {MOST_LINES} lines already. Put what matters most into fewer."
        )


def require_nothing(lines: int) -> None:
    """Nothing is known only where nothing was written."""
    if lines:
        raise RuleBroken(
            "text",
            "Somebody of your agency has written here. Read it below, and delete it first if your "
            "agency knows nothing after all.",
        )


def before(day: date, today: date) -> str:
    """Say before which meeting: today’s, Thursday’s, or the one on a day from a week on."""
    if day == today:
        return "today’s meeting"
    if 0 < (day - today).days < DAYS_OF_A_WEEK:
        return f"{day:%A}’s meeting"
    return f"the meeting on {day.day} {day:%B}"
