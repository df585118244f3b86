"""AC-20: words about somebody's immigration status, said at the board and so in the minutes."""

import ast
from uuid import UUID

import pytest

from app.marac.meeting import service
from app.marac.minutes import drafting, reading, signing
from app.refusals import Changed, NotVisible, RuleBroken
from tests.architecture.sources import modules, short
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import approve, draft_of, hear, hold, put_better, whole
from tests.marac.table import Table
from tests.pages import boxes

SAYS_STATUS = "Her visa runs out in May and he keeps her papers."
OTHER_WORDS = "He keeps her papers. See the sealed section."
REASON = "He used it as a threat before witnesses; without it the risk cannot be understood."


def said_at_the_board(table: Table) -> None:
    """A meeting at which somebody said it."""
    table.begin()
    table.seat("coordinator", "idva")
    hear(table, 0, SAYS_STATUS)
    for number in (1, 2):
        hear(table, number, "Nothing of the kind.")
    service.close_meeting(table.world.actor("chair"), table.meeting_id)


def places(table: Table) -> list[tuple[UUID, str]]:
    """What stands in the way of the chair."""
    ready = signing.to_sign(table.world.actor("chair"), whole(table).id)
    return [(flag.leaf_id, flag.passage.place) for flag in ready.unresolved]


def test_the_chair_cannot_sign_until_each_is_accepted_or_changed(table: Table) -> None:
    """Each text is flagged by itself, and one reason is not a reason for another."""
    said_at_the_board(table)
    version, chair = approve(table), table.world.actor("chair")
    found = places(table)
    assert {place for _, place in found} >= {"presented", "shared.0.text", "risks.0.harm"}
    with pytest.raises(RuleBroken):
        signing.sign_read(chair, whole(table).id, version)
    for leaf_id, place in found[:-1]:
        signing.accept(chair, whole(table).id, leaf_id, place, REASON)
    with pytest.raises(RuleBroken):
        signing.sign_read(chair, whole(table).id, version)
    signing.accept(chair, whole(table).id, *found[-1], REASON)
    assert places(table) == []
    signing.sign_read(chair, whole(table).id, version)


def test_no_reason_is_no_acceptance(table: Table) -> None:
    """An empty one is refused, and so is one for a text that is not flagged."""
    said_at_the_board(table)
    approve(table)
    chair, found = table.world.actor("chair"), places(table)
    with pytest.raises(RuleBroken):
        signing.accept(chair, whole(table).id, *found[0], "  ")
    with pytest.raises(NotVisible):
        signing.accept(chair, whole(table).id, found[0][0], "note", REASON)
    assert places(table) == found


def test_changed_words_are_approved_again_and_sign(table: Table) -> None:
    """The coordinator puts them otherwise: the approval is void; what is signed says no more."""
    said_at_the_board(table)
    version = approve(table)
    part = draft_of(table, table.case(0))
    assert {passage.place for passage in part.flagged} == {place for _, place in places(table)}
    put_better(table, part, {passage.place: OTHER_WORDS for passage in part.flagged})
    with pytest.raises(Changed):
        signing.sign_read(table.world.actor("chair"), whole(table).id, version)
    again = approve(table)
    assert places(table) == []
    signing.sign_read(table.world.actor("chair"), whole(table).id, again)
    found = reading.read(table.world.actor("idva"), table.meeting_id)
    assert all(SAYS_STATUS not in str(leaf.words) for leaf in found.leaves)


def test_the_page_says_what_to_do(table: Table) -> None:
    """Until it is resolved there is no box for the passphrase; afterwards there is."""
    said_at_the_board(table)
    approve(table)
    room, document = Room(table), f"/minutes/documents/{whole(table).id}"
    page = room.get("chair", f"{document}/sign").text
    assert "speaks of" in page or "speak of" in page
    assert 'name="passphrase"' not in page
    first = places(table)[0]
    given = {"leaf": str(first[0]), "place": first[1]}
    answer = room.post("chair", f"{document}/accept", given | {"reason": ""})
    assert answer.status_code == 422
    assert "Enter why these words must stay" in answer.text
    for leaf_id, place in places(table):
        given = {"leaf": str(leaf_id), "place": place, "reason": REASON}
        assert room.post("chair", f"{document}/accept", given).status_code == 303
    page = room.get("chair", f"{document}/sign").text
    assert REASON in page
    sent = boxes(page) | {"passphrase": table.world.members["chair"].passphrase}
    assert room.post("chair", f"{document}/sign", sent).status_code == 303


def test_the_coordinator_is_told_while_she_writes(table: Table) -> None:
    """Draft and edit page mark the text and say where it belongs."""
    said_at_the_board(table)
    drafting.write(table.world.actor("coordinator"), table.meeting_id)
    room, part = Room(table), draft_of(table, table.case(0))
    assert "Speaks of status" in room.get("coordinator", f"/minutes/{table.meeting_id}/draft").text
    page = room.get("coordinator", f"/minutes/parts/{part.draft.id}").text
    assert "Immigration status belongs in the sealed section" in page


def test_the_reason_of_an_amendment_is_flagged_too(signed: Table) -> None:
    """It is read by everybody who reads the part: whoever writes it and the chair are told."""
    part = draft_of(signed, signed.case(0))
    put_better(signed, part, {"note": "One word more."}, why=SAYS_STATUS)
    part = draft_of(signed, signed.case(0))
    assert [passage.place for passage in part.flagged] == ["amended.0.why"]
    page = Room(signed).get("coordinator", f"/minutes/parts/{part.draft.id}").text
    assert "Put your reason in other words" in page
    assert SAYS_STATUS in page
    version = approve(signed)
    assert [place for _, place in places(signed)] == ["amended.0.why"]
    with pytest.raises(RuleBroken):
        signing.sign_read(signed.world.actor("chair"), whole(signed).id, version)


def test_ordinary_minutes_are_not_flagged(table: Table) -> None:
    """What says nothing of status is signed at once."""
    hold(table)
    approve(table)
    assert places(table) == []


def test_nothing_in_minutes_opens_an_immigration_section() -> None:
    """No module of minutes names the compartment, an assessment or a section of one."""
    found = []
    for path in modules("app"):
        if not short(path).startswith("app/marac/minutes/"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [getattr(node, name, None) for name in ("id", "attr", "module", "name")]
            said = [str(name) for name in names if isinstance(name, str)]
            found += [
                f"{short(path)}: {name}"
                for name in said
                if any(word in name for word in ("compartment", "assessment", "open_whole"))
                and name != "suggests_compartment"
            ]
    assert found == []
