"""AC-21: an action of the minutes that is worded, afterwards, to tell the Home Office."""

import pytest
from sqlalchemy import func, select

from app.audit.model import AuditRow
from app.db import db
from app.firewall.screen import CLEAR
from app.marac.meeting import service
from app.marac.minutes import drafting, signing, undertaking
from app.refusals import Blocked, RuleBroken
from tests.every_way_out import WORDS
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import (
    WHAT,
    approve,
    draft_of,
    hear,
    put_better,
    whole,
)
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


TOLD = "Agreed: Police to notify the Home Office of her new address by Friday."


@pytest.mark.parametrize(
    "place",
    [
        "note", "presented", "different", "shared.0.text", "risks.0.harm", "risks.0.whom",
    ],
)  # fmt: skip
def test_no_other_text_of_a_case_undertakes_it(held: Table, place: str) -> None:
    """What is refused as a conclusion is refused wherever else in the part it is written."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    with pytest.raises(Blocked):
        put_better(held, draft_of(held, held.case(0)), {place: TOLD})
    assert TOLD not in str(draft_of(held, held.case(0)).words)


def test_nor_does_the_general_part(held: Table) -> None:
    """What an officer adds about the meeting itself is a commitment too."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    with pytest.raises(Blocked):
        put_better(held, draft_of(held, None), {"note": TOLD})


def test_what_the_board_says_so_is_not_signed_before_it_is_put_in_other_words(
    table: Table,
) -> None:
    """A sharing that undertakes it stays on the board as it was said; a reason signs it nowhere."""
    table.begin()
    table.seat("coordinator", "idva")
    for number in range(3):
        hear(table, number, TOLD if number == 0 else "Words.")
    service.close_meeting(table.world.actor("chair"), table.meeting_id)
    with pytest.raises(Blocked):
        sign_flagged(table)


def test_no_action_is_reworded_into_one_that_needs_advice_first(held: Table) -> None:
    """AC-24: the board would have asked for regulated advice; the minutes refuse the rewording."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    words = "Refer her to the council’s destitution team and give them her address."
    with pytest.raises(RuleBroken) as broken:
        put_better(held, draft_of(held, held.case(0)), {"actions.0.what": words})
    assert broken.value.field == "actions.0.what"


def test_that_it_was_said_can_be_recorded(held: Table) -> None:
    """Narrative is never blocked: that he threatened to report her stands in the minutes."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    part = draft_of(held, held.case(0))
    put_better(held, part, {"shared.0.text": "He said he will report her to the Home Office."})
    assert "Home Office" in draft_of(held, held.case(0)).words["shared"][0]["text"]


def test_nor_the_reason_of_an_amendment(signed: Table) -> None:
    """It is signed, read and printed like every other word, so it is screened as a commitment."""
    part = draft_of(signed, signed.case(0))
    with pytest.raises(Blocked) as blocked:
        put_better(signed, part, {"note": "One word more."}, why=TOLD)
    assert blocked.value.field == "why"
    assert draft_of(signed, signed.case(0)).draft.id == part.draft.id


def test_a_planted_reason_is_not_signed(signed: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason that came in beside the page stops at the chair's signature."""
    with monkeypatch.context() as patch:
        patch.setattr(undertaking, "screen", lambda passage: CLEAR)
        put_better(signed, draft_of(signed, signed.case(0)), {"note": "One word more."}, why=TOLD)
    version = approve(signed)
    with pytest.raises(Blocked):
        signing.sign_read(signed.world.actor("chair"), whole(signed).id, version)


def test_a_reason_that_was_signed_bars_no_later_amendment(
    signed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can take it back, so it is not asked again: what is new is."""
    with monkeypatch.context() as patch:
        patch.setattr(undertaking, "screen", lambda passage: CLEAR)
        put_better(signed, draft_of(signed, signed.case(0)), {"note": "One word more."}, why=TOLD)
        sign_flagged(signed)
    put_better(signed, draft_of(signed, signed.case(0)), {"note": "Two more."}, why="A date.")
    sign_flagged(signed)


def sign_flagged(table: Table) -> None:
    """The chair lets every text that speaks of status stand, and signs."""
    version, chair, minutes_id = approve(table), table.world.actor("chair"), whole(table).id
    for flag in signing.to_sign(chair, minutes_id).unresolved:
        signing.accept(chair, minutes_id, flag.leaf_id, flag.passage.place, "It was said.")
    signing.sign_read(chair, minutes_id, version)
