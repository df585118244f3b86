"""AC-53: the drill of docs/outage.md: paper before, the meeting without a screen, counted back."""

from datetime import timedelta

from app import clock
from app.marac.meeting import hearing
from app.marac.meeting import service as meetings
from app.marac.pack import printing, queries, service
from app.marac.pack.rules import Stage
from tests.marac import trail
from tests.marac.pack.packing import agreed, copy_of
from tests.marac.table import VICTIMS, Table
from tests.paper.reading import words

READERS = ("chair", "idva", "housing", "officer")


def test_a_meeting_is_held_from_paper_printed_before_and_counted_back(table: Table) -> None:
    """Printed a day before, sealed by two; nothing is asked of the system during the outage; what
    was written is typed in from the paper the same day, and every copy is accounted for."""
    with clock.pretend(clock.now() - timedelta(hours=20)):
        row = agreed(table, *READERS)
        copies = {
            who: printing.print_copy(table.world.actor("deputy"), copy_of(table, row, who).id)
            for who in READERS
        }
    for who in ("chair", "idva", "officer"):
        said = " ".join(words(copies[who][1]))
        assert all(victim in said for victim in VICTIMS)
        assert "Actions: what, who, by when, for which risk, how it will be known" in said
    assert VICTIMS[2] not in " ".join(words(copies["housing"][1]))
    assert queries.stage(row) is Stage.OUT

    # The network is back: the meeting is opened, and the paper is typed in.
    chair, idva = table.world.actor("chair"), table.world.actor("idva")
    table.begin()
    table.seat("coordinator", "idva")
    hearing.start_item(chair, table.item(0))
    hearing.share(idva, table.item(0), "From paper: she moved the children on Friday")
    hearing.identify_risk(chair, table.item(0), "From paper: he knows the new school")
    hearing.conclude_item(chair, table.item(0))
    meetings.close_meeting(chair, table.meeting_id)

    deputy, coordinator = table.world.actor("deputy"), table.world.actor("coordinator")
    fates = {"chair": "returned", "idva": "returned", "housing": "destroyed", "officer": "returned"}
    for who, fate in fates.items():
        counter = deputy if who != "housing" else coordinator
        service.count_back(counter, copies[who][0].id, fate, (), None)
    assert queries.not_back(row.id) == []
    with clock.pretend(clock.now() + timedelta(hours=10)):
        assert queries.stage(row) is Stage.BACK
    assert (trail.count("pack:print"), trail.count("pack:count")) == (4, 4)
    assert not queries.is_stopped(table.world.area_id, coordinator.person_id)


def test_a_pack_is_made_quickly_enough_to_matter(table: Table) -> None:
    """A copy of a small agenda takes well under five seconds on one core."""
    row = agreed(table, "idva")
    begun = clock.now()
    printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)
    assert (clock.now() - begun).total_seconds() < 5
