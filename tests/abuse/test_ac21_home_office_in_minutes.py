"""AC-21: an action of the minutes that is worded, afterwards, to tell the Home Office."""

import pytest
from sqlalchemy import func, select

from app.audit.model import AuditRow
from app.db import db
from app.marac.minutes import drafting
from app.refusals import Blocked
from tests.every_way_out import WORDS
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import WHAT, draft_of, put_better
from tests.marac.table import Table
from tests.pages import boxes


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("place", ["actions.0.what", "actions.0.known", "conclusion"])
def test_no_undertaking_is_reworded_to_tell_them(held: Table, place: str, words: str) -> None:
    """An action, how it will be known, how the case was concluded: none can be saved so."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    with pytest.raises(Blocked):
        put_better(held, draft_of(held, held.case(0)), {place: words})
    assert draft_of(held, held.case(0)).words["actions"][0]["what"] == WHAT


def test_the_page_offers_the_roads_and_the_attempt_is_kept(held: Table) -> None:
    """The words stay in the box, the message beside it, the attempt in the register."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    room, part = Room(held), draft_of(held, held.case(0))
    path = f"/minutes/parts/{part.draft.id}"
    given = boxes(room.get("coordinator", path).text) | {"text_actions_0_what": WORDS[0]}
    answer = room.post("coordinator", path, given)
    assert answer.status_code == 422
    assert "What you can do instead" in answer.text
    assert 'id="text_actions_0_what-error"' in answer.text
    kept = select(func.count()).select_from(AuditRow).where(AuditRow.tag == "firewall:block")
    assert db.session.scalar(kept) == 1


def test_that_it_was_said_can_be_recorded(held: Table) -> None:
    """Narrative is never blocked: that he threatened to report her stands in the minutes."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    part = draft_of(held, held.case(0))
    put_better(held, part, {"shared.0.text": "He said he will report her to the Home Office."})
    assert "Home Office" in draft_of(held, held.case(0)).words["shared"][0]["text"]
