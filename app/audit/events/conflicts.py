"""Events of conflicts of interest in a case, of leaving a meeting, and of readiness.

Whether somebody declared it or their name was found is no field of any: the trail would then say
whose name is in a case. It is sealed, for the officers who remain.
"""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class ConflictEntered(Event, tag="conflict:enter", about="case"):
    """Something was written down, sealed for the officers, about who may know somebody in a case.

    That the case is kept from somebody is an event of its own.
    """

    conflict_id: UUID


@dataclass(frozen=True)
class NamesCompared(Event, tag="conflict:compare", about="meeting"):
    """The names of the people who work here were compared with those in so many cases."""

    cases: int
    people: int


@dataclass(frozen=True)
class ConflictsOpened(Event, tag="conflict:open", about="meeting"):
    """An officer read the conflicts of interest of a meeting's cases."""

    count: int


@dataclass(frozen=True)
class ConflictDecided(Event, tag="conflict:decide", about="case"):
    """An officer signed what follows from a conflict of interest: kept out, or let in again."""

    conflict_id: UUID


@dataclass(frozen=True)
class ExclusionLifted(Event, tag="exclusion:lift", about="case"):
    """An officer signed that a case is not kept from somebody any more: with which key, and the
    signature in two halves, so that a row more in the trail lets nobody in."""

    person_id: UUID
    key_pair_id: UUID
    signed: str
    signed_on: str


@dataclass(frozen=True)
class MeetingLeft(Event, tag="meeting:leave", about="meeting"):
    """Somebody left a meeting, by their own word or an officer's."""

    attendance_id: UUID


@dataclass(frozen=True)
class MeetingRejoined(Event, tag="meeting:return", about="meeting"):
    """Somebody came back to a meeting."""

    attendance_id: UUID


@dataclass(frozen=True)
class ReadinessOpened(Event, tag="readiness:open", about="meeting"):
    """An officer looked at how ready a meeting is, with the names of its cases."""

    count: int


@dataclass(frozen=True)
class AgencyReminded(Event, tag="readiness:remind", about="meeting"):
    """An officer had the constant notice sent to so many people of an agency."""

    agency_id: UUID
    count: int
