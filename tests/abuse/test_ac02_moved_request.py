"""AC-02: a request to look somebody up that is pointed at another case hands over nothing of it."""

from uuid import UUID

import pytest

from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.research import service
from app.marac.research.model import ResearchRequest
from app.refusals import NotVisible
from tests.abuse.test_ac34_planted_agenda import alter
from tests.marac.conftest import laid, table
from tests.marac.research.desk import publish, request_of
from tests.marac.table import VICTIMS, Table

__all__ = ["laid", "table"]
KEPT = 2
"""The case that is kept from somebody of the housing service by name."""


def moved(table: Table, request_id: UUID, case_id: UUID) -> None:
    """Point a request at another case, as if its names had changed since."""
    alter(
        table,
        f"DELETE FROM research_request WHERE case_id = '{case_id.hex}' AND "  # noqa: S608
        f"agency_id = '{table.world.agencies['housing'].hex}'",
        f"UPDATE research_request SET case_id = '{case_id.hex}', asked_at = '2020-01-01 00:00:00' "  # noqa: S608
        f"WHERE id = '{request_id.hex}'",
    )


def test_the_next_edition_seals_no_names_for_somebody_who_is_kept_out(table: Table) -> None:
    """An officer publishes again: what is in his slip is still about the case that it is a part
    of."""
    publish(table)
    mine = request_of(table, "housing", 1).id
    moved(table, mine, table.case(KEPT))
    publish(table)
    row = db.session.get_one(ResearchRequest, mine)
    seen = service.who_of(Ring(table.world.actor("housing")), row)
    assert VICTIMS[KEPT] not in {each.name for each in seen}


def test_what_an_agency_means_to_share_is_not_offered_in_another_case(table: Table) -> None:
    """Its people find a request that was moved nowhere, as if it were not theirs."""
    publish(table)
    mine = request_of(table, "housing", 1).id
    moved(table, mine, table.case(0))
    housing = table.world.actor("housing")
    with pytest.raises(NotVisible):
        service.require_own(Ring(housing), db.session.get_one(ResearchRequest, mine))
    with pytest.raises(NotVisible):
        service.to_share(housing, Ring(housing), table.item(0))
