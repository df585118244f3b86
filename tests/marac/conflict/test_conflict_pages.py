"""The pages of conflicts of interest, by hand: declaring, the officers' list, deciding."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.db import db
from app.marac.conflict.model import Conflict
from app.marac.meeting import hearing
from tests.builders import World
from tests.marac.conflict.naming import a_case_with, publish_with
from tests.marac.table import Table
from tests.pages import send


@pytest.fixture
def seen(laid: World, tmp_path: Path) -> Iterator[Table]:
    """An open meeting as browsers see it: every look at the database is a fresh one."""
    own = Table(laid.copy_to(tmp_path / "seen"))
    with own.world.inside():
        own.begin()
        own.seat("idva", "officer")
    yield own
    own.world.close()


def the_conflict(table: Table) -> UUID:
    """The one that is written down."""
    with table.world.inside():
        return db.session.scalars(select(Conflict.id)).one()


def test_declaring_from_the_meeting(seen: Table) -> None:
    """Led there from the meeting's page; afterwards back to it, and the case is not on it."""
    client, case_id = seen.world.client("officer"), seen.case(0)
    meeting = f"/meetings/{seen.meeting_id}"
    assert f"/conflicts/cases/{case_id}" in client.get(meeting).text
    path = f"/conflicts/cases/{case_id}"
    empty = send(client, path, {})
    assert empty.status_code == 422
    assert "Select how you know them" in empty.text
    said = send(client, path, {"how": "friend", "words": "We sing in a choir"})
    assert said.location == meeting
    page = client.get(meeting).text
    assert "This case is closed to you" in page
    assert "Marigold" not in page
    assert client.get(path).data == client.get(f"/conflicts/cases/{uuid4()}").data


def test_officers_read_it_and_let_in_again(seen: Table) -> None:
    """The list, the page, the decision; whose it is finds neither."""
    case_id = seen.case(0)
    send(seen.world.client("officer"), f"/conflicts/cases/{case_id}", {"how": "friend"})
    chair = seen.world.client("chair")
    page = chair.get(f"/conflicts/meetings/{seen.meeting_id}").text
    assert "Said so themselves: a friend, or somebody they know socially" in page
    path = f"/conflicts/{the_conflict(seen)}"
    assert send(chair, path, {"decision": "let_in"}).status_code == 422
    done = send(chair, path, {"decision": "let_in", "reason": "It was another choir"})
    assert done.location == f"/conflicts/meetings/{seen.meeting_id}"
    assert "Let in again by Priya Raman" in chair.get(done.location).text
    assert seen.world.client("officer").get(path).status_code == 403


def test_an_officer_declares_for_somebody_by_hand(seen: Table) -> None:
    """A choice of everybody at work; then it stands on the list."""
    chair, case_id = seen.world.client("chair"), seen.case(0)
    path = f"/conflicts/cases/{case_id}/somebody"
    who = {"person": str(seen.world.person_id("idva")), "how": "neighbour"}
    done = send(chair, path, who)
    assert done.status_code == 303
    assert "Declared for them: a neighbour" in chair.get(done.location).text
    assert seen.world.client("idva").get(f"/conflicts/cases/{case_id}").status_code == 404


def test_comparing_again_by_hand(seen: Table) -> None:
    """A case that came later is compared with one press; what was found stands there."""
    with seen.world.inside():
        publish_with(seen.world, seen.meeting_id, a_case_with(seen.world, "Bob Castle"))
    chair = seen.world.client("chair")
    path = f"/conflicts/meetings/{seen.meeting_id}"
    assert send(chair, f"{path}/compare", {}, path).status_code == 303
    page = chair.get(path).text
    assert page.count("A family name like one in the case") == 1
    assert "1 name waits" in chair.get(f"/meetings/{seen.meeting_id}").text
    decided = send(chair, f"/conflicts/{the_conflict(seen)}", {"decision": "let_in", "reason": "x"})
    assert decided.status_code == 303
    assert "Looked at: not out" in chair.get(path).text


def test_from_the_board_and_from_the_case(seen: Table) -> None:
    """Both lead to the page that asks; an officer finds there how to say it of somebody else."""
    with seen.world.inside():
        item = seen.item(0)
        hearing.start_item(seen.world.actor("chair"), item)
    way = f'href="/conflicts/cases/{seen.case(0)}"'
    board = seen.world.client("officer").get(f"/meetings/{seen.meeting_id}/board/{item}")
    assert way in board.text
    page = seen.world.client("chair").get(f"/cases/{seen.case(0)}").text
    assert way in page
    assert f"/conflicts/cases/{seen.case(0)}/somebody" in page
