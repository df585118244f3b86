"""What stands beside a case: what went before, and what an agency looked up and may share."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.action.service import agree_action, log_action
from app.marac.board import sharing
from app.marac.match import deciding
from app.marac.match.indexing import index_missing
from app.marac.match.queries import subjects_of
from app.marac.meeting import hearing, queries, service
from app.marac.meeting.model import NoteKind
from app.marac.research.service import ShareableLine
from tests.marac.board.pages import Room

UNDONE = "Change the locks of the house and give her the keys"


def ring(room: Room) -> Ring:
    """The chair's keys."""
    return Ring(room.table.world.actor("chair"))


def agree(room: Room, item: UUID, what: str) -> UUID:
    """The chair agrees an action for the second IDVA."""
    chair = room.table.world.actor("chair")
    risk = hearing.identify_risk(chair, item, "He has her keys")
    owner = room.table.world.members["second_idva"]
    day = clock.today() + timedelta(days=7)
    made = agree_action(
        chair, item, risk.id, what, "A photograph", owner.agency_id, owner.person_id, day
    )
    return made.id


def again(room: Room) -> tuple[str, UUID]:
    """The first meeting ends with an action not done; a second hears the same case."""
    table = room.table
    chair = table.world.actor("chair")
    action_id = agree(room, table.item(0), UNDONE)
    hearing.conclude_item(chair, table.item(0), "in_part")
    service.close_meeting(chair, table.meeting_id)
    log_action(chair, action_id, "not_done", "The landlord refused", 1)
    starts_at = datetime.combine(clock.today(), time(23, 30), clock.LONDON)
    later = service.plan_meeting(
        chair, starts_at, "Room 3", [table.world.agencies["idva"]], [table.case(0)]
    )
    service.open_meeting(chair, later.id)
    service.record_declaration_read(chair, later.id)
    table.world.extra["meeting"] = later.id
    table.sign("chair")
    item = queries.agenda(chair, later.id)[0].item
    hearing.start_item(chair, item.id)
    return f"/meetings/{later.id}/board/{item.id}", item.id


def test_a_case_that_comes_again_shows_what_became_of_the_last_plan(room: Room) -> None:
    """The old action with its outcome, and the question what is different this time."""
    address, item = again(room)
    page = room.get("chair", address).text
    for words in (UNDONE, "Not done", "The landlord refused", "What is different this time?"):
        assert words in page
    room.post("chair", f"{address}/notes/different", {"different": "He is out", "revision": ""})
    assert "He is out" in room.get("chair", address).text
    found = hearing.notes_of(ring(room), item)
    assert found == {NoteKind.DIFFERENT: "He is out"}


def test_an_undone_action_said_again_is_pointed_out_and_not_refused(room: Room) -> None:
    """The same words in another order: it is saved, and the board says so."""
    address, item = again(room)
    assert "said before and not done" not in room.get("chair", address).text
    agree(room, item, "Give her keys and change the house locks")
    assert "said before and not done" in room.get("chair", address).text


def test_a_first_hearing_asks_nothing_of_the_kind(room: Room) -> None:
    """Nothing went before."""
    page = room.get("chair", room.board()).text
    assert "What is different this time?" not in page


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[ShareableLine]:
    """Two lines that the agency means to share; what was shared no longer waits."""
    waiting = [
        ShareableLine(UUID(int=1), "Three calls in March", "fact", "Call log", "March"),
        ShareableLine(UUID(int=2), "He seemed drunk", "opinion", "", ""),
    ]
    monkeypatch.setattr(sharing, "lines_to_share", lambda *_: list(waiting))
    monkeypatch.setattr(sharing, "_unshared", lambda _, some: [x for x in some if x in waiting])

    def shared(_: object, ids: list[UUID]) -> None:
        waiting[:] = [line for line in waiting if line.id not in ids]

    monkeypatch.setattr(sharing, "mark_shared", shared)
    return waiting


def test_a_line_is_shared_by_one_press_and_once(room: Room, lines: list[ShareableLine]) -> None:
    """It says fact or opinion, source and date; pressed again, nothing is there twice."""
    chair, item = room.table.world.actor("chair"), room.table.item(0)
    first = lines[0].id
    assert sharing.share_lines(chair, room.table.meeting_id, item, [first]) == 1
    assert sharing.share_lines(chair, room.table.meeting_id, item, [first]) == 0
    for nothing in ({}, {"line": "not-an-id"}):
        room.post("chair", f"{room.board()}/share-lines", nothing)
        assert len(lines) == 1
    room.post("chair", f"{room.board()}/share-lines", {"every": "yes"})
    (entry,) = queries.contributions(item)
    said = hearing.words_of(ring(room), entry).splitlines()
    assert said == ["Fact: Three calls in March (Call log, March)", "Opinion: He seemed drunk"]
    assert not lines


def test_an_earlier_case_of_the_same_victim_stands_beside_for_whoever_opens_both(
    room: Room,
) -> None:
    """Two officers said that it is she: then the old plan is shown, and the old case is in the
    trail as opened; one officer’s word alone shows nothing."""
    table = room.table
    chair, coordinator = table.world.actor("chair"), table.world.actor("coordinator")
    agree(room, table.item(0), UNDONE)
    hearing.conclude_item(chair, table.item(0))
    service.close_meeting(chair, table.meeting_id)
    index_missing(coordinator)
    victims = [
        next(row.id for row in subjects_of(chair, [table.case(n)]) if row.kind == "victim")
        for n in (0, 1)
    ]
    said = deciding.decide(coordinator, victims[0], victims[1], "same", "The same date of birth")
    starts_at = datetime.combine(clock.today(), time(23, 30), clock.LONDON)
    agencies = [table.world.agencies[name] for name in ("idva", "hospital")]
    later = service.plan_meeting(chair, starts_at, "Room 3", agencies, [table.case(1)])
    service.open_meeting(chair, later.id)
    service.record_declaration_read(chair, later.id)
    table.world.extra["meeting"] = later.id
    table.sign("chair")
    item = queries.agenda(chair, later.id)[0].item
    hearing.start_item(chair, item.id)
    address = f"/meetings/{later.id}/board/{item.id}"
    assert UNDONE not in room.get("chair", address).text
    deciding.confirm(chair, said.id)
    page = room.get("chair", address).text
    assert UNDONE in page
    assert "What is different this time?" in page
    opened = select(AuditRow.subject_id).where(AuditRow.tag == "case:open")
    assert str(table.case(0)) in set(db.session.scalars(opened))
