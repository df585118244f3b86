"""How a meeting runs: its states, its clock, who may come (SafeLives, effective chairing; Ealing).

The declaration is read before anybody signs, whoever attends signs it, and only then do cases open.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.refusals import RuleBroken

MINUTES_EACH = 12
"""SafeLives Scotland's toolkit says 12 to 15 minutes a case; Oxfordshire 10, at most 15."""

SAME_SITTING = 120
"""A meeting that is hours off its plan has been moved, and its clock says nothing any more."""

LONGEST_TEXT = 4000
LONGEST_NAME = 120
NAMED_IN_A_CASE = (
    "Somebody in a case on this agenda has this name, or one like it. Ask this person, away from "
    "the others, who they are. If they are somebody else, tick that you have asked, and record it."
)
CALLED_ALIKE = (
    "Somebody in the room who has no account here has the name of a person in this case, or one "
    "like it. Ask them, away from the others, who they are. If they are that person, record that "
    "they have left, then start. If they are somebody else, say so below."
)
LONGEST_SIDE = 500
NOT_YET = "Wait until you are called back."
MAY_BE = "Say who this is: somebody with a name like this has an account here."


class MeetingState(StrEnum):
    """A meeting is planned, then open, then closed; it never opens again. Or it is cancelled."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


TO_COME = frozenset({MeetingState.PLANNED, MeetingState.OPEN})
"""A meeting on whose agenda a case stands now; any other has left the case behind."""


class ItemState(StrEnum):
    """Where a case stands on today's agenda."""

    WAITING = "waiting"
    HEARING = "hearing"
    HEARD = "heard"
    DEFERRED = "deferred"


class Place(StrEnum):
    """Where one person stands in a meeting: what the meeting's page has to offer them now."""

    BEFORE = "before"
    UNREAD = "unread"
    TO_SIGN = "to_sign"
    AT_THE_DOOR = "at_the_door"
    INSIDE = "inside"
    AWAY = "away"
    AFTER = "after"


class Capacity(StrEnum):
    """As what somebody sits at the table."""

    MEMBER = "member"
    OBSERVER = "observer"


class Outcome(StrEnum):
    """How a hearing ended. ``UNHEARD``: the referrer was absent and nobody was briefed, so the case
    is put off (Oxfordshire framework); ``IN_PART``: something is missing, so it comes again."""

    HEARD = "heard"
    IN_PART = "in_part"
    NO_FURTHER_ACTION = "no_further_action"
    DEFERRED = "deferred"
    UNHEARD = "unheard"


class NoteKind(StrEnum):
    """What a note about a hearing is about."""

    PRESENTED = "presented"
    DIFFERENT = "different"
    CONCLUSION = "conclusion"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.HEARD: "Heard",
    Outcome.IN_PART: "Heard in part",
    Outcome.NO_FURTHER_ACTION: "Heard, no further action",
    Outcome.DEFERRED: "Put off",
    Outcome.UNHEARD: "Not heard: nobody could present it",
}

ITEM_LABELS: dict[ItemState, str] = {
    ItemState.WAITING: "To be heard",
    ItemState.HEARING: "Being heard",
    ItemState.HEARD: "Heard",
    ItemState.DEFERRED: "Put off",
}

OUTCOMES = (ItemState.HEARD, ItemState.DEFERRED)
STARTABLE = frozenset({ItemState.WAITING, ItemState.DEFERRED, ItemState.HEARD})


def require_not_closed(state: MeetingState) -> None:
    """A case is put on the agenda of a meeting that is still to come, or that is going on."""
    if state not in TO_COME:
        said = f"This meeting is {MeetingState(state).value}. Choose one that is still to come."
        raise RuleBroken("meeting", said)


def require_not_taken_up(state: ItemState) -> None:
    """What was begun stays on the agenda; it is concluded there."""
    if state != ItemState.WAITING:
        raise RuleBroken("item", "This case has been taken up. It stays on this agenda.")


def slots(starts_at: datetime, cases: int, minutes_each: int) -> list[datetime]:
    """When each case is due to be heard."""
    if not 3 <= minutes_each <= 60:
        raise RuleBroken("minutes_each", "Enter from 3 to 60 minutes a case.")
    return [starts_at + timedelta(minutes=minutes_each * number) for number in range(cases)]


def sensitive_last(case_ids: Sequence[UUID], kept_from_somebody: frozenset[UUID]) -> list[UUID]:
    """The order of hearing: a case kept from somebody comes last, after that person has left.

    Thus the numbers and times that the others see are that person's too, and no pause shows.
    """
    return sorted(case_ids, key=lambda case_id: case_id in kept_from_somebody)


def may_attend(*, is_officer: bool, agency_id: UUID, invited: Iterable[UUID]) -> bool:
    """Whether a person may sign in to a meeting: the officers, and people of invited agencies."""
    return is_officer or agency_id in set(invited)


def require_openable(state: MeetingState, day: date, today: date) -> None:
    """A meeting is opened once, on its day; one whose day has passed can still be opened."""
    if state == MeetingState.CANCELLED:
        raise RuleBroken("meeting", "This meeting was cancelled. Plan another one.")
    if state != MeetingState.PLANNED:
        raise RuleBroken("meeting", "This meeting has been opened already.")
    if day > today:
        raise RuleBroken(
            "meeting", f"This meeting is on {day.day} {day:%B %Y}. Open it on that day."
        )


def place(state: MeetingState, *, is_read: bool, has_signed: bool, is_admitted: bool) -> Place:
    """Where a person stands; the steps come one after another and none is left out."""
    if state == MeetingState.PLANNED:
        return Place.BEFORE
    if state in (MeetingState.CLOSED, MeetingState.CANCELLED):
        return Place.AFTER
    if has_signed:
        return Place.INSIDE if is_admitted else Place.AT_THE_DOOR
    return Place.TO_SIGN if is_read else Place.UNREAD


def require_open(state: MeetingState) -> None:
    """What is done in a meeting is done while it is open."""
    if state == MeetingState.PLANNED:
        raise RuleBroken("meeting", "The chair has not opened this meeting yet.")
    if state == MeetingState.CANCELLED:
        raise RuleBroken("meeting", "This meeting was cancelled.")
    if state == MeetingState.CLOSED:
        raise RuleBroken("meeting", "This meeting is closed. Nothing can be added to it.")


def require_declared(state: MeetingState, is_read: bool) -> None:
    """Nobody signs words that have not been read out."""
    require_open(state)
    if not is_read:
        raise RuleBroken(
            "meeting", "The declaration has not been read aloud yet. You can sign once it has been."
        )


def require_undeclared(state: MeetingState, is_read: bool) -> None:
    """The declaration is recorded as read once; a newer version may be read after it."""
    require_open(state)
    if is_read:
        raise RuleBroken("meeting", "It is already recorded that the declaration was read.")


def require_startable(state: ItemState, another_is_heard: bool) -> None:
    """One case is heard at a time; a case heard in part or deferred can be taken up again."""
    if state not in STARTABLE:
        raise RuleBroken("item", "This case is being heard already.")
    if another_is_heard:
        raise RuleBroken("item", "Conclude the case that is being heard first.")


def require_being_heard(state: ItemState) -> None:
    """What is concluded must have been begun; the second to press the button learns that."""
    if state != ItemState.HEARING:
        raise RuleBroken(
            "item", "This case is not being heard now. Somebody may have concluded it."
        )


def require_taken_up(state: ItemState) -> None:
    """Risks and actions are written down while a case is heard, or when it has been."""
    if state not in (ItemState.HEARING, ItemState.HEARD):
        raise RuleBroken("item", "This case has not been heard yet. Start it first.")


def outcome_of(chosen: str) -> Outcome:
    """The way in which a hearing ended, as it was chosen on the board."""
    try:
        return Outcome(chosen)
    except ValueError:
        raise RuleBroken("outcome", "Select how the hearing ended.") from None


def state_after(outcome: Outcome) -> ItemState:
    """Where a case stands when its hearing has ended so. What is put off is heard another day."""
    put_off = outcome in (Outcome.DEFERRED, Outcome.UNHEARD)
    return ItemState.DEFERRED if put_off else ItemState.HEARD


def require_short(field: str, text: str, longest: int = LONGEST_SIDE) -> None:
    """What may be left out must fit all the same."""
    if len(text) > longest:
        raise RuleBroken(field, f"Shorten this to {longest} characters or fewer.")


def require_words(field: str, text: str, what: str, longest: int = LONGEST_TEXT) -> None:
    """Something must be said, and it must fit."""
    if not text.strip():
        raise RuleBroken(field, f"Enter {what}.")
    if len(text) > longest:
        raise RuleBroken(field, f"Shorten this to {longest} characters or fewer.")


def closing_outcome(state: ItemState) -> Outcome | None:
    """How a hearing ended that nobody ended before the meeting closed: what was begun was heard in
    part and comes again, what nobody took up is put off. None where somebody did end it."""
    if state == ItemState.HEARING:
        return Outcome.IN_PART
    return Outcome.DEFERRED if state == ItemState.WAITING else None


def minutes_late(planned: datetime, real: datetime) -> int:
    """How many minutes late a hearing begins, negative when early; 0 on another part of the day."""
    late = round((real - planned).total_seconds() / 60)
    return late if abs(late) <= SAME_SITTING else 0
