"""A pack asked for by the coordinator and agreed to by the deputy, as tests need it.

The coordinator is of Community Safety and the deputy of the hospital.
"""

from pathlib import Path
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.pack import queries, service
from app.marac.pack.model import Pack, PackCopy
from app.marac.party import service as parties
from app.marac.party.rules import Details, PartyKind
from tests.marac.table import Table

READERS = ("idva", "housing", "officer")


def asked(table: Table, *readers: str, by: str = "coordinator") -> Pack:
    """Ask for copies for these people, by default three."""
    world = table.world
    people = [world.person_id(who) for who in readers or READERS]
    return service.ask(world.actor(by), table.meeting_id, "network", people)


def agreed(table: Table, *readers: str, by: str = "coordinator", second: str = "deputy") -> Pack:
    """The same, agreed to."""
    row = asked(table, *readers, by=by)
    return service.agree(table.world.actor(second), row.id, table.world.members[second].passphrase)


def copy_of(table: Table, row: Pack, who: str) -> PackCopy:
    """Somebody's copy."""
    wanted = table.world.person_id(who)
    return next(one for one in queries.copies(row.id) if one.person_id == wanted)


def outbox(table: Table) -> list[Path]:
    """The messages that were sent."""
    return sorted((table.world.instance / "outbox").glob("*.eml"))


def with_ways_to_reach(table: Table, number: int, **details: str) -> UUID:
    """Write into a case where its victim lives and what must not be printed."""
    case = db.session.get_one(Case, table.case(number))
    ring = Ring(table.world.actor("coordinator"))
    with transaction():
        row = next(
            each
            for each in parties.queries.parties_of(ring.actor, case.id)
            if each.kind == PartyKind.VICTIM
        )
        opened = next(one for one in parties.open_all(ring, case.id) if one.id == row.id)
        known = opened.details.to_dict() | details
        parties.rewrite(ring, row, Details.from_dict(known), opened.revision)
    return case.id
