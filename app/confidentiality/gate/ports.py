"""Where the nouns above say how what they want to let out stands now, and why it was let out.

The gate knows no request and no letter. Whoever owns one registers a function that says at which
revision it stands, or None if it was withdrawn: the gate asks again whenever somebody receives it.
They also say what they know of it for the log of who was told what.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate.model import ExitKind


@dataclass(frozen=True)
class LogEntry:
    """What a noun says for the log of who was told what about a record.

    Of a release (``release_id``) the gate itself adds to whom, what, by whom, and who received it;
    the noun says only what it is and on what ``basis`` (name, words). For what was said aloud, or
    was decided not to be shared, the noun says it all. ``about_id``: what the IDVA tells her of.
    """

    about_id: UUID
    at: datetime
    title: str
    release_id: UUID | None = None
    to: str = ""
    items: tuple[str, ...] = ()
    basis: tuple[tuple[str, str], ...] = ()
    decided_by: UUID | None = None
    state: str = ""
    colour: str = ""
    received: tuple[str, ...] = field(default=())


Stands = Callable[[UUID], int | None]
Logs = Callable[[Ring, UUID], Iterable[LogEntry]]
Objects = Callable[[Ring, UUID], str]
_OBJECTIONS: dict[ExitKind, Objects] = {}
_PUBLIC_PAGE: list[str] = []
_SUBJECTS: dict[ExitKind, Stands] = {}
_LOGS: list[Logs] = []


def register_subject(kind: ExitKind, stands: Stands) -> None:
    """Say who knows at which revision a subject of this kind stands."""
    _SUBJECTS[kind] = stands


def stands_at(kind: str, subject_id: UUID) -> int | None:
    """Return the revision at which a subject stands; None if withdrawn, or if nobody knows it."""
    stands = _SUBJECTS.get(ExitKind(kind))
    return stands(subject_id) if stands else None


def set_public_page(address: str) -> None:
    """Say where anybody checks a paper, without "https://"; "" where nobody knows."""
    _PUBLIC_PAGE[:] = [address]


def public_page() -> str:
    """Return where anybody checks a paper, for papers to print, or nothing."""
    return _PUBLIC_PAGE[-1] if _PUBLIC_PAGE else ""


def register_objection(kind: ExitKind, objects: Objects) -> None:
    """Say who knows what speaks against handing a subject over or receiving it by now.

    The function takes the ring of whoever does, who perhaps cannot open the record, and returns in
    words why not, or nothing. It is asked each time: what was safe to send may be so no longer.
    """
    _OBJECTIONS[kind] = objects


def objection(ring: Ring, kind: str, subject_id: UUID) -> str:
    """Return in words what speaks against letting this out to the ring's holder now, or nothing."""
    objects = _OBJECTIONS.get(ExitKind(kind))
    return objects(ring, subject_id) if objects else ""


def register_log(says: Logs) -> None:
    """Add a function of a ring and a record's id that says what a noun shared, or did not.

    It is called only for whoever may read the log, inside the transaction that writes its trail.
    """
    if says not in _LOGS:
        _LOGS.append(says)


def said_of(ring: Ring, record_id: UUID) -> Iterator[LogEntry]:
    """Yield what every noun says for the log of a record."""
    for says in _LOGS:
        yield from says(ring, record_id)
