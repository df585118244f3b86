"""Asks whether somebody's own meeting is open, which makes their session last longer when idle.

Sessions know nothing of meetings: the meeting registers its answer here at start-up.
"""

from collections.abc import Callable
from uuid import UUID

InMeeting = Callable[[UUID], bool]

_PREDICATES: list[InMeeting] = []


def extends_idle(predicate: InMeeting) -> InMeeting:
    """Register a function that says whether this person's meeting is open now."""
    if predicate not in _PREDICATES:
        _PREDICATES.append(predicate)
    return predicate


def is_in_meeting(person_id: UUID) -> bool:
    """Say whether one of this person's meetings is open."""
    return any(predicate(person_id) for predicate in _PREDICATES)
