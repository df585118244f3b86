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


UNDERTAKEN = (
    "Police notify the Home Office of her new address by Friday.",
    "It was thought best that the police notify the Home Office of her new address by Friday.",
    "As everybody said: police to notify the Home Office of her new address by Friday.",
    "Police are notifying immigration enforcement of her new address on Friday.",
    "Northbrook Homes notify the Home Office by Friday.",
    "Notify the Home Office of her new address.",
    "She thought it best that police notify the Home Office.",
    "She said: police to notify the Home Office by Friday.",
    "He and the police notify the Home Office.",
    "Police, who told her, notify the Home Office.",
    "Her daughter's school notifies the Home Office.",
    "The Home Office is told of her address by Friday.",
    "It is known that housing passes her address to the Home Office.",
)
"""Undertakings in the present tense, or with a word such as "said" beside them."""

TOLD_OF = (
    "He said he will report her to the Home Office.",
    "He told the Home Office that she had left him.",
    "He told the police that he would report her to the Home Office.",
    "Her husband reported her to the Home Office in May.",
    "Her mother-in-law threatened to call immigration.",
    "She fears that the police will tell the Home Office.",
    "Her IDVA says that she fears the Home Office.",
    "The police told the Home Office about her in 2023.",
    "Officers of immigration enforcement came to her house in June.",
    "The Home Office refused her application in March.",
    "She has an application with the Home Office.",
)
"""What people of the case said, feared and did, and what has happened."""


@pytest.mark.parametrize("words", UNDERTAKEN)
def test_no_tense_and_no_word_beside_it_makes_it_told(held: Table, words: str) -> None:
    """Written over the board's words in a text that tells: it cannot be saved."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    part = draft_of(held, held.case(0))
    for place in ("presented", "risks.0.harm", "shared.0.text"):
        with pytest.raises(Blocked) as blocked:
            put_better(held, part, {place: f"She was heard. {words}"})
        assert blocked.value.field == place
    assert words not in str(draft_of(held, held.case(0)).words)


@pytest.mark.parametrize("words", UNDERTAKEN[:4])
def test_nor_is_it_signed(held: Table, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved past the page and accepted with a reason: it stops at the signature."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    with monkeypatch.context() as patch:
        patch.setattr(undertaking, "screen", lambda *given: CLEAR)
        put_better(held, draft_of(held, held.case(0)), {"shared.0.text": words})
    with pytest.raises(Blocked):
        sign_flagged(held)


def test_that_it_was_said_can_be_recorded(held: Table) -> None:
    """Narrative is never blocked: that he threatened to report her stands in the minutes."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    said = " ".join(TOLD_OF)
    put_better(held, draft_of(held, held.case(0)), {"shared.0.text": said})
    assert draft_of(held, held.case(0)).words["shared"][0]["text"] == said
    sign_flagged(held)


def test_what_the_board_says_stays_when_the_rest_is_put_better(table: Table) -> None:
    """A sentence of the board's own may stand beside new ones: it was said."""
    table.begin()
    table.seat("coordinator", "idva")
    board = "Housing passes her address on, and the Home Office hears of it."
    for number in range(3):
        hear(table, number, board if number == 0 else "Words.")
    service.close_meeting(table.world.actor("chair"), table.meeting_id)
    drafting.write(table.world.actor("coordinator"), table.meeting_id)
    part = draft_of(table, table.case(0))
    with pytest.raises(Blocked):
        put_better(table, part, {"different": board})
    put_better(table, part, {"shared.0.text": f"On 3 May. {board}"})
    sign_flagged(table)


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
        patch.setattr(undertaking, "screen", lambda *given: CLEAR)
        put_better(signed, draft_of(signed, signed.case(0)), {"note": "One word more."}, why=TOLD)
    version = approve(signed)
    with pytest.raises(Blocked):
        signing.sign_read(signed.world.actor("chair"), whole(signed).id, version)


def test_a_reason_that_was_signed_bars_no_later_amendment(
    signed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can take it back, so it is not asked again: what is new is."""
    with monkeypatch.context() as patch:
        patch.setattr(undertaking, "screen", lambda *given: CLEAR)
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
