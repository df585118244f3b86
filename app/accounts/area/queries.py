"""Reads the area. One installation serves one area; every row still carries its area."""

from sqlalchemy import select

from app.access.actor import Actor
from app.accounts.area.model import Area
from app.accounts.area.rules import Settings, settings_from
from app.db import db
from app.refusals import NotVisible


def the_area() -> Area | None:
    """Return the area of this installation; None before it is set up."""
    return db.session.scalars(select(Area).order_by(Area.created_at).limit(1)).first()


def area_of(actor: Actor) -> Area:
    """Return the actor's own area."""
    area = db.session.get(Area, actor.area_id)
    if area is None:
        raise NotVisible()
    return area


def settings_of(actor: Actor) -> Settings:
    """Return what the actor's area has decided."""
    return settings_from(area_of(actor).settings)
