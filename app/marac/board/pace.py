"""How far a meeting is behind its plan, and when its last case ends at this pace.

Only the cases that one person sees are counted, with the times that this person sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.marac.meeting.rules import SAME_SITTING, ItemState, minutes_late

NEAR_ENOUGH = 2
HOUR = 60


@dataclass(frozen=True)
class Slot:
    """A case in its time: planned for so many minutes, with a break before it of so many, begun
    and concluded when."""

    starts_at: datetime
    minutes: int
    state: ItemState
    began_at: datetime | None = None
    concluded_at: datetime | None = None
    pause: int = 0


@dataclass(frozen=True)
class Pace:
    """Where a meeting stands: how many minutes behind, when the last of the cases that are left
    ends at this pace, and when what goes on now was to be done."""

    behind: int
    ends_at: datetime
    due_at: datetime
    left: int

    @property
    def words(self) -> str:
        """How the meeting is doing."""
        minutes = abs(self.behind)
        if minutes < NEAR_ENOUGH:
            return "On time."
        return f"{span(minutes)} {'behind' if self.behind > 0 else 'ahead'}."


def span(minutes: int) -> str:
    """So many minutes as a clock says them: 25 minutes, 1 hour 5 minutes, 2 hours."""
    hours, rest = divmod(minutes, HOUR)
    parts = ((hours, "hour"), (rest, "minute"))
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(said) or "0 minutes"


def pace_of(slots: Sequence[Slot], now: datetime) -> Pace | None:
    """Return the pace of a meeting; None before its first case and when none is left."""
    left = [slot for slot in slots if slot.state == ItemState.WAITING]
    heard = next((slot for slot in slots if slot.state == ItemState.HEARING), None)
    if heard is None and (not left or len(left) == len(slots)):
        return None
    if heard is not None:
        planned = timedelta(minutes=heard.minutes)
        due = heard.starts_at + planned
        free = max((heard.began_at or now) + planned, now)
        free_again = free + timedelta(minutes=sum(slot.pause for slot in left))
    else:
        due = left[0].starts_at
        free = free_again = max(_over(slots, now) + timedelta(minutes=left[0].pause), now)
        free_again += timedelta(minutes=sum(slot.pause for slot in left[1:]))
    behind = round((free - due).total_seconds() / 60)
    if abs(behind) > SAME_SITTING:
        return None
    to_hear = timedelta(minutes=sum(slot.minutes for slot in left))
    return Pace(
        behind=behind, ends_at=free_again + to_hear * _rate(slots), due_at=due, left=len(left)
    )


def minutes_behind(slots: Sequence[Slot], now: datetime) -> int:
    """How many minutes a meeting is behind; before its first case, how late that one is."""
    pace = pace_of(slots, now)
    if pace is not None:
        return pace.behind
    if not slots or any(slot.state != ItemState.WAITING for slot in slots):
        return 0
    return max(minutes_late(slots[0].starts_at, now), 0)


def _over(slots: Sequence[Slot], now: datetime) -> datetime:
    """When the latest hearing was over."""
    return max((slot.concluded_at for slot in slots if slot.concluded_at), default=now)


def _rate(slots: Sequence[Slot]) -> float:
    """How long hearings have taken for each minute that was planned; 1 until one is over."""
    over = [
        (slot.minutes, (slot.concluded_at - slot.began_at).total_seconds() / 60)
        for slot in slots
        if slot.state == ItemState.HEARD and slot.began_at and slot.concluded_at
    ]
    planned = sum(minutes for minutes, _ in over)
    return sum(taken for _, taken in over) / planned if planned else 1.0
