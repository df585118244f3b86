"""A meeting that has been: every case heard, the meeting closed.

heard(table)
"""

from app.marac.meeting import hearing, leaving, service
from tests.marac.table import Table


def heard(table: Table, *present: str) -> None:
    """Hear every case in its order, without whom it is kept from, and close the meeting."""
    chair = table.world.actor("chair")
    table.begin()
    table.seat("coordinator", "idva", "officer", *present)
    for item in table.items:
        leaving.they_have_left(chair, item.id)
        hearing.start_item(chair, item.id)
        hearing.conclude_item(chair, item.id)
    service.close_meeting(chair, table.meeting_id)
