"""AC-46: nobody rids themselves of what was decided, sent or told under the name of tidying up."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.db import db, transaction
from app.db.authorizer import KEPT
from tests.builders import World

LEAVE_TOGETHER = frozenset(
    {"package", "prepared_decision", "recipient", "recipient_check", "recipient_person"}
    | {"collection", "attestation", "outside_note"}
)
"""Tables of the exits whose rows are replaced, signed anew, or deleted if nothing came of them."""


@pytest.mark.parametrize("table", sorted(KEPT))
def test_the_database_takes_no_row_of_evidence_out(worked: World, table: str) -> None:
    """Whatever the program says: the application's own connection cannot delete there."""
    with worked.inside():
        before = db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608
        with pytest.raises(DatabaseError, match="not authorized|prohibited"), transaction() as s:
            s.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608
    with worked.inside():
        after = db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608
    assert after == before


def test_every_table_of_the_exits_is_spoken_for() -> None:
    """A new table that hangs on a recipient, request, release or letter is kept, or says why."""
    hangs_on = {"recipient", "disclosure_request", "release", "letter", "case_"}
    older = {"agenda_item", "action", "assessment", "contribution", "identified_risk"}
    found = {
        name
        for name, table in db.metadata.tables.items()
        if {key.column.table.name for key in table.foreign_keys} & hangs_on
    }
    assert found - older <= KEPT | LEAVE_TOGETHER


def test_no_command_erases_anything(worked: World) -> None:
    """There is no retention yet, so there is nothing to hide behind: no command by such a name."""
    names = {
        f"{group} {command}"
        for group, found in worked.app.cli.commands.items()
        for command in getattr(found, "commands", {"": None})
    }
    assert not [name for name in names if any(w in name for w in ("erase", "purge", "delete"))]
