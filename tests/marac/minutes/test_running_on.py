"""Cases that a meeting did not hear stand in its minutes all the same, if something runs on."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app import clock
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import store_signature
from app.db import db, transaction
from app.marac.action import service as actions
from app.marac.action.model import Action
from app.marac.meeting import queries, service
from app.marac.meeting.model import AgendaItem, Meeting
from app.marac.minutes import approving, drafting, reading, signing
from app.marac.minutes import queries as minutes_queries
from app.marac.minutes.rules import LeafKind
from tests.marac.minutes.sitting import WHAT
from tests.marac.table import INVITED, Table


@pytest.fixture
def next_one(held: Table) -> UUID:
    """A meeting ten days after the first, at which nothing was heard; chair and IDVA signed."""
    world, chair = held.world, held.world.actor("chair")
    first = db.session.get_one(Meeting, held.meeting_id)
    with transaction():
        first.starts_at -= timedelta(days=10)
    today = clock.london(clock.now()).date()
    meeting = service.plan_meeting(
        world.actor("coordinator"),
        datetime.combine(today, time(9, 30), clock.LONDON),
        "Committee room 3",
        [world.agencies[name] for name in INVITED],
        [],
    )
    service.open_meeting(chair, meeting.id)
    service.record_declaration_read(chair, meeting.id)
    for who in ("chair", "idva", "housing"):
        actor = world.actor(who)
        words = service.declaration(queries.meeting(actor, meeting.id))
        row = store_signature(actor, words.id, meeting_occasion(meeting.id))
        service.sit_down(actor, meeting.id, row.id)
    service.close_meeting(chair, meeting.id)
    return meeting.id


def parts(held: Table, meeting_id: UUID) -> dict[UUID | None, drafting.OpenPart]:
    """What the coordinator has as a draft, by case."""
    coordinator = held.world.actor("coordinator")
    drafting.write(coordinator, meeting_id)
    return {
        part.draft.case_id: part
        for _, each in drafting.open_drafts(coordinator, meeting_id)
        for part in each
    }


def test_actions_of_the_last_meeting_are_told_apart(held: Table, next_one: UUID) -> None:
    """Not done, not possible, still open: each as its owner left it, with what came of it."""
    idva = held.world.actor("idva")
    for number, state in ((0, "not_done"), (1, "circumstances_changed")):
        action = db.session.scalars(select(Action).where(Action.case_id == held.case(number))).one()
        actions.log_action(idva, action.id, state, "The school has closed.", action.revision)
    found = parts(held, next_one)
    states = [found[held.case(number)].words["earlier"][0]["state"] for number in range(3)]
    assert states == ["Not done", "Not possible: circumstances changed", "Agreed"]
    first = found[held.case(0)]
    assert first.draft.kind == LeafKind.LATER
    assert first.words["earlier"][0]["what"] == WHAT
    assert first.words["earlier"][0]["said"] == "The school has closed."
    assert found[held.case(2)].words["earlier"][0]["said"] == ""


def test_a_case_whose_twelve_months_are_over_is_named(held: Table, next_one: UUID) -> None:
    """One that lapsed since the last meeting has a small part of its own; another has none."""
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.case_id == held.case(0))).one()
    with transaction():
        item.concluded_at = clock.now() - timedelta(days=370)
    found = parts(held, next_one)
    assert found[held.case(0)].words["lapsed"]
    assert found[held.case(1)].words["lapsed"] == ""


def test_each_reads_what_runs_on_in_their_own_cases(held: Table, next_one: UUID) -> None:
    """Housing, kept from the third case, has no trace of it here either."""
    parts(held, next_one)
    coordinator, chair = held.world.actor("coordinator"), held.world.actor("chair")
    minutes = minutes_queries.minutes_of(coordinator, next_one)[0]
    version = approving.approve(coordinator, minutes.id, minutes.revision)
    signing.sign_read(chair, minutes.id, version.id)
    mine = reading.read(held.world.actor("housing"), next_one)
    assert {each.row.case_id for each in mine.later} == {held.case(0), held.case(1)}
    assert len(reading.read(held.world.actor("idva"), next_one).later) == 3
