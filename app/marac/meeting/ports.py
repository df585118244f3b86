"""Where other nouns hang on to a meeting: when its agenda is published, and on its page.

A meeting knows neither research nor minutes. At start-up each of them registers here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring
from app.marac.meeting.model import AgendaItem, Meeting

Listener = Callable[[Actor, Ring, UUID], None]
Senders = Callable[[AgendaItem], Iterable[UUID]]


@dataclass(frozen=True)
class Part:
    """A part of the meeting's page: its template and what the template is given."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


PartOf = Callable[[Actor, Meeting], Part | None]
_LISTENERS: list[Listener] = []
_SENDERS: list[Senders] = []
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


def who_sent(senders: Senders) -> Senders:
    """Have a function asked which agencies sent something to be read out about a case."""
    if senders not in _SENDERS:
        _SENDERS.append(senders)
    return senders


def agencies_that_sent(item: AgendaItem) -> set[UUID]:
    """Return the agencies that sent something to be read out when this case is heard."""
    return {agency_id for senders in _SENDERS for agency_id in senders(item)}


Named = Callable[[Actor, UUID, str], bool]
_NAMED: list[Named] = []


def when_witnessed(named: Named) -> Named:
    """Register who knows whether a name is, or is like, one in a case of a meeting's agenda."""
    if named not in _NAMED:
        _NAMED.append(named)
    return named


def is_named(actor: Actor, meeting_id: UUID, name: str) -> bool:
    """Say whether somebody without an account has the name of a person in a case to be heard."""
    return any(named(actor, meeting_id, name) for named in _NAMED)


Called = Callable[[Actor, UUID, Collection[str]], bool]
_CALLED: list[Called] = []


def when_begun(called: Called) -> Called:
    """Register who knows whether any of these names is, or is like, one in a case."""
    if called not in _CALLED:
        _CALLED.append(called)
    return called


def is_called(actor: Actor, case_id: UUID, names: Collection[str]) -> bool:
    """Say whether any of these people, who have no account, has the name of a person in a case."""
    return bool(names) and any(called(actor, case_id, names) for called in _CALLED)


@dataclass(frozen=True)
class Unfinished:
    """Something that a chair should know before the meeting closes: in words, and where it is.

    ``number`` is the case's on this person's agenda, or None for what is about no one case.
    """

    words: str
    number: int | None = None
    item_id: UUID | None = None


Leftovers = Callable[[Actor, Meeting], Iterable[Unfinished]]
_LEFTOVERS: list[Leftovers] = []


def before_closing(leftovers: Leftovers) -> Leftovers:
    """Register who knows what is not finished at a meeting that is about to be closed."""
    if leftovers not in _LEFTOVERS:
        _LEFTOVERS.append(leftovers)
    return leftovers


def unfinished(actor: Actor, meeting: Meeting) -> list[Unfinished]:
    """Return what is not finished, case by case; what is about no one case comes last."""
    found = [one for leftovers in _LEFTOVERS for one in leftovers(actor, meeting)]
    return sorted(found, key=lambda one: (one.number is None, one.number or 0))


def meeting_part(order: int) -> Callable[[PartOf], PartOf]:
    """Put a part on the page of a meeting; None shows nothing. Orders are unique."""

    def add(part_of: PartOf) -> PartOf:
        if _PARTS.setdefault(order, part_of) is not part_of:
            raise ValueError(f"two parts of the meeting's page have the order {order}")
        return part_of

    return add


BEFORE_AGENDA = 10
"""A part of a lower order stands above the agenda: what comes before the first case."""


def parts_of(actor: Actor, meeting: Meeting, *, is_above: bool) -> list[Part]:
    """Return the parts that other nouns have for this person and this meeting, in order."""
    orders = [order for order in sorted(_PARTS) if (order < BEFORE_AGENDA) is is_above]
    made = (_PARTS[order](actor, meeting) for order in orders)
    return [part for part in made if part is not None]
