"""When each case of an agenda is due: one time for all, and no trace for anybody.

What somebody sees is reckoned from the cases that they see, each with its own minutes. A case that
is kept from them takes no time, no number and no break on their agenda; and because such cases come
last, the numbers and times of the others are the same for everybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Slot:
    """How long a case gets, and how long a break before it is; minutes."""

    minutes: int
    pause: int = 0


def times(starts_at: datetime, slots: Iterable[Slot]) -> list[datetime]:
    """When each case begins: one after another, a break before its case."""
    found, at = [], starts_at
    for slot in slots:
        at += timedelta(minutes=slot.pause)
        found.append(at)
        at += timedelta(minutes=slot.minutes)
    return found


def ends_at(starts_at: datetime, slots: Iterable[Slot]) -> datetime:
    """When the last case is done."""
    return starts_at + timedelta(minutes=sum(slot.pause + slot.minutes for slot in slots))
