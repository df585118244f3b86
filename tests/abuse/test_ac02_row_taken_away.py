"""AC-02: one row taken away, whoever is kept from a case neither hears, reads nor is given it."""

import pytest

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.conflict import sealing
from app.marac.conflict import service as conflicts
from app.marac.conflict.model import Conflict
from app.marac.flag import queries as flags
from app.marac.meeting import hearing, leaving, queries
from app.marac.meeting.model import AgendaItem
from app.refusals import NotVisible, RuleBroken
from tests.abuse.test_ac34_planted_agenda import alter
from tests.marac.table import Table

KEPT = 2
"""The case that is kept from somebody of the housing service by name."""
GONE = "DELETE FROM exclusion"


def test_a_case_does_not_begin_while_he_is_in_the_room(table: Table) -> None:
    """The officers are told by name who must leave first."""
    table.begin()
    table.seat("coordinator", "idva", "housing")
    him = table.world.person_id("housing")
    alter(table, GONE)
    item = db.session.get_one(AgendaItem, table.item(KEPT))
    assert [one.person_id for one in leaving.who_must_leave(item)] == [him]
    with pytest.raises(RuleBroken):
        hearing.start_item(table.world.actor("chair"), item.id)


def test_an_officer_who_is_out_reads_no_conflict_that_is_declared_then(table: Table) -> None:
    """The next declaration in her sister's case is sealed to the officers who remain."""
    world, case_id = table.world, table.case(0)
    circle.exclude(world.actor("chair"), case_id, person_id=world.person_id("coordinator"))
    alter(table, GONE)
    idva = world.actor("idva")
    conflicts.declare(idva, case_id, idva.person_id, "friend", "Kestrel: I know the victim")
    row = db.session.query(Conflict).one()
    with pytest.raises(NotVisible):
        sealing.content_of(Ring(world.actor("coordinator")), row)
    assert "Kestrel" in sealing.content_of(Ring(world.actor("chair")), row).words


def test_he_is_given_no_action_no_flag_and_no_word_to_her(table: Table) -> None:
    """Nobody is offered who is kept out, and nobody is told."""
    alter(table, GONE)
    world, case_id = table.world, table.case(KEPT)
    him = world.person_id("housing")
    assert him not in queries.may_be_given(world.actor("chair"), case_id)
    keepers = flags.may_be_told(flags.people(world.area_id), [case_id])
    assert him not in {person.id for person in keepers[case_id]}
    assert circle.is_excluded(case_id, him, world.agencies["housing"])
