"""Where other nouns hang on to a meeting: when its agenda is published, and on its page.

A meeting knows neither research nor minutes. At start-up each of them registers here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring
from app.marac.meeting.model import Meeting

Listener = Callable[[Actor, Ring, UUID], None]


@dataclass(frozen=True)
class Part:
    """A part of the meeting's page: its template and what the template is given."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


PartOf = Callable[[Actor, Meeting], Part | None]
_LISTENERS: list[Listener] = []
_PARTS: dict[int, PartOf] = {}


def when_published(listener: Listener) -> Listener:
    """Have a function called, in the same transaction, each time an edition of an agenda is signed.

    It takes the officer, her ring and the meeting's id; it is called again for a later edition.
    """
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def tell_published(actor: Actor, ring: Ring, meeting_id: UUID) -> None:
    """Tell everybody who wants to know that an edition was signed, each with a ring that is read
    anew: the one before may have kept a case from somebody."""
    for listener in _LISTENERS:
        listener(actor, Ring(actor, ring.chain), meeting_id)


def meeting_part(order: int) -> Callable[[PartOf], PartOf]:
    """Put a part on the page of a meeting; None shows nothing. Orders are unique."""

    def add(part_of: PartOf) -> PartOf:
        if _PARTS.setdefault(order, part_of) is not part_of:
            raise ValueError(f"two parts of the meeting's page have the order {order}")
        return part_of

    return add


def parts_of(actor: Actor, meeting: Meeting) -> Iterator[Part]:
    """Return the parts that other nouns have for this person and this meeting, in order."""
    for order in sorted(_PARTS):
        part = _PARTS[order](actor, meeting)
        if part is not None:
            yield part
