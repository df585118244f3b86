"""Reads the register of agencies, always the actor's own area."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select

from app.access.actor import Actor
from app.accounts.agency.model import Agency
from app.db import db
from app.db.asking import ask
from app.db.memory import found_before
from app.refusals import NotVisible

# Asked on nearly every page: built once, so that asking costs little but the asking.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NAMES = select(Agency.id, Agency.name).where(Agency.id.in_(_IDS))


def agencies(actor: Actor) -> Sequence[Agency]:
    """Return every agency of the area, by name."""
    return db.session.scalars(
        select(Agency).where(Agency.area_id == actor.area_id).order_by(Agency.name)
    ).all()


def agency(actor: Actor, agency_id: UUID) -> Agency:
    """Return one agency of the area; ``NotVisible`` for any other."""
    found = db.session.get(Agency, agency_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    return found


def agency_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names that go with the ids."""
    asked = frozenset(ids)
    rows = found_before(("agency names", asked), lambda: ask(_NAMES, {"ids": list(asked)}))
    return {row[0]: row[1] for row in rows}


def is_name_taken(area_id: UUID, name: str, except_id: UUID | None = None) -> bool:
    """Say whether another agency of the area has this name, in whatever letters."""
    rows = db.session.execute(select(Agency.id, Agency.name).where(Agency.area_id == area_id))
    return any(row.name.casefold() == name.casefold() and row.id != except_id for row in rows)
