"""`flask referral`: the template, the dry run, and bringing everything in or nothing."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.accounts.session.model import WebSession
from app.db import db
from app.marac.referral.model import Referral
from tests.builders import World
from tests.cli.terminal import run
from tests.marac.intake.workbooks import rows, spoiled, write_workbook
from tests.marac.trail import tags


def bring(world: World, *words: str, who: str = "housing", passphrase: str = "") -> Result:
    """Run the import as somebody who types what the sign-in asks."""
    member = world.members[who]
    typed = f"{passphrase or member.passphrase}\n{world.code(who)}\n"
    return run(world.app, "referral", "import", *words, "--as", member.email, typed=typed)


def referrals(world: World) -> int:
    """How many referrals there are."""
    with world.inside():
        return db.session.scalar(select(func.count()).select_from(Referral)) or 0


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A file of eight rows that are right."""
    return write_workbook(tmp_path / "good.xlsx", rows(8))


def test_the_dry_run_is_what_happens_unless_asked(marac: World, good: Path) -> None:
    """It says how many there are and what comes next, changes nothing and signs out."""
    said = bring(marac, str(good))
    assert said.exit_code == 0, said.output
    assert "8 referrals read." in said.output
    assert "Nothing was changed." in said.output
    assert "--commit" in said.output
    assert referrals(marac) == 0
    with marac.inside():
        assert tags()[-2:] == ["person:sign_in", "person:sign_out"]
        rows_left = select(func.count()).select_from(WebSession)
        assert db.session.scalar(rows_left) == 0


def test_with_commit_all_come_in_and_once(marac: World, good: Path) -> None:
    """The same command with --commit; the file a second time is refused row by row."""
    said = bring(marac, str(good), "--commit")
    assert said.exit_code == 0, said.output
    assert "8 referrals brought in" in said.output
    assert f"delete {good.name}" in said.output
    assert referrals(marac) == 8
    again = bring(marac, str(good), "--commit")
    assert again.exit_code == 1
    assert again.output.count("brought in already") == 8
    assert referrals(marac) == 8


@pytest.mark.parametrize(("answer", "count"), [("y", 8), ("", 0)])
def test_whoever_sits_there_is_asked(
    marac: World, good: Path, monkeypatch: pytest.MonkeyPatch, answer: str, count: int
) -> None:
    """A clean dry run goes on at once if they say so; no is what an empty answer means."""
    monkeypatch.setattr("app.cli.referral.at_a_terminal", lambda: True)
    member = marac.members["housing"]
    typed = f"{member.passphrase}\n{marac.code('housing')}\n{answer}\n"
    words = ["referral", "import", str(good), "--as", member.email]
    said = run(marac.app, *words, typed=typed)
    assert "Bring 8 referrals in now?" in said.output
    assert referrals(marac) == count


def test_a_bad_row_stops_everything_and_is_named(marac: World, tmp_path: Path) -> None:
    """With --commit too: every row that fails is told, the exit says so, nothing comes in."""
    spoiled(bad := rows(60))
    path = write_workbook(tmp_path / "bad.xlsx", bad)
    said = bring(marac, str(path), "--commit")
    assert said.exit_code == 1
    assert said.output.count("\nRow ") >= 29
    assert "30 to put right, in 30 rows. Nothing was changed." in said.output
    assert referrals(marac) == 0


def test_signing_in_keeps_the_rules_of_the_page(marac: World, good: Path) -> None:
    """A wrong passphrase or a used code brings nothing in, and five of them make it wait."""
    for _ in range(5):
        said = bring(marac, str(good), "--commit", passphrase="not it at all")
        assert said.exit_code == 1
        assert "is not right" in said.output
    assert bring(marac, str(good), "--commit").exit_code == 1
    assert referrals(marac) == 0


def test_an_administrator_brings_nothing_in(marac: World, good: Path) -> None:
    """Who administers holds no key and refers nobody."""
    said = bring(marac, str(good), "--commit", who="administrator")
    assert said.exit_code == 1
    assert "Your role does not allow this." in said.output


def test_the_template_is_written_once(app: Flask, tmp_path: Path) -> None:
    """A workbook with notes, or headings with a file of notes; no file is overwritten."""
    book = tmp_path / "referrals.xlsx"
    assert run(app, "referral", "template", str(book)).exit_code == 0
    assert load_workbook(book).sheetnames == ["Referrals", "Notes"]
    kept = book.read_bytes()
    assert "left as it is" in run(app, "referral", "template", str(book)).output
    assert book.read_bytes() == kept
    text = tmp_path / "referrals.csv"
    said = run(app, "referral", "template", str(text))
    assert "Immigration status has no column" in said.output
    assert len(said.output.splitlines()) < 15
    notes = tmp_path / "referrals-notes.txt"
    assert len(notes.read_text("utf-8").splitlines()) > 100
    text.unlink()
    refused = run(app, "referral", "template", str(text))
    assert "a file referrals-notes.txt already" in refused.output
    assert not text.exists()
    assert run(app, "referral", "template", str(tmp_path / "a.doc")).exit_code == 1
