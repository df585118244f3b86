"""AC-09: paper of two officers is told to others, time-boxed, and stops who lets it lapse."""

from datetime import timedelta

import pytest

from app import clock
from app.accounts.person.model import Person, PersonState
from app.db import db, transaction
from app.marac.meeting.model import Meeting
from app.marac.pack import printing, queries, service
from app.marac.pack.model import Pack, PackCopy
from app.marac.pack.rules import Stage
from app.marac.pack.telling import Why, tell_late, tell_others
from app.refusals import Refused, RuleBroken
from tests.marac import trail
from tests.marac.pack.packing import agreed, asked, copy_of
from tests.marac.table import VICTIMS, Table

FOUR_DAYS = timedelta(hours=73)


def _meets_now(table: Table) -> None:
    """The meeting begins at this moment: the hours count from it, if it is after the agreement."""
    with transaction():
        db.session.get_one(Meeting, table.meeting_id).starts_at = clock.now()


def _late(table: Table) -> tuple[Pack, PackCopy]:
    """A pack whose one printed copy has been out for 73 hours."""
    with clock.pretend(clock.now() - FOUR_DAYS):
        _meets_now(table)
        row = agreed(table)
        copy, _ = printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)
    return row, copy


def test_two_other_officers_are_told_at_once(table: Table) -> None:
    """When it is asked for and when it is agreed to, every other officer; constant words."""
    sent: list[str] = []
    members = table.world.members
    row = asked(table)
    assert tell_others(table.world.actor("coordinator"), row, Why.ASKED, sent.append) == 2
    assert set(sent) == {members["chair"].email, members["deputy"].email}
    sent.clear()
    row = service.agree(table.world.actor("deputy"), row.id, members["deputy"].passphrase)
    assert tell_others(table.world.actor("deputy"), row, Why.AGREED, sent.append) == 2
    assert set(sent) == {members["chair"].email, members["coordinator"].email}
    assert trail.count("pack:tell") == 2


def test_without_two_others_there_is_no_pack(table: Table) -> None:
    """An area in which nobody could be told makes no paper."""
    with transaction():
        db.session.get_one(Person, table.world.person_id("chair")).state = PersonState.LEFT
    with pytest.raises(RuleBroken):
        asked(table)
    assert "pack:ask" not in trail.tags()


def test_copies_not_back_in_72_hours_are_told_once_to_all_officers(table: Table) -> None:
    """The command needs no key; it tells each late pack once and counts what is out."""
    row, _ = _late(table)
    sent: list[str] = []
    assert tell_late(table.world.area_id, sent.append) == 1
    assert len(sent) == 3
    assert tell_late(table.world.area_id, sent.append) == 0
    assert queries.stage(row) is Stage.LATE
    assert trail.count("pack:late") == 1


def test_who_let_it_lapse_neither_asks_nor_agrees_nor_prints(table: Table) -> None:
    """The asker and the agreer are stopped; another officer is not."""
    _late(table)
    for who in ("coordinator", "deputy"):
        with pytest.raises(Refused):
            asked(table, by=who)
    row = asked(table, by="chair")
    with pytest.raises(Refused):
        service.agree(table.world.actor("deputy"), row.id, table.world.members["deputy"].passphrase)
    assert queries.pack(table.world.actor("chair"), row.id).agreed_by is None


def test_a_second_pack_that_was_agreed_before_is_not_printed_either(table: Table) -> None:
    """What was agreed in time stays unprinted by them while an earlier pack is late."""
    with clock.pretend(clock.now() - FOUR_DAYS):
        _meets_now(table)
        first = agreed(table)
        printing.print_copy(table.world.actor("deputy"), copy_of(table, first, "idva").id)
    with clock.pretend(clock.now() - timedelta(hours=2)):
        second = agreed(table)
    copy = copy_of(table, second, "idva")
    for who in ("coordinator", "deputy"):
        with pytest.raises(Refused):
            printing.print_copy(table.world.actor(who), copy.id)
    printed, _ = printing.print_copy(table.world.actor("chair"), copy.id)
    assert printed.times_printed == 1


def test_coming_back_late_does_not_lift_it_and_they_cannot_close_it(table: Table) -> None:
    """Only a third officer, with a reason, once of each copy it is said what became of it."""
    row, copy = _late(table)
    deputy, chair = table.world.actor("deputy"), table.world.actor("chair")
    with pytest.raises(RuleBroken):
        service.close(chair, row.id, "all_back")
    service.count_back(deputy, copy.id, "returned", (), None)
    with pytest.raises(Refused):
        asked(table, by="coordinator")
    for who in ("coordinator", "deputy"):
        with pytest.raises(Refused):
            service.close(table.world.actor(who), row.id, "all_back")
    with pytest.raises(RuleBroken):
        service.close(chair, row.id, "because")
    service.close(chair, row.id, "all_back")
    assert trail.count("pack:close") == 1
    assert asked(table, by="coordinator").asked_by == table.world.person_id("coordinator")


def test_a_lost_copy_is_recorded_as_lost_with_what_was_done(table: Table) -> None:
    """Each victim's IDVA is told first; what was done stands beside the copy, and in the trail."""
    row, copy = _late(table)
    chair = table.world.actor("chair")
    with pytest.raises(RuleBroken):
        service.count_back(chair, copy.id, "lost", ["police"], None)
    lost = service.count_back(chair, copy.id, "lost", ["idvas", "police"], None)
    assert (lost.fate, lost.done) == ("lost", ["idvas", "police"])
    service.close(chair, row.id, "lost_dealt_with")
    assert queries.stage(row) is Stage.CLOSED


def test_the_trail_says_who_printed_whose_copy_and_names_nobody_of_a_case(table: Table) -> None:
    """One event for each download; ids and counts only."""
    row = agreed(table)
    deputy = table.world.actor("deputy")
    for _ in range(2):
        printing.print_copy(deputy, copy_of(table, row, "idva").id)
    assert trail.count("pack:print") == 2
    written = str(trail.last().detail)
    assert str(table.world.person_id("idva")) in written
    assert not any(name.split()[0] in written for name in VICTIMS)
