"""What makes an action one that gets done (SafeLives, action planning; near-miss review learning).

An action says what, who, by when, which risk it answers and how it will be known. The two ways of
not doing it are told apart: the circumstances changed, or the agency did not do it.
"""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from app.accounts.area.rules import Settings
from app.refusals import RuleBroken

DAYS_TO_ACT = 14
FURTHEST_DAYS = 366
LONGEST_TEXT = 2000
SATURDAY = 5


class ActionState(StrEnum):
    """How far an action is. The two ways of not doing it are told apart (SafeLives minutes)."""

    AGREED = "agreed"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CIRCUMSTANCES_CHANGED = "circumstances_changed"
    NOT_DONE = "not_done"


STATE_LABELS: dict[ActionState, str] = {
    ActionState.AGREED: "Agreed",
    ActionState.ACCEPTED: "Accepted",
    ActionState.IN_PROGRESS: "In progress",
    ActionState.DONE: "Done",
    ActionState.CIRCUMSTANCES_CHANGED: "Not possible: circumstances changed",
    ActionState.NOT_DONE: "Not done",
}

FINISHED = frozenset({ActionState.DONE, ActionState.CIRCUMSTANCES_CHANGED, ActionState.NOT_DONE})


class Urgency(StrEnum):
    """How soon somebody has to look at an action; the first is the most urgent."""

    OVERDUE = "overdue"
    THIS_WEEK = "this_week"
    LATER = "later"
    FINISHED = "finished"


class ReminderKind(StrEnum):
    """Why somebody is reminded of an action; no message says which."""

    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"
    LEAD = "lead"
    CHAIR = "chair"


URGENCY_LABELS: dict[Urgency, str] = {
    Urgency.OVERDUE: "Overdue",
    Urgency.THIS_WEEK: "Due within a week",
    Urgency.LATER: "Later",
    Urgency.FINISHED: "Finished",
}
A_WEEK = timedelta(days=7)
A_MONTH = timedelta(days=28)
TAKE_BACK = timedelta(minutes=15)
"""So long what was logged with one press can be taken back with one press."""


class Quick(StrEnum):
    """What an IDVA writes down with one press."""

    DONE = "done"
    SAYS_DONE = "says_done"
    SPOKE = "spoke"
    NO_ANSWER = "no_answer"


QUICK_WORDS: dict[Quick, str] = {
    Quick.DONE: "Done.",
    Quick.SAYS_DONE: "Heard that it is done.",
    Quick.SPOKE: "Spoke to the victim.",
    Quick.NO_ANSWER: "Tried, no answer.",
}
QUICK_LABELS: dict[Quick, str] = {
    Quick.DONE: "Done",
    Quick.SAYS_DONE: "Heard it is done",
    Quick.SPOKE: "Spoke to the victim",
    Quick.NO_ANSWER: "Tried, no answer",
}
AT_MEETING: dict[ActionState, str] = {
    ActionState.IN_PROGRESS: "Still going",
    ActionState.DONE: "Done",
    ActionState.CIRCUMSTANCES_CHANGED: "Circumstances changed",
    ActionState.NOT_DONE: "Not done",
}
"""The answers that an agency gives in the room. Return presses the first: it ends nothing."""
SAID = "Said at the meeting."
NEEDS_A_REASON = frozenset({ActionState.CIRCUMSTANCES_CHANGED, ActionState.NOT_DONE})


def quick_ones(state: ActionState, *, is_own: bool) -> tuple[Quick, ...]:
    """What can be written with one press: whether another's action is done she only hears."""
    first = Quick.DONE if is_own else Quick.SAYS_DONE
    return ((first,) if state not in FINISHED else ()) + (Quick.SPOKE, Quick.NO_ANSWER)


def number_of(action_id: UUID) -> str:
    """The number under which people speak of an action without its words, as A-3F07C2."""
    return f"A-{action_id.hex[-6:].upper()}"


def said_at_meeting(state: ActionState, text: str) -> str:
    """What is logged when an answer is given in the room; the two ways of not doing say why."""
    if text.strip():
        return text
    if state in NEEDS_A_REASON:
        raise RuleBroken("text", "Enter why it could not be done, or was not.")
    return SAID


def suggested_due(today: date) -> date:
    """Two weeks from now, and never on a weekend."""
    due = today + timedelta(days=DAYS_TO_ACT)
    while due.weekday() >= SATURDAY:
        due += timedelta(days=1)
    return due


def next_states(state: ActionState) -> tuple[ActionState, ...]:
    """What an action may become. A finished one can be taken up again, and nothing else."""
    if state in FINISHED:
        return (ActionState.IN_PROGRESS,)
    accept = (ActionState.ACCEPTED,) if state == ActionState.AGREED else ()
    return (
        *accept,
        ActionState.IN_PROGRESS,
        ActionState.DONE,
        ActionState.CIRCUMSTANCES_CHANGED,
        ActionState.NOT_DONE,
    )


def is_overdue(state: ActionState, due_on: date, today: date) -> bool:
    """Whether its day has passed and it is not finished."""
    return state not in FINISHED and due_on < today


def urgency(state: ActionState, due_on: date) -> tuple[bool, date]:
    """The order of a list of actions: open ones first, the longest overdue on top."""
    return (state in FINISHED, due_on)


def how_urgent(state: ActionState, due_on: date, today: date) -> Urgency:
    """Under which heading of a list an action stands."""
    if state in FINISHED:
        return Urgency.FINISHED
    if due_on < today:
        return Urgency.OVERDUE
    return Urgency.THIS_WEEK if due_on <= today + A_WEEK else Urgency.LATER


def reminders(due_on: date, today: date, days: Settings) -> tuple[ReminderKind, ...]:
    """Why people are to be reminded of an open action today, if they were not before.

    A day on which nothing ran is made up for: what was due then is due still, but for the words
    "soon" once the day itself has come.
    """
    if today < due_on:
        soon = today >= due_on - timedelta(days=days.remind_days)
        return (ReminderKind.SOON,) if soon else ()
    if today == due_on:
        return (ReminderKind.TODAY,)
    over = (today - due_on).days
    lead = (ReminderKind.LEAD,) if over >= days.lead_days else ()
    chair = (ReminderKind.CHAIR,) if over >= days.chair_days else ()
    return (ReminderKind.OVERDUE, *lead, *chair)


def require_due(due_on: date | None, today: date) -> date:
    """By when: from today, within a year."""
    if due_on is None:
        raise RuleBroken("due_on", "Enter the date by which it will be done.")
    if due_on < today:
        raise RuleBroken("due_on", "The date must be today or later.")
    if due_on > today + timedelta(days=FURTHEST_DAYS):
        raise RuleBroken("due_on", "The date must be within a year.")
    return due_on


def require_words(field: str, text: str, what: str) -> None:
    """Something must be said, and it must fit."""
    if not text.strip():
        raise RuleBroken(field, f"Enter {what}.")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(field, f"Shorten this to {LONGEST_TEXT} characters or fewer.")


def require_unfinished(state: ActionState) -> None:
    """What is finished is given to nobody; take it up again first."""
    if state in FINISHED:
        raise RuleBroken("owner", "This action is finished. Take it up again first.")


def after_passing(state: ActionState) -> ActionState:
    """What somebody accepted, the next owner has not: it is agreed, and theirs to accept."""
    return ActionState.AGREED if state == ActionState.ACCEPTED else state


def require_next(state: ActionState, chosen: ActionState) -> None:
    """An action moves only along its own road."""
    if chosen not in next_states(state):
        raise RuleBroken("state", "Select how far this action is.")
