"""Keeps the area's directory of support: officers enter, change, check and take off."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import SupportChanged
from app.db import db, new_id, transaction
from app.marac.support import queries
from app.marac.support.model import SupportOrganisation
from app.marac.support.rules import Entry, checked, regulators_of
from app.marac.support.screening import screen_entry
from app.refusals import Changed, RuleBroken

LOOK_IT_UP = (
    "Look the number up on the regulator’s public register, then tick that you have found it there."
)


def enter(actor: Actor, entry: Entry, *, on_register: bool) -> SupportOrganisation:
    """Enter an organisation. ``on_register``: the officer has found its numbers there today."""
    actor.require(Permission.SUPPORT_CHANGE)
    entry = checked(entry)
    screen_entry(actor, entry)
    if entry.numbers and not on_register:
        raise RuleBroken("on_register", LOOK_IT_UP)
    with transaction():
        _refuse_taken(actor, entry.name)
        row = SupportOrganisation(id=new_id(), area_id=actor.area_id, **_values(entry))
        _mark_checked(actor, row, on_register=True)
        db.session.add(row)
        record(actor, SupportChanged(subject_id=row.id, what="entered"))
    return row


def change(
    actor: Actor, organisation_id: UUID, entry: Entry, *, on_register: bool, revision: int | None
) -> None:
    """Change an entry. A number that is new must have been found on the register today."""
    actor.require(Permission.SUPPORT_CHANGE)
    entry = checked(entry)
    screen_entry(actor, entry)
    with transaction():
        row = queries.organisation(actor, organisation_id)
        if row.revision != revision:
            raise Changed(
                "revision",
                "Somebody else changed this entry while you were writing. Your words are below: "
                "look at the entry, then save again.",
            )
        _refuse_taken(actor, entry.name, organisation_id)
        if dict(entry.numbers) != row.numbers and entry.numbers and not on_register:
            raise RuleBroken("on_register", LOOK_IT_UP)
        for name, value in _values(entry).items():
            setattr(row, name, value)
        if on_register or not entry.numbers:
            _mark_checked(actor, row, on_register=on_register)
        row.revision += 1
        record(actor, SupportChanged(subject_id=row.id, what="changed"))


def confirm(actor: Actor, organisation_id: UUID, *, on_register: bool) -> None:
    """Record that all of an entry is right today, its numbers on the public register included."""
    actor.require(Permission.SUPPORT_CHANGE)
    with transaction():
        row = queries.organisation(actor, organisation_id)
        if regulators_of(row.kinds) and not on_register:
            raise RuleBroken("on_register", LOOK_IT_UP)
        _mark_checked(actor, row, on_register=on_register)
        record(actor, SupportChanged(subject_id=row.id, what="checked"))


def remove(actor: Actor, organisation_id: UUID) -> None:
    """Take an organisation off the directory."""
    actor.require(Permission.SUPPORT_CHANGE)
    with transaction():
        row = queries.organisation(actor, organisation_id)
        db.session.delete(row)
        record(actor, SupportChanged(subject_id=organisation_id, what="removed"))


def _mark_checked(actor: Actor, row: SupportOrganisation, *, on_register: bool) -> None:
    row.checked_on, row.checked_by = clock.today(), actor.person_id
    if not row.numbers:
        row.register_checked_on = row.register_checked_by = None
    elif on_register:
        row.register_checked_on, row.register_checked_by = clock.today(), actor.person_id


def _values(entry: Entry) -> dict[str, Any]:
    lists = {"kinds": list(entry.kinds), "languages": list(entry.languages)}
    return asdict(entry) | lists | {"numbers": dict(entry.numbers)}


def _refuse_taken(actor: Actor, name: str, except_id: UUID | None = None) -> None:
    if queries.is_name_taken(actor, name, except_id):
        raise RuleBroken("name", "There is already an entry of this name in the directory.")
