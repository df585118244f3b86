"""What the audit tests share: an actor, a few recorded acts, and a hand that tampers."""

from pathlib import Path
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Role
from app.audit import record
from app.audit.events import CaseListed, CaseOpened, SignedIn
from app.db import new_id, transaction
from app.db.connection import open_for_maintenance
from app.db.ddl import PREFIX
from app.db.keyfile import database_key, database_path

AREA = UUID("6f3c1f5e-0d8b-4a57-9a39-1d6f8f2f0a01")
PERSON = UUID("6f3c1f5e-0d8b-4a57-9a39-1d6f8f2f0a02")
AGENCY = UUID("6f3c1f5e-0d8b-4a57-9a39-1d6f8f2f0a03")
CASE = UUID("6f3c1f5e-0d8b-4a57-9a39-1d6f8f2f0a04")


def an_actor(area_id: UUID = AREA, person_id: UUID = PERSON) -> Actor:
    """Somebody signed in."""
    return Actor(
        person_id=person_id,
        agency_id=AGENCY,
        area_id=area_id,
        roles=frozenset({Role.CHAIR}),
        session_ref="a-session",
    )


def some_acts(times: int = 3) -> None:
    """Three acts each time, each in a transaction of its own."""
    for _ in range(times):
        for event in (
            SignedIn(PERSON),
            CaseListed(new_id(), count=16),
            CaseOpened(CASE, reason="hearing"),
        ):
            with transaction():
                record(an_actor(), event)


def tamper(instance: Path, *statements: str) -> None:
    """Change the database as whoever holds its key can: triggers down, then anything."""
    raw = open_for_maintenance(database_path(instance), database_key(instance))
    triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        if name.startswith(PREFIX):
            raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.close()
