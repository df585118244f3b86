"""AC-09: who let paper lapse makes no other until a third closes it, whatever the rows say."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.marac.meeting.model import Meeting
from app.marac.pack import printing, queries, service
from app.marac.pack.model import Pack
from app.refusals import Refused
from tests.abuse.test_ac34_planted_agenda import alter, write
from tests.marac.pack.packing import agreed, asked, copy_of
from tests.marac.table import Table

LONG_AFTER = timedelta(hours=200)


@pytest.fixture
def late(table: Table) -> Pack:
    """A pack of long ago, of which one copy was printed and never came back."""
    long_ago = clock.now() - LONG_AFTER
    write(update(Meeting).values(starts_at=long_ago + timedelta(hours=4)))
    with clock.pretend(long_ago):
        row = agreed(table, "idva")
        printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)
    write(update(Meeting).values(starts_at=clock.now() + timedelta(hours=4)))
    assert is_stopped(table, "coordinator")
    assert is_stopped(table, "deputy")
    return row


def is_stopped(table: Table, who: str) -> bool:
    """Whether an officer can make no paper."""
    return queries.is_stopped(table.world.area_id, table.world.person_id(who))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pack_copy SET printed_at = NULL",
        "UPDATE pack_copy SET accounted_at = printed_at, fate = 'returned'",
        "UPDATE pack SET closed_at = asked_at, closed_why = 'all_back', "
        "closed_by = (SELECT person_id FROM pack_copy)",
        "UPDATE pack SET agreed_at = '2099-01-01 00:00:00'",
        "UPDATE pack SET meeting_at = '2099-01-01 00:00:00'",
        "UPDATE pack SET asked_by = (SELECT person_id FROM pack_copy), agreed_by = asked_by",
        "DELETE FROM pack_copy; DELETE FROM pack",
    ],
)
def test_no_row_frees_who_let_it_lapse(table: Table, late: Pack, statement: str) -> None:
    """Neither of the two asks for another pack, or agrees to one."""
    alter(table, *statement.split("; "))
    for who in ("coordinator", "deputy"):
        assert is_stopped(table, who)
        with pytest.raises(Refused):
            asked(table, "idva", by=who)
    assert not is_stopped(table, "chair")


def test_a_third_closes_it_though_the_rows_are_changed(table: Table, late: Pack) -> None:
    """The officers who remain put it right as always; then both are free."""
    pack_id = late.id
    alter(table, "UPDATE pack_copy SET printed_at = NULL")
    service.close(table.world.actor("chair"), pack_id, "never_printed")
    assert not is_stopped(table, "coordinator")
    assert not is_stopped(table, "deputy")


def test_what_came_back_in_time_stops_nobody(table: Table) -> None:
    """Printed, counted, and long over: by rows and by trail alike."""
    row = agreed(table, "idva")
    copy = copy_of(table, row, "idva")
    printing.print_copy(table.world.actor("deputy"), copy.id)
    service.count_back(table.world.actor("deputy"), copy.id, "returned", (), None)
    with clock.pretend(clock.now() + LONG_AFTER):
        assert not is_stopped(table, "coordinator")
