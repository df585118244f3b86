"""Reads the directory and the translations, always the actor's own area."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.db import db
from app.marac.support.model import Explanation, SupportOrganisation
from app.marac.support.rules import is_stale
from app.refusals import NotVisible


def organisations(actor: Actor) -> Sequence[SupportOrganisation]:
    """Return the whole directory, by name."""
    actor.require(Permission.SUPPORT_READ)
    rows = db.session.scalars(
        select(SupportOrganisation).where(SupportOrganisation.area_id == actor.area_id)
    )
    return sorted(rows, key=lambda row: row.name.casefold())


def organisation(actor: Actor, organisation_id: UUID) -> SupportOrganisation:
    """Return one entry; ``NotVisible`` for what is not in this area's directory."""
    actor.require(Permission.SUPPORT_READ)
    found = db.session.get(SupportOrganisation, organisation_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    return found


def needs_checking(row: SupportOrganisation) -> bool:
    """Say whether nobody has gone through the entry, its register included, for six months."""
    return is_stale(row.checked_on, clock.today())


def is_name_taken(actor: Actor, name: str, except_id: UUID | None = None) -> bool:
    """Say whether another entry has this name, in whatever letters."""
    return any(
        row.name.casefold() == name.casefold() and row.id != except_id
        for row in organisations(actor)
    )


def explanations(area_id: UUID) -> list[Explanation]:
    """Return the newest version of each translation, by the code of its language."""
    rows = db.session.scalars(
        select(Explanation)
        .where(Explanation.area_id == area_id)
        .order_by(Explanation.language, Explanation.version)
    )
    return list({row.language: row for row in rows}.values())


def explanation(actor: Actor, explanation_id: UUID) -> Explanation:
    """Return one translation in its newest version; ``NotVisible`` for any other."""
    actor.require(Permission.SUPPORT_READ)
    for row in explanations(actor.area_id):
        if row.id == explanation_id:
            return row
    raise NotVisible()
