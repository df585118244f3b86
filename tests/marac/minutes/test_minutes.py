"""Minutes from the board to whoever reads them."""

from tests.marac.minutes.sitting import KEPT_WORDS, SHARED, approve, hold, sign_minutes, whole
from tests.marac.table import Table

from app.marac.minutes import reading


def test_minutes_are_written_approved_signed_and_read(table: Table) -> None:
    """What was on the board stands in the minutes that a signer reads."""
    hold(table)
    sign_minutes(table)
    found = reading.read(table.world.actor("idva"), table.meeting_id)
    assert [each.words["shared"][0]["text"] for each in found.cases] == [
        f"{SHARED} Case 0.",
        f"{SHARED} Case 1.",
        KEPT_WORDS,
    ]
    assert found.general is not None
    assert len(found.general.words["attendance"]) == 5
