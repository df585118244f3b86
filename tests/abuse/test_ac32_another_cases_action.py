"""AC-32: an action is moved to another case by its row: no victim is told another plan as hers."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.action.model import Action
from app.marac.action.queries import actions_of
from app.marac.action.service import agree_action
from app.marac.board import history
from app.marac.board.content import read_actions
from app.marac.feedback import service as feedback
from app.marac.meeting import hearing
from tests.marac.table import Table

OWN, ANOTHERS = "Ask the school", "Take her to the refuge in Mill Lane on Friday"


@pytest.fixture(params=["where it was agreed", "where it was agreed and whose it is"])
def moved(table: Table, request: pytest.FixtureRequest) -> Table:
    """Two cases with an action each; the row of the second says that it is of the first."""
    world, chair = table.world, table.world.actor("chair")
    table.begin()
    table.seat("coordinator", "idva")
    for number, what in enumerate((OWN, ANOTHERS)):
        hearing.start_item(chair, table.item(number))
        risk = hearing.identify_risk(chair, table.item(number), "He waits")
        last = agree_action(
            chair,
            table.item(number),
            risk.id,
            what,
            "They say so",
            world.agencies["idva"],
            world.person_id("idva"),
            clock.today() + timedelta(days=1),
        ).id
        hearing.conclude_item(chair, table.item(number))
    values = {"item_id": table.item(0)}
    if request.param.endswith("whose it is"):
        values["case_id"] = table.case(0)
    with transaction() as session:
        session.execute(update(Action).where(Action.id == last).values(values))
    db.session.expire_all()
    return table


def test_who_tells_a_victim_does_not_read_anothers_plan(moved: Table) -> None:
    """Beside her may sit whoever the other hides from."""
    opened = feedback.open_feedback(moved.world.actor("idva"), moved.item(0))
    assert [one.details.what for one in opened.agreed] == [OWN]


def test_board_and_history_show_only_her_own(moved: Table) -> None:
    """Neither the page of the hearing nor that of the case has it."""
    idva = moved.world.actor("idva")
    with transaction():
        shown = read_actions(idva, Ring(idva), moved.item(0))
        assert [one.opened.details.what for one in shown] == [OWN]
        part = history.at_meetings(Ring(idva), moved.case(0))
    assert part is not None
    said = [one.opened.details.what for each in part.context["hearings"] for one in each.actions]
    assert said == [OWN]
    if db.session.scalars(db.select(Action.case_id)).all().count(moved.case(0)) == 1:
        assert len(actions_of(idva, moved.item(0))) == 1
