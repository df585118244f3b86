"""How long a record of an agency says that somebody was heard, and what its keeper answers.

SafeLives: agencies flag their records for twelve months after a case was heard, so that a new
incident is known for what it is; the Derbyshire protocol has the coordinator tell them each month
which cases have lapsed. An area may choose another number of months.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from app.marac.risk.rules import months_after
from app.refusals import RuleBroken

LONGEST_TEXT = 1000
SHOWN_MONTHS = 3
"""How long a case that has lapsed stays on the list, so that who cleared what can be seen."""


class Standing(StrEnum):
    """Where a case stands on the list."""

    CURRENT = "current"
    LAPSES_SOON = "lapses_soon"
    LAPSED = "lapsed"
    ENDED = "ended"


STANDING_LABELS: dict[Standing, str] = {
    Standing.CURRENT: "Current",
    Standing.LAPSES_SOON: "Lapses this month",
    Standing.LAPSED: "Lapsed",
    Standing.ENDED: "Taken off the list",
}


class Ask(StrEnum):
    """What an agency is asked to do with its flag."""

    SET = "set"
    CLEAR = "clear"


class Answer(StrEnum):
    """What the keeper of an agency's records answers."""

    SET = "set"
    CLEARED = "cleared"
    CANNOT = "cannot"


ANSWER_LABELS: dict[Answer, str] = {
    Answer.SET: "Flag set",
    Answer.CLEARED: "Flag cleared",
    Answer.CANNOT: "Cannot",
}


ANSWER_CHOICES: dict[Answer, str] = {
    Answer.SET: "I have set it",
    Answer.CLEARED: "I have cleared it",
    Answer.CANNOT: "It cannot be done",
}
"""The answers as whoever gives one says them."""


class End(StrEnum):
    """Why a case leaves the list before its months are over; no agency is told which."""

    MOVED = "moved"
    TRANSFERRED = "transferred"
    MISTAKE = "mistake"


END_LABELS: dict[End, str] = {
    End.MOVED: "The victim has moved away",
    End.TRANSFERRED: "Another MARAC has taken the case over",
    End.MISTAKE: "The case was put on the list by mistake",
}


@dataclass(frozen=True)
class Wanted:
    """One flag that an agency has to be told of."""

    case_id: UUID
    agency_id: UUID
    ask: Ask
    until: date


def flag_until(heard_on: date, months: int) -> date:
    """Return the last day of a flag: the same day so many months later, or that month's last."""
    return months_after(heard_on, months)


def standing(until: date, ended: bool, today: date) -> Standing:
    """Say where a case stands today; a flag holds up to and on its last day."""
    if ended:
        return Standing.ENDED
    if until < today:
        return Standing.LAPSED
    same_month = (until.year, until.month) == (today.year, today.month)
    return Standing.LAPSES_SOON if same_month else Standing.CURRENT


def is_current(stands: Standing) -> bool:
    """Say whether records are to carry a flag."""
    return stands in (Standing.CURRENT, Standing.LAPSES_SOON)


def wanted(
    case_id: UUID,
    agency_id: UUID,
    stands: Standing,
    until: date,
    told: tuple[Ask, date] | None,
) -> Wanted | None:
    """Return what an agency still has to be told of a case, given what it was told last.

    A repeat moves the date, so the flag is asked for again with the new one. Nobody is asked to
    clear what they were never asked to set.
    """
    if is_current(stands):
        return None if told == (Ask.SET, until) else Wanted(case_id, agency_id, Ask.SET, until)
    if told is None or told[0] == Ask.CLEAR:
        return None
    return Wanted(case_id, agency_id, Ask.CLEAR, min(until, told[1]))


def still_shown(stands: Standing, until: date, today: date) -> bool:
    """Say whether a case is still on the officers' list: current, or gone from it lately."""
    return is_current(stands) or months_after(until, SHOWN_MONTHS) >= today


def answers_to(ask: str) -> tuple[Answer, Answer]:
    """Return what may be answered to a notice."""
    return (done(Ask(ask)), Answer.CANNOT)


def done(ask: Ask) -> Answer:
    """Return the answer that says: what was asked has been done."""
    return Answer.SET if ask is Ask.SET else Answer.CLEARED


def require_answer(ask: str, answer: str, why: str) -> Answer:
    """An answer fits what was asked; who cannot do it says why."""
    if answer not in answers_to(ask):
        raise RuleBroken("answer", "Select what you did with the flag.")
    if answer == Answer.CANNOT and not why.strip():
        raise RuleBroken("why", "Enter why it cannot be done.")
    if len(why) > LONGEST_TEXT:
        raise RuleBroken("why", f"Shorten this to {LONGEST_TEXT} characters or fewer.")
    return Answer(answer)


def is_to_remind(told_on: date, today: date, days: int) -> bool:
    """Say whether a notice without an answer is old enough to be reminded of."""
    return told_on + timedelta(days=days) <= today
