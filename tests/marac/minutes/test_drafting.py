"""Minutes as a draft: what the board left, put better, with every earlier edition kept."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.audit.model import AuditRow
from app.db import db
from app.marac.minutes import drafting, queries, rules
from app.marac.minutes.model import MinutesDraft
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.marac.minutes.sitting import (
    KEPT_WORDS,
    RISK,
    SHARED,
    WHAT,
    approve,
    draft_of,
    put_better,
    whole,
)
from tests.marac.table import Table


def write(table: Table, who: str = "coordinator") -> int:
    """Write from the board."""
    return drafting.write(table.world.actor(who), table.meeting_id)


def test_the_general_part_says_who_was_there(held: Table) -> None:
    """Attendance by agency, the declaration's version and digest, when the meeting opened."""
    write(held)
    said = draft_of(held, None).board
    rows = {row["name"]: row for row in said["attendance"]}
    assert set(rows) == {
        "Priya Raman", "Grace Adeyemi", "Tom Okafor", "Leila Haddad", "Daniel Price",
    }  # fmt: skip
    assert rows["Leila Haddad"]["agency"] == "Haven IDVA Service"
    assert rows["Leila Haddad"]["how"] == "Signed"
    assert said["place"] == "Committee room 2"
    assert said["chair"] == "Priya Raman"
    assert said["declaration"]["version"] == 1
    assert len(said["declaration"]["digest"]) == 64
    assert said["opened"]


def test_no_time_in_the_general_part_hints_at_a_case_after_somebody_left(held: Table) -> None:
    """Housing went before the last case. When it closed, and who came or went when, is not said:
    whoever knows when they left could reckon that something was heard after it."""
    write(held)
    said = draft_of(held, None).board
    assert {name for name in said if "clos" in name} == set()
    assert {name for row in said["attendance"] for name in row} == {
        "agency", "name", "observer", "how",
    }  # fmt: skip


def test_a_case_says_what_was_shared_seen_agreed_and_by_whom(held: Table) -> None:
    """Referrer, presentation, sharing by agency, risks with whom, actions, outcome, the room."""
    write(held)
    said = draft_of(held, held.case(0)).board
    assert said["referrer"] == "Haven IDVA Service"
    assert said["outcome"] == "Heard"
    assert [row["agency"] for row in said["shared"]] == ["Northbrook Police", "Haven IDVA Service"]
    assert said["shared"][0]["text"] == f"{SHARED} Case 0."
    assert said["risks"][0]["harm"].startswith(RISK)
    assert said["risks"][0]["whom"] == "Her and her daughter"
    action = said["actions"][0]
    assert (action["what"], action["owner"], action["risk"]) == (WHAT, "Leila Haddad", 1)
    assert action["known"] == "The school confirms in writing."
    assert "Northbrook Housing" in said["room"]
    assert "Northbrook Housing" not in draft_of(held, held.case(2)).board["room"]


def test_no_part_says_when_its_case_was_heard_nor_its_number(held: Table) -> None:
    """A gap in times or numbers would show a case that is kept from its reader."""
    write(held)
    said = draft_of(held, held.case(0)).board
    assert not {"number", "position", "began_at", "starts_at", "at", "minutes"} & said.keys()


def test_the_general_part_holds_nothing_of_a_case(held: Table) -> None:
    """Neither a reference nor a name nor what was said."""
    write(held)
    said = rules.canonical(draft_of(held, None).words).decode()
    others = [draft_of(held, held.case(number)).words["reference"] for number in range(3)]
    for word in (*others, "Marigold", "Jonquil", "Zephyrine", "Basil", KEPT_WORDS, SHARED):
        assert word not in said


def test_writing_again_changes_nothing_that_was_put_better(held: Table) -> None:
    """What is untouched is brought up to the board; edits stay beside it."""
    assert write(held) == 4
    put_better(held, draft_of(held, held.case(0)), {"conclusion": "Put better."})
    assert write(held) == 0
    assert draft_of(held, held.case(0)).words["conclusion"] == "Put better."


def test_every_edition_stays_and_says_by_whom(held: Table) -> None:
    """An edit is a row of its own; the board's words stay beside it."""
    write(held)
    put_better(held, draft_of(held, held.case(0)), {"shared.0.text": "First."})
    put_better(held, draft_of(held, held.case(0)), {"shared.0.text": "Second."})
    actor = held.world.actor("coordinator")
    found = drafting.history(actor, draft_of(held, held.case(0)).draft.id)
    assert [each.words["shared"][0]["text"] for each in found] == [
        "Second.", "First.", f"{SHARED} Case 0.",
    ]  # fmt: skip
    assert all(each.board["shared"][0]["text"] == f"{SHARED} Case 0." for each in found)
    assert all(each.draft.written_by == actor.person_id for each in found)


def test_nobody_writes_over_words_that_they_have_not_seen(held: Table) -> None:
    """Who saves from an older edition is told, and nothing is saved."""
    write(held)
    old = draft_of(held, held.case(0))
    put_better(held, old, {"note": "First."})
    with pytest.raises(Changed):
        put_better(held, old, {"note": "Second."})
    assert draft_of(held, held.case(0)).words["note"] == "First."


def test_only_officers_write(held: Table) -> None:
    """A member, who was there, can neither write nor open a draft."""
    for act in (drafting.write, drafting.open_drafts):
        with pytest.raises(Refused):
            act(held.world.actor("idva"), held.meeting_id)


def test_minutes_wait_for_the_end_of_the_meeting(table: Table) -> None:
    """Nothing is written while the meeting goes on."""
    table.begin()
    with pytest.raises(RuleBroken):
        drafting.write(table.world.actor("chair"), table.meeting_id)


def test_another_meetings_draft_is_not_found(held: Table) -> None:
    """An id that is none answers as one that is another's."""
    with pytest.raises(NotVisible):
        drafting.open_part(held.world.actor("chair"), held.meeting_id)


def test_opening_a_draft_is_in_the_trail_of_each_case(held: Table) -> None:
    """One row for the minutes and one for each case, before anything is returned."""
    write(held)
    drafting.open_drafts(held.world.actor("coordinator"), held.meeting_id)
    for number in range(3):
        rows = db.session.scalar(
            select(func.count())
            .select_from(AuditRow)
            .where(AuditRow.tag == "minutes:read_case")
            .where(AuditRow.subject_id == str(held.case(number)))
        )
        assert rows == 1


def test_a_case_without_minutes_is_not_forgotten(held: Table) -> None:
    """Nothing is approved before every case of the agenda has been written."""
    write(held)
    minutes = whole(held)
    gone = queries.newest_drafts(held.world.actor("chair"), [minutes.id])
    assert {row.case_id for row in gone} == {None, *(held.case(n) for n in range(3))}
    assert db.session.scalar(select(func.count()).select_from(MinutesDraft)) == 4
    approve(held)


@pytest.mark.parametrize(
    ("held_on", "due"),
    [
        (date(2027, 3, 3), date(2027, 3, 8)),
        (date(2027, 3, 1), date(2027, 3, 4)),
        (date(2027, 3, 5), date(2027, 3, 10)),
        (date(2027, 3, 6), date(2027, 3, 10)),
    ],
)
def test_minutes_are_due_on_the_third_working_day(held_on: date, due: date) -> None:
    """Derbyshire operating protocol: within three working days; weekends are none."""
    assert rules.due_on(held_on) == due


def test_an_edit_finds_its_place_or_is_left_out() -> None:
    """A place that is no text, or not there any more, is ignored; nothing else is touched."""
    words = {"kind": "later", "note": "", "earlier": [{"what": "a", "said": ""}], "meeting": "m"}
    edits = {"earlier.0.what": "b", "earlier.7.what": "c", "earlier": "d", "kind.x": "e", "no": "f"}
    changed = rules.with_edits(words, edits)
    assert changed == {**words, "earlier": [{"what": "b", "said": ""}]}
    assert words["earlier"] == [{"what": "a", "said": ""}]


def test_a_text_must_fit() -> None:
    """One that is too long is said at its own box."""
    words = {"kind": "later", "note": "", "earlier": [], "meeting": "m"}
    with pytest.raises(RuleBroken) as broken:
        rules.changed(words, {"note": "x" * (rules.LONGEST_TEXT + 1)})
    assert broken.value.field == "note"
