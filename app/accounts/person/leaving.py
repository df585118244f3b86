"""Tells the rooms above that somebody has left, so that each ends what it holds for them."""

from collections.abc import Callable
from uuid import UUID

WhenLeft = Callable[[UUID], None]

_LISTENERS: list[WhenLeft] = []


def when_left(listener: WhenLeft) -> WhenLeft:
    """Register what must happen when somebody leaves; it runs inside that transaction."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def tell_everybody(person_id: UUID) -> None:
    """Run everything that was registered."""
    for listener in _LISTENERS:
        listener(person_id)
