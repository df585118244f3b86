"""The only SELECTs on paper packs: officers of the area, and nobody else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.person.model import Person, PersonState
from app.db import db
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.pack import remembered, rules
from app.marac.pack.model import Pack, PackCopy
from app.marac.pack.rules import Copy, Stage
from app.refusals import NotVisible


def pack(actor: Actor, pack_id: UUID) -> Pack:
    """Return a pack of the area; ``NotVisible`` for any other."""
    found = db.session.get(Pack, pack_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    return found


def copy(actor: Actor, copy_id: UUID) -> PackCopy:
    """Return one copy of a pack of the area; ``NotVisible`` for any other."""
    found = db.session.get(PackCopy, copy_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    return found


def packs(area_id: UUID) -> Sequence[Pack]:
    """Return every pack of an area, the latest first."""
    return db.session.scalars(
        select(Pack).where(Pack.area_id == area_id).order_by(Pack.asked_at.desc())
    ).all()


def of_meeting(actor: Actor, meeting_id: UUID) -> Sequence[Pack]:
    """Return the packs of one meeting, the latest first."""
    return [each for each in packs(actor.area_id) if each.meeting_id == meeting_id]


def copies(pack_id: UUID) -> Sequence[PackCopy]:
    """Return the copies of a pack by their numbers."""
    return db.session.scalars(
        select(PackCopy).where(PackCopy.pack_id == pack_id).order_by(PackCopy.number)
    ).all()


def not_back(pack_id: UUID) -> list[PackCopy]:
    """Return the copies that were printed and are not accounted for."""
    return [each for each in copies(pack_id) if each.printed_at and not each.accounted_at]


def stage(row: Pack, now: datetime | None = None) -> Stage:
    """Say where a pack stands now."""
    listed = [Copy(each.printed_at, each.accounted_at) for each in copies(row.id)]
    return rules.stage(
        row.asked_at, row.agreed_at, row.closed_at, listed, now or clock.now(), row.meeting_at
    )


def late(area_id: UUID) -> list[Pack]:
    """Return the packs whose copies were not back in time and that nobody has closed."""
    return [each for each in packs(area_id) if stage(each) == Stage.LATE]


def is_stopped(area_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody asked for, or agreed to, a pack that is late and not closed: by the
    rows, or by the trail."""
    by_rows = any(person_id in (each.asked_by, each.agreed_by) for each in late(area_id))
    return by_rows or remembered.owes(person_id)


def meeting_of(actor: Actor, row: Pack) -> Meeting:
    """Return the meeting that a pack is for."""
    return meetings.meeting(actor, row.meeting_id)


def people_at_work(area_id: UUID) -> Sequence[Person]:
    """Return everybody of the area who is at work, by name."""
    at_work = select(Person).where(Person.area_id == area_id, Person.state == PersonState.ACTIVE)
    return db.session.scalars(at_work.order_by(Person.name)).all()


def officers(area_id: UUID) -> list[Person]:
    """Return who may ask for packs and agree to them, by the register: for telling them."""
    return [
        person
        for person in people_at_work(area_id)
        if Permission.PACK_AGREE in permissions_of(person.roles)
    ]
