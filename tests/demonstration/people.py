"""The made-up people as services receive them."""

from pathlib import Path

from sqlalchemy import select

from app.access.actor import Actor
from app.accounts.person import keys
from app.accounts.person.model import Person
from app.accounts.person.queries import active_pair
from app.db import db
from app.demonstration import sheet

OPENED: dict[str, Actor] = {}


def actor(instance: Path, key: str) -> Actor:
    """Somebody of the sheet with their keys open, their passphrase derived once a session."""
    if key not in OPENED:
        entry = sheet.read(instance)[key]
        person = db.session.scalars(select(Person).where(Person.email == entry.email)).one()
        pair = active_pair(person.id)
        assert pair is not None
        keyring = keys.unlock(pair.id, entry.passphrase).keyring
        OPENED[key] = Actor(person.id, person.agency_id, person.area_id, person.roles, keyring)
    return OPENED[key]
