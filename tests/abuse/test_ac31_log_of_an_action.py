"""AC-31: what was logged about an action is not changed afterwards; a correction is a new entry."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.db import db, transaction
from tests.builders import World


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE action_log SET state = 'done'",
        "UPDATE action_log SET sealed_text = zeroblob(300)",
        "UPDATE action_log SET at = '2026-01-01 00:00:00'",
        "DELETE FROM action_log",
        "DELETE FROM action",
    ],
)
def test_the_database_changes_nothing_that_was_logged(worked: World, statement: str) -> None:
    """The application's own connection cannot, whatever the program says."""
    with worked.inside():
        before = _rows()
        assert before
        with pytest.raises(DatabaseError, match="not authorized|prohibited"), transaction() as s:
            s.execute(sa.text(statement))
    with worked.inside():
        assert _rows() == before


def _rows() -> list[object]:
    rows = db.session.execute(sa.text("SELECT id, state, sealed_text, at FROM action_log"))
    return [tuple(row) for row in rows]
