"""A spreadsheet comes in whole or not at all, and every row that stands against it is named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.accounts.area.rules import Settings
from app.accounts.area.service import change_settings
from app.db import db
from app.marac.intake.columns import columns
from app.marac.intake.importing import Examined, bring_in, examine
from app.marac.intake.model import ImportedRow
from app.marac.referral.model import Referral
from app.marac.referral.service import open_referral
from app.marac.risk.rules import Answer
from app.refusals import NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.marac.intake.workbooks import MISTAKES, Row, rows, spoiled, write_workbook
from tests.marac.trail import count
from tests.working import UNSIGNED

SECRET = "Zephyrine Canary"


def look(world: World, path: Path, who: str = "housing") -> Examined:
    """Examine a file as somebody."""
    with world.inside():
        return examine(world.actor(who), path)


def referrals() -> int:
    """How many referrals there are."""
    return db.session.scalar(select(func.count()).select_from(Referral)) or 0


def json_lines(path: Path, *lines: object) -> Path:
    """A file of JSON lines."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, "utf-8")
    return path


def whole(name: str = SECRET, **more: object) -> dict[str, object]:
    """A short referral as JSON."""
    return {"victim": {"name": name}, "summary": {"what_happened": "He waits."}} | more


def test_thirty_planted_mistakes_are_all_named_and_nothing_comes_in(
    marac: World, tmp_path: Path
) -> None:
    """Each is told by row and column with what to do; the corrected file then comes in whole."""
    good = rows(400)
    path = write_workbook(tmp_path / "good.xlsx", good)
    planted = spoiled(spoilt := rows(400))
    bad = write_workbook(tmp_path / "bad.xlsx", spoilt)
    with marac.inside():
        before = referrals()
        found = examine(marac.actor("housing"), bad)
        told = {problem.row: problem for problem in found.problems}
        assert len(found.problems) == len(told) == len(MISTAKES) == 30
        for number, mistake in planted.items():
            assert mistake.said in told[number].message, (number, told[number])
            assert told[number].heading.endswith(mistake.column.split(". ")[-1])
            assert told[number].column.isalpha() or not told[number].column
        with pytest.raises(RuleBroken):
            bring_in(marac.actor("housing"), found)
        assert referrals() == before
        found = examine(marac.actor("housing"), path)
        assert found.problems == []
        assert bring_in(marac.actor("housing"), found) == 400
    with marac.inside():
        assert referrals() == before + 400
        assert count("referral:import") == 1
        assert count("referral:make") == 400


def test_if_one_cannot_be_written_none_is(
    marac: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault on the last row undoes the rows before it, their keys and their trail."""
    path = write_workbook(tmp_path / "good.xlsx", rows(5))
    with marac.inside():
        actor, before, made = marac.actor("housing"), referrals(), count("referral:make")
        found = examine(actor, path)

        def fall(done: int, total: int) -> None:
            if done == total:
                raise RuntimeError("the disk is full")

        with pytest.raises(RuntimeError):
            bring_in(actor, found, fall)
    with marac.inside():
        assert (referrals(), count("referral:make")) == (before, made)
        assert db.session.scalars(select(ImportedRow)).all() == []


def test_what_was_brought_in_opens_for_the_officer_as_it_was_written(
    marac: World, tmp_path: Path
) -> None:
    """Every kind of cell arrives where it belongs, without markup, sealed to the officers."""
    row: Row = {
        "victim: NAME ": "Zoë  <b>O’Testcase</b>",
        "Victim: Date of birth": "27/3/1990",
        "Victim: Safe to text": "YES",
        "Victim: Phone number": 7700900123,
        "Victim: Address is confidential": True,
        "Perpetrator 2: Name": "Basil Testcase",
        "What happened": "<p>He waits.</p>\nAgain.",
        "Referred by": "Duty worker, hospital",
        "The worker’s view": "Getting worse.",
        "Last heard on": "2026-01-31",
        "R1": "y",
        "R1 comment": "Bruises",
        "strangulation": "don’t know",
        "Other tool: name": "DARA",
        "Other tool: grade": "High",
        "Criterion: Repeat": "x",
        "Keep from": "Northbrook Police",
        "Why keep from them": "His brother works there.",
    }
    path = write_workbook(tmp_path / "one.xlsx", [row])
    with marac.inside():
        actor = marac.actor("housing")
        bring_in(actor, examine(actor, path))
        made = db.session.scalars(select(Referral)).one()
        opened = open_referral(marac.actor("coordinator"), made.id)
        told = opened.referred
        assert told.victim.name == "Zoë O’Testcase"
        assert str(told.victim.date_of_birth) == "1990-03-27"
        assert told.victim.phone == "07700900123"
        assert told.victim.address_confidential
        assert told.victim.safe_to_text == "yes"
        assert told.perpetrators[0].name == "Basil Testcase"
        assert told.summary.what_happened == "He waits.\nAgain."
        assert told.summary.worker_view == "Referred by: Duty worker, hospital\nGetting worse."
        assert str(told.summary.last_heard_on) == "2026-01-31"
        assert list(told.criteria) == ["repeat"]
        assessed = opened.assessment
        assert assessed is not None
        assert assessed.answered.answers["injury"].answer is Answer.YES
        assert assessed.answered.answers["injury"].comment == "Bruises"
        assert assessed.answered.answers["strangulation"].answer is Answer.DONT_KNOW
        assert str(assessed.answered.circumstances.last_heard_on) == "2026-01-31"
        assert assessed.answered.other_tools[0].grade == "High"
        with pytest.raises(NotVisible):
            open_referral(marac.actor("chair"), made.id)


def test_no_message_repeats_what_a_row_says(marac: World, tmp_path: Path) -> None:
    """The report can be sent to whoever mends the file: row, column and advice, no words of it."""
    good = rows(60)
    for row in good:
        row["Victim: Name"] = f"{SECRET} {row['Victim: Name']}"
    spoiled(good)
    found = look(marac, write_workbook(tmp_path / "bad.xlsx", good))
    said = "\n".join([*map(str, found.problems), *found.notes])
    offered = {label for column in columns() for label in column.choices.values()}
    values = {str(value) for row in good for value in row.values() if len(str(value)) > 14}
    assert len(found.problems) == 30
    assert SECRET not in said
    assert not [value for value in values if value in said and value not in offered]


def test_the_same_rows_do_not_come_in_twice_unseen(marac: World, tmp_path: Path) -> None:
    """A file that is saved anew, or grew since, is known row by row; --again overrides it."""
    good = rows(6)
    actor = marac.actor("housing")
    with marac.inside():
        bring_in(actor, examine(actor, write_workbook(tmp_path / "one.xlsx", good[:4])))
        grown = write_workbook(tmp_path / "two.xlsx", good)
        found = examine(actor, grown)
        assert [problem.row for problem in found.problems] == [2, 3, 4, 5]
        assert all("brought in already" in problem.message for problem in found.problems)
        assert examine(actor, grown, again=True).problems == []
        assert examine(marac.actor("idva"), grown).problems == []


def test_nobody_but_the_importer_can_try_rows_on_the_digests(marac: World, tmp_path: Path) -> None:
    """The same row gives another digest to another person, so no guess can be tried."""
    path = write_workbook(tmp_path / "one.xlsx", rows(1))
    with marac.inside():
        marks = {examine(marac.actor(who), path).entries[0].mark for who in ("housing", "idva")}
    assert len(marks) == 2


def test_rows_that_repeat_each_other_are_told(marac: World, tmp_path: Path) -> None:
    """The same row twice is a mistake; the same victim twice may be right and is only noted."""
    good = rows(3)
    good.append(dict(good[0]))
    good.append(good[1] | {"What happened": "Something else, in March."})
    found = look(marac, write_workbook(tmp_path / "twice.xlsx", good))
    assert [(p.row, "row 2" in p.message) for p in found.problems] == [(5, True)]
    assert "Rows 3, 6: perhaps the same victim, by name and date of birth." in found.notes


def test_json_lines_keep_every_rule(marac: World, tmp_path: Path) -> None:
    """Each line is a referral; what is wrong is told by line and field, all of it at once."""
    two = {"victim": {"name": "", "postcode": "x"}, "summary": {"agrees": "no"}}
    path = json_lines(
        tmp_path / "a.jsonl",
        whole(immigration={"status": "insecure"}),
        "",
        two,
        "not json",
        "[1]",
        whole("Jonquil Testcase", visa_number="x"),
        '{"victim": {"name": "A", "name": "B"}}',
    )
    found = look(marac, path)
    told = {(problem.row, problem.heading) for problem in found.problems}
    assert told == {
        (3, "victim.name"),
        (3, "victim.postcode"),
        (3, "summary.what_happened"),
        (3, "summary.why_shared"),
        (4, ""),
        (5, ""),
        (6, "visa_number"),
        (7, ""),
    }
    found = look(marac, json_lines(tmp_path / "b.jsonl", whole(), whole("Jonquil Testcase")))
    assert (found.rows, found.problems) == (2, [])


@pytest.mark.parametrize("who", ["administrator", UNSIGNED, "nrpf"])
def test_who_may_bring_in(marac: World, tmp_path: Path, who: str) -> None:
    """Nobody without confirmed and signed keys, and no administrator; any member of the circle."""
    path = json_lines(tmp_path / "a.jsonl", whole())
    if who == "nrpf":
        assert look(marac, path, who).problems == []
    else:
        with pytest.raises(Refused):
            look(marac, path, who)


def test_what_deserves_a_look_is_noted_by_row(marac: World, tmp_path: Path) -> None:
    """Somebody who works for an agency, with nobody kept away; a postcode of another area."""
    good = rows(4)
    good[0]["Perpetrator 1: Works for a member agency"] = "Northbrook Housing, repairs"
    good[1] |= good[0] | {"Victim: Name": "Somebody Else", "Keep from": "Northbrook Police"}
    good[2]["Victim: Postcode"] = "ZZ1 1ZZ"
    with marac.inside():
        change_settings(marac.actor("administrator"), replace(Settings(), postcode_districts="NB1"))
        found = examine(marac.actor("housing"), write_workbook(tmp_path / "a.xlsx", good))
    assert found.problems == []
    assert [note.split(":")[0] for note in found.notes] == ["Rows 2", "Rows 4"]
    assert "works for a member agency" in found.notes[0]
    assert "outside this area" in found.notes[1]
