"""Through which the nouns above say what a record is; matching knows none of them.

    class Cases(Source): ...
    register_source(Cases())                     # in case/indexing.py
    @heard                                       # in meeting/heard.py
    def last_heard(actor, record_ids): ...

A record is a case or a referral. Where two sources know an id (a referral that became a case keeps
its id), the one registered last speaks for it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring
from app.marac.party.rules import Details, PartyKind

People = Sequence[tuple[PartyKind, Details]]


@dataclass(frozen=True)
class RecordShown:
    """What a page says of a record to somebody who may open it: never a name.

    ``endpoint`` and ``argument`` lead to its page; ``referred_on`` is the day it was referred.
    """

    id: UUID
    reference: str
    what: str
    endpoint: str
    argument: str
    referred_on: date


class Source(Protocol):
    """A noun whose records hold people. Every method asks the exclusion list first."""

    def shown(self, ring: Ring, record_ids: Collection[UUID]) -> list[RecordShown]:
        """Return those of these records that open for the holder of the ring, and no other."""

    def mark(self, actor: Actor, record_id: UUID) -> int | None:
        """Return a number that moves whenever the record's people change; None if not its own."""

    def stale(self, actor: Actor, index_id: UUID, limit: int) -> list[UUID]:
        """Return records that were never indexed, or not since (``queries.is_stale``)."""

    def people(self, ring: Ring, record_id: UUID) -> People:
        """Open the people of a record; ``NotVisible`` if it does not open."""


Heard = Callable[[Actor, Collection[UUID]], Mapping[UUID, date]]
Hides = Callable[[Ring, Collection[UUID]], Collection[UUID]]

_sources: dict[type, Source] = {}
_heard: dict[str, Heard] = {}
_hides: dict[str, Hides] = {}


def register_source(source: Source) -> None:
    """Add a noun's records; adding twice is once."""
    _sources[type(source)] = source


def heard(answer: Heard) -> Heard:
    """Register who knows on which day a meeting last heard a record."""
    _heard[answer.__name__] = answer
    return answer


def hides(answer: Hides) -> Hides:
    """Register who knows in which records an officer may know somebody, and is shown nothing."""
    _hides[answer.__name__] = answer
    return answer


def sources() -> list[Source]:
    """Every noun whose records hold people, in the order of their registration."""
    return list(_sources.values())


def shown(ring: Ring, record_ids: Collection[UUID]) -> dict[UUID, RecordShown]:
    """Return what may be said of these records; those that do not open are not in it."""
    found: dict[UUID, RecordShown] = {}
    for source in sources():
        found.update((record.id, record) for record in source.shown(ring, record_ids))
    away = hidden(ring, found.keys())
    return {record_id: record for record_id, record in found.items() if record_id not in away}


def hidden(ring: Ring, record_ids: Collection[UUID]) -> set[UUID]:
    """Return those of these records of which this person is shown nothing, and counts nothing."""
    return {each for answer in _hides.values() for each in answer(ring, record_ids)}


def last_heard(actor: Actor, record_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the day on which a meeting last heard each of these records, where one did."""
    found: dict[UUID, date] = {}
    for answer in _heard.values():
        for record_id, on in answer(actor, record_ids).items():
            found[record_id] = max(on, found.get(record_id, on))
    return found
