"""Risk forms at the terminal: scoring a file of answers, loading a form, listing what there is."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, transaction
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.model import RiskInstrument
from tests.cli.terminal import create_area, run

CODES = [topic.code for topic in load(CORE).topics]
FACTS = [topic.code for topic in load(IMMIGRATION).topics]
YOUNG = {
    "id": "young-people",
    "version": "2027-1",
    "title": "Young people",
    "threshold": 2,
    "topics": [{"code": code, "label": code.title()} for code in ("hurt", "pictures", "school")],
}


def written(folder: Path, given: Any, name: str = "answers.json") -> str:
    """A file with this in it."""
    path = folder / name
    path.write_text(given if isinstance(given, str) else json.dumps(given), "utf-8")
    return str(path)


def told(yes: int, **more: Any) -> dict[str, Any]:
    """A file's content with so many answers yes."""
    answers = {code: "yes" if number < yes else "no" for number, code in enumerate(CODES)}
    return {"risk": {"answers": answers, **more.pop("risk", {})}, **more}


def scored(app: Flask, folder: Path, given: Any, *more: str) -> dict[str, Any]:
    """What the command prints."""
    result = run(app, "risk", "score", "--answers", written(folder, given), *more)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_the_counts_are_printed_apart_and_together(app: Flask, tmp_path: Path) -> None:
    """Core of 24, immigration of 9, total of 33, and the criteria with their reasons."""
    given = told(
        12,
        risk={
            "judgement": {"made": True, "reasons": "Strangulation."},
            "circumstances": {
                "incidents_reported": 3,
                "abused_again": True,
                "last_referred_on": "2026-03-03",
            },
        },
        immigration={"status": "uncertain", "answers": {FACTS[0]: "yes", FACTS[1]: "dont_know"}},
    )
    found = scored(app, tmp_path, given, "--instrument", CORE, "--on", "2027-03-03")
    assert (found["core"], found["core_of"]) == (12, 24)
    assert (found["immigration"], found["immigration_of"]) == (2, 9)
    assert (found["total"], found["total_of"]) == (14, 33)
    assert found["reached_only_with_immigration"] is True
    assert found["judgement_stands"] is True
    because = {each["criterion"]: each["because"] for each in found["criteria"]}
    assert set(because) == {"professional_judgement", "escalation", "repeat"}
    assert because["professional_judgement"] == "Strangulation."


@pytest.mark.parametrize(("yes", "met"), [(13, False), (14, True)])
def test_the_threshold_is_fourteen_or_what_is_said(
    app: Flask, tmp_path: Path, yes: int, met: bool
) -> None:
    """The edge, and an area's own."""
    found = scored(app, tmp_path, told(yes))
    assert ("visible_high_risk" in {each["criterion"] for each in found["criteria"]}) is met
    found = scored(app, tmp_path, told(yes), "--visible-high-risk", "13")
    assert found["criteria"][0]["criterion"] == "visible_high_risk"


def test_the_window_and_the_anchor_can_be_said(app: Flask, tmp_path: Path) -> None:
    """Both dates are read; the option chooses which counts."""
    heard = {"abused_again": True, "last_referred_on": "2024-08-01", "last_heard_on": "2026-08-01"}
    given = told(0, risk={"circumstances": heard})
    day = ("--on", "2026-10-01")
    assert scored(app, tmp_path, given, *day)["criteria"] == []
    for more in (("--repeat-anchor", "last_hearing"), ("--repeat-months", "36")):
        found = scored(app, tmp_path, given, *day, *more)
        assert [each["criterion"] for each in found["criteria"]] == ["repeat"]


@pytest.mark.parametrize(
    "given",
    [
        {"risk": {"answers": {"injury": "yes"}}},
        {"answers": {"injury": {"answer": "yes", "said_by": "her sister"}}},
        {"injury": "yes"},
    ],
)
def test_a_file_may_hold_a_referral_its_risk_part_or_the_answers(
    app: Flask, tmp_path: Path, given: dict[str, Any]
) -> None:
    """Whichever somebody has at hand."""
    assert scored(app, tmp_path, given)["core"] == 1


def test_an_empty_file_of_answers_counts_nothing_and_refuses_nobody(
    app: Flask, tmp_path: Path
) -> None:
    """No answer is needed."""
    found = scored(app, tmp_path, {})
    assert (found["core"], found["total"], found["criteria"]) == (0, 0, [])
    assert found["judgement_stands"] is True


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "Give this as a group of named fields"),
        ({"risk": {"answers": {"injuri": "yes"}}}, "risk.answers.injuri"),
        ({"risk": {"answers": {"injury": "maybe"}}}, "Use one of: yes, no, dont_know, not_asked"),
        ({"risk": {"circumstances": {"incidents_reported": -1}}}, "incidents_reported"),
        ({"risk": {"circumstances": {"last_referred_on": "3/3/27"}}}, "for example 2027-03-01"),
        ({"immigration": {"status": "expired"}}, "Use one of: insecure, uncertain"),
        ({"risk": {"instrument": "other-form"}}, "Use one of: core-24"),
    ],
)
def test_a_bad_file_ends_with_two_and_says_what_to_change(
    app: Flask, tmp_path: Path, given: Any, words: str
) -> None:
    """The place in the file, in a sentence, and never a traceback."""
    result = run(app, "risk", "score", "--answers", written(tmp_path, given))
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_or_not_text_ends_with_two(app: Flask, tmp_path: Path) -> None:
    """Both are said plainly."""
    assert run(app, "risk", "score", "--answers", str(tmp_path / "none")).exit_code == 2
    (tmp_path / "pixels").write_bytes(b"\xff\xfe\x00")
    result = run(app, "risk", "score", "--answers", str(tmp_path / "pixels"))
    assert (result.exit_code, "not UTF-8" in result.output) == (2, True)


def test_a_form_can_be_scored_from_its_file(app: Flask, tmp_path: Path) -> None:
    """Before it is loaded; its own threshold counts."""
    file = written(tmp_path, YOUNG, "young.json")
    given = {"hurt": "yes", "school": "yes"}
    found = scored(app, tmp_path, given, "--instrument", file)
    assert (found["instrument"], found["core"], found["core_of"]) == ("young-people", 2, 3)
    assert found["criteria"][0]["because"] == "2 of 3 answered yes; this form’s threshold is 2."


def test_an_unknown_form_is_answered_with_those_there_are(app: Flask, tmp_path: Path) -> None:
    """Nobody has to guess."""
    file = written(tmp_path, {})
    result = run(app, "risk", "score", "--instrument", "core-25", "--answers", file)
    assert result.exit_code == 2
    assert "Use one of: core-24" in result.output


def test_a_form_is_loaded_listed_and_scored_by_its_name(app: Flask, tmp_path: Path) -> None:
    """Loaded once; the same file again changes nothing."""
    create_area(app, tmp_path)
    file = written(tmp_path, YOUNG, "young.json")
    assert "Loaded: young-people 2027-1, 3 topics" in run(app, "risk", "load", file).output
    assert "loaded already" in run(app, "risk", "load", file).output
    listed = run(app, "risk", "list").output
    assert "core-24" in listed
    assert "young-people" in listed
    given = {"risk": {"answers": {"pictures": "yes"}}}
    assert scored(app, tmp_path, given, "--instrument", "young-people")["core"] == 1


def test_the_list_says_which_rows_are_not_used(app: Flask, tmp_path: Path) -> None:
    """A row that no file could have made was written by somebody else, and the list says so."""
    create_area(app, tmp_path)
    run(app, "risk", "load", written(tmp_path, YOUNG, "young.json"))
    with app.app_context(), transaction():
        row = db.session.scalars(select(RiskInstrument)).one()
        row.content = row.content | {"title": "Her nationality"}
    listed = run(app, "risk", "list").output
    assert "not used" in listed
    assert "Somebody changed the database" in listed
    assert "nationality" not in listed


def test_a_bad_form_is_not_loaded(app: Flask, tmp_path: Path) -> None:
    """It ends with two, and the list is as it was."""
    create_area(app, tmp_path)
    file = written(tmp_path, YOUNG | {"topics": []}, "young.json")
    result = run(app, "risk", "load", file)
    assert result.exit_code == 2
    assert "List the topics" in result.output
    assert "young-people" not in run(app, "risk", "list").output
