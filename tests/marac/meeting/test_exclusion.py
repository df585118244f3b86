"""An excluded person's meeting: whole in itself, without a trace of the case."""

import pytest
from sqlalchemy import select

from app.confidentiality.circle.model import Grant, Secret
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.service import exclude
from app.db import db
from app.marac.case.model import Case
from app.marac.meeting import hearing, leaving, lobby, queries
from app.refusals import NotVisible
from tests.marac.table import Table


def test_the_case_is_planned_last(table: Table) -> None:
    """It was given first, and is heard after the person from whom it is kept has left."""
    assert [item.case_id for item in table.items][-1] == table.case(2)


def test_numbers_and_times_have_no_gap(table: Table) -> None:
    """Two cases, numbers one and two, the first two times; nothing tells of a third."""
    table.begin()
    table.seat("housing")
    lines = lobby.open_agenda(table.world.actor("housing"), table.meeting_id)
    times = [item.starts_at for item in table.items]
    assert [(line.number, line.starts_at) for line in lines] == [(1, times[0]), (2, times[1])]
    assert queries.counts(table.world.actor("housing"), [table.meeting_id]) == {table.meeting_id: 2}


def test_a_case_kept_from_somebody_later_leaves_no_gap_either(table: Table) -> None:
    """When the first case of the day is kept from her, the others move up for her alone."""
    table.begin()
    table.seat("officer")
    chair = table.world.actor("chair")
    exclude(chair, table.case(0), person_id=table.world.person_id("officer"))
    lines = lobby.open_agenda(table.world.actor("officer"), table.meeting_id)
    times = [item.starts_at for item in table.items]
    assert [(line.number, line.starts_at) for line in lines] == [(1, times[0]), (2, times[1])]


def test_no_key_was_ever_made(table: Table) -> None:
    """Signed and let in to the others, she holds no grant of this case."""
    table.begin()
    table.seat("housing")
    housing = table.world.actor("housing")
    held = db.session.scalars(
        select(Secret.record_id)
        .join(Grant, Grant.secret_id == Secret.id)
        .where(Grant.holder_id == housing.person_id)
    ).all()
    assert table.case(0) in held
    assert table.case(2) not in held
    case = db.session.get_one(Case, table.case(2))
    assert not Ring(housing).may_open(case.secret_id)


def test_nothing_can_be_done_with_it(table: Table) -> None:
    """Opening it, sharing about it, its hearing: all are as if there were no such case, also for
    somebody who comes while it is heard."""
    table.begin()
    hearing.start_item(table.world.actor("chair"), table.item(2))
    table.seat("housing")
    housing = table.world.actor("housing")
    with pytest.raises(NotVisible):
        queries.item(housing, table.item(2))
    with pytest.raises(NotVisible):
        hearing.share(housing, table.item(2), "Something")
    assert queries.being_heard(housing, table.meeting_id) is None


def test_what_happens_in_it_changes_nothing_of_hers(table: Table) -> None:
    """Neither its beginning nor its end makes her page new, away or back too early."""
    table.begin()
    table.seat("housing")
    chair, housing = table.world.actor("chair"), table.world.actor("housing")
    leaving.they_have_left(chair, table.item(2))

    def mark() -> str:
        return lobby.mark(housing, lobby.here(housing, table.meeting_id))

    before = mark()
    hearing.start_item(chair, table.item(2))
    assert mark() == before
    own = queries.attendance_of(table.meeting_id, housing.person_id)
    assert own is not None
    leaving.come_back(housing, table.meeting_id, own.id)
    before = mark()
    hearing.conclude_item(chair, table.item(2))
    assert mark() == before


def test_she_cannot_be_given_an_action_in_it(table: Table) -> None:
    """Her name is not in the list of people, so nobody asks her by mistake."""
    chair = table.world.actor("chair")
    housing = table.world.person_id("housing")
    assert housing in queries.may_be_given(chair, table.case(0))
    assert housing not in queries.may_be_given(chair, table.case(2))
