"""Tells the rooms above that somebody left or got an office, so that each ends what must end."""

from collections.abc import Callable
from uuid import UUID

WhenLeft = Callable[[UUID], None]

_LISTENERS: list[WhenLeft] = []
_OFFICE: list[WhenLeft] = []


def when_left(listener: WhenLeft) -> WhenLeft:
    """Register what must happen when somebody leaves; it runs inside that transaction."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def tell_everybody(person_id: UUID) -> None:
    """Run everything that was registered."""
    for listener in _LISTENERS:
        listener(person_id)


def when_given_office(listener: WhenLeft) -> WhenLeft:
    """Register what must end when somebody is given an officer's role, in that transaction."""
    if listener not in _OFFICE:
        _OFFICE.append(listener)
    return listener


def tell_of_office(person_id: UUID) -> None:
    """Run everything that was registered for an office."""
    for listener in _OFFICE:
        listener(person_id)
