"""How quick an IDVA's own list is: forty cases with two hundred actions."""

import time
from datetime import timedelta

from app import clock
from app.marac.action import service
from app.marac.agenda.service import put_all
from app.marac.meeting import hearing
from tests.marac.action.agreeing import Agreeing
from tests.marac.board.pages import Room
from tests.marac.table import list_one

CASES, EACH = 40, 5
MOST_SECONDS = 0.3
"""Of one core; it takes 0.12, what the test client checks of the page among it."""


def test_forty_cases_with_two_hundred_actions(agreeing: Agreeing) -> None:
    """The page is made in well under the time in which somebody would press again."""
    world, table = agreeing.table.world, agreeing.table
    chair = world.actor("chair")
    hearing.conclude_item(chair, table.item(0))
    cases = [list_one(world, f"Sorrel Testcase {number}", []) for number in range(CASES)]
    for item in put_all(world.actor("coordinator"), table.meeting_id, cases):
        hearing.start_item(chair, item.id)
        risk = hearing.identify_risk(chair, item.id, "He has her keys")
        for one in range(EACH):
            owner = ("idva", "housing", "deputy", "second_idva", "officer")[one]
            service.agree_action(
                chair, item.id, risk.id, f"Do {one}", "Seen", world.members[owner].agency_id,
                world.person_id(owner), clock.today() + timedelta(days=one),
            )  # fmt: skip
        hearing.conclude_item(chair, item.id)
    room = Room(table)
    room.get("idva", "/actions/of-your-cases")
    took = []
    for _ in range(5):
        begun = time.process_time()
        page = room.get("idva", "/actions/of-your-cases")
        took.append(time.process_time() - begun)
    assert min(took) < MOST_SECONDS
    assert page.text.count('id="action-') == CASES * EACH
