"""Research at a table: publishing its agenda, and writing lines as somebody of an agency."""

from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.marac.meeting import publishing
from app.marac.research import writing
from app.marac.research.model import ResearchLine, ResearchRequest
from tests.marac.table import Table

KNOWN = "Called to the address twice in May"
KEPT = "Kestrel: her brother works at the front desk"


def publish(table: Table) -> None:
    """The coordinator publishes the agenda."""
    publishing.publish(table.world.actor("coordinator"), table.meeting_id)


def asked_of(table: Table, agency: str) -> list[ResearchRequest]:
    """What one agency is asked."""
    of_agency = ResearchRequest.agency_id == table.world.agencies[agency]
    return list(db.session.scalars(select(ResearchRequest).where(of_agency)))


def request_of(table: Table, agency: str, number: int) -> ResearchRequest:
    """What one agency is asked about one case."""
    found = (row for row in asked_of(table, agency) if row.case_id == table.case(number))
    return next(found)


def write(
    table: Table, who: str, request_id: UUID, text: str = KNOWN, sharing: str = "share"
) -> ResearchLine:
    """Somebody adds a line."""
    words = writing.said(text, "fact", "Crime record", "May", sharing, "It is hers to tell")
    return writing.add_line(table.world.actor(who), request_id, words)
