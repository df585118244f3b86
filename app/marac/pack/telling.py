"""Tells other officers that a pack was asked for, agreed to, or is not back: a constant notice."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.person.model import Person
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import OfficersTold, PackLate
from app.confidentiality.gate.notices import Send
from app.db import transaction
from app.marac.pack import queries
from app.marac.pack.model import Pack


class Why(StrEnum):
    """Because of what officers are told; it is in the trail and never in the message."""

    ASKED = "asked"
    AGREED = "agreed"
    LATE = "late"


def tell_others(actor: Actor, row: Pack, why: Why, send: Send) -> int:
    """Tell every other officer; return how many were sent the notice. Call it after the act."""
    people = [one for one in queries.officers(actor.area_id) if one.id != actor.person_id]
    return _tell(actor, row, why, people, send)


def tell_late(area_id: UUID, send: Send) -> int:
    """Tell all officers of each pack that is not back in time, once; return how many packs."""
    told = 0
    for row in queries.late(area_id):
        if row.late_told_at is not None:
            continue
        with transaction():
            row.late_told_at = clock.now()
            record(None, PackLate(row.id, copies=len(queries.not_back(row.id))), area_id=area_id)
        _tell(None, row, Why.LATE, queries.officers(area_id), send)
        told += 1
    return told


def _tell(actor: Actor | None, row: Pack, why: Why, people: Iterable[Person], send: Send) -> int:
    sent = not_sent = 0
    for person in people:
        try:
            send(person.email)
            sent += 1
        except NotSent:
            not_sent += 1
    with transaction():
        event = OfficersTold(row.id, because=why.value, sent=sent, not_sent=not_sent)
        record(actor, event, area_id=row.area_id)
    return sent
