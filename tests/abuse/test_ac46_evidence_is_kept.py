"""AC-46: nobody rids themselves of what was decided, sent or told under the name of tidying up."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.db import db, transaction
from app.db.authorizer import KEPT, STAYS
from tests.builders import World

LEAVE_TOGETHER = frozenset(
    {"package", "prepared_decision", "recipient", "recipient_check", "recipient_person"}
    | {"collection", "attestation", "outside_note"}
)
"""Tables of the exits whose rows are replaced, signed anew, or deleted if nothing came of them."""
OF_MEETINGS = frozenset({"agenda_item", "invited", "research_line"})
"""Tables of meetings whose rows go: who is asked and which cases are heard is what the signed
editions say; an agency deletes what it looked up for itself, and what it shared of that stays."""


@pytest.mark.parametrize("table", sorted(KEPT | STAYS))
def test_the_database_takes_no_row_of_evidence_out(worked: World, table: str) -> None:
    """Whatever the program says: the application's own connection cannot delete there."""
    with worked.inside():
        before = db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608
        with pytest.raises(DatabaseError, match="not authorized|prohibited"), transaction() as s:
            s.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608
    with worked.inside():
        after = db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608
    assert after == before


@pytest.mark.parametrize("table", sorted(STAYS))
def test_what_was_signed_or_logged_stays_as_it_was_written(worked: World, table: str) -> None:
    """The application's own connection changes no row there, and the rows are there to change."""
    with worked.inside():
        asked = sa.text(f"SELECT count(*) FROM {table}")  # noqa: S608
        assert db.session.execute(asked).scalar(), "the worked area has no row of it"
        with pytest.raises(DatabaseError, match="not authorized|prohibited"), transaction() as s:
            s.execute(sa.text(f"UPDATE {table} SET id = id"))  # noqa: S608


def test_every_table_of_the_exits_is_spoken_for() -> None:
    """A new table that hangs on a case, a meeting, a release, a pack is kept, or says why."""
    hangs_on = {"recipient", "disclosure_request", "release", "letter", "case_", "meeting"}
    hangs_on |= {"action", "agenda_item", "attendance", "conflict", "minutes", "pack"}
    found = {
        name
        for name, table in db.metadata.tables.items()
        if {key.column.table.name for key in table.foreign_keys} & hangs_on
    }
    assert found <= KEPT | STAYS | LEAVE_TOGETHER | OF_MEETINGS


def test_no_command_erases_anything(worked: World) -> None:
    """There is no retention yet, so there is nothing to hide behind: no command by such a name."""
    names = {
        f"{group} {command}"
        for group, found in worked.app.cli.commands.items()
        for command in getattr(found, "commands", {"": None})
    }
    assert not [name for name in names if any(w in name for w in ("erase", "purge", "delete"))]
