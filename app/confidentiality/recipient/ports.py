"""Where the nouns above say what ends when an entry becomes another one, or is closed."""

from collections.abc import Callable
from uuid import UUID

from app.access.actor import Actor

Ends = Callable[[Actor, UUID], object]
_ENDS: list[Ends] = []


def register_end(ends: Ends) -> None:
    """Add what is called with who did it and the entry's id, inside the transaction of the act."""
    if ends not in _ENDS:
        _ENDS.append(ends)


def end(actor: Actor, recipient_id: UUID) -> None:
    """Say that an entry no longer means whom it meant, or that nothing may reach it any more."""
    for ends in _ENDS:
        ends(actor, recipient_id)
