"""How far a meeting is behind its plan, and when its last case ends at this pace.

Only the cases that one person sees are counted, with the times that this person sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.marac.meeting.rules import MINUTES_EACH, SAME_SITTING, ItemState

NEAR_ENOUGH = 2


@dataclass(frozen=True)
class Slot:
    """A case in its time: planned for so long, begun and concluded when."""

    starts_at: datetime
    minutes: int
    state: ItemState
    began_at: datetime | None = None
    concluded_at: datetime | None = None


@dataclass(frozen=True)
class Pace:
    """Where a meeting stands. ``each`` is how long a case takes at its pace, in seconds.

    ``heard_until`` is when the case that is being heard was to end, ``began_at`` when it began.
    """

    behind: int
    ends_at: datetime
    due_at: datetime
    left: int
    each: int
    began_at: datetime | None

    @property
    def words(self) -> str:
        """How the meeting is doing."""
        minutes = abs(self.behind)
        if minutes < NEAR_ENOUGH:
            return "On time."
        return f"{minutes} minutes {'behind' if self.behind > 0 else 'ahead'}."


def pace_of(slots: Sequence[Slot], now: datetime) -> Pace | None:
    """Return the pace of a meeting; None before its first case and when none is left."""
    left = [slot for slot in slots if slot.state == ItemState.WAITING]
    heard = next((slot for slot in slots if slot.state == ItemState.HEARING), None)
    if heard is None and (not left or len(left) == len(slots)):
        return None
    each = _each(slots)
    if heard is not None:
        planned = timedelta(minutes=heard.minutes)
        due = heard.starts_at + planned
        free = max((heard.began_at or now) + planned, now)
    else:
        due, free = left[0].starts_at, now
    behind = round((free - due).total_seconds() / 60)
    if abs(behind) > SAME_SITTING:
        return None
    return Pace(
        behind=behind,
        ends_at=free + timedelta(seconds=each * len(left)),
        due_at=due,
        left=len(left),
        each=each,
        began_at=heard.began_at if heard else None,
    )


def lengths(times: Sequence[datetime], own: Sequence[int | None], usual: int | None) -> list[int]:
    """How many minutes each case of an agenda is planned for: its own, else until the next."""
    found: list[int] = []
    for number, (at, minutes) in enumerate(zip(times, own, strict=True)):
        until = times[number + 1] - at if number + 1 < len(times) else None
        gap = int(until.total_seconds() // 60) if until else (found[-1] if found else 0)
        found.append(minutes or gap or usual or MINUTES_EACH)
    return found


def _each(slots: Sequence[Slot]) -> int:
    """How long a case has taken on average; as planned until one is over."""
    over = [
        (slot.concluded_at - slot.began_at).total_seconds()
        for slot in slots
        if slot.state == ItemState.HEARD and slot.began_at and slot.concluded_at
    ]
    planned = sum(slot.minutes * 60 for slot in slots) / len(slots)
    return round(sum(over) / len(over)) if over else round(planned)
