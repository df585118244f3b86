"""The page of made-up people lets a newcomer in, with codes that work."""

import re
import shutil
from pathlib import Path

from flask import Flask

from app.demonstration import sheet
from app.demonstration.content import borough
from tests.demonstration.conftest import demonstration_app
from tests.pages import send


def sign_in(app: Flask, entry: sheet.Entry, code: str) -> int:
    """Type what the sheet says into the sign-in page; the answer's code."""
    typed = {"email": entry.email, "passphrase": entry.passphrase, "code": code}
    return send(app.test_client(), "/sign-in", typed).status_code


def test_the_page_lists_everybody(demonstration: Flask) -> None:
    """Name, e-mail, passphrase and a code for each of the people."""
    page = demonstration.test_client().get("/demonstration")
    assert page.status_code == 200
    for entry in sheet.read(demonstration.config["MARAC"].instance).values():
        assert entry.email in page.text
        assert entry.passphrase in page.text
    assert len(re.findall(r">\s*\d{6}\s*<", page.text)) == len(borough().people)


def test_the_sign_in_page_leads_there(demonstration: Flask) -> None:
    """Nobody has to know the address."""
    assert 'href="/demonstration"' in demonstration.test_client().get("/sign-in").text


def test_codes_work_once_and_the_next_is_another(demonstration: Flask) -> None:
    """The page never shows a code that was used: the third says to wait instead."""
    entry = sheet.read(demonstration.config["MARAC"].instance)["chair"]
    with demonstration.app_context():
        first = entry.code()
    assert sign_in(demonstration, entry, first) == 303
    assert sign_in(demonstration, entry, first) != 303
    with demonstration.app_context():
        second = entry.code()
    assert second != first
    assert second == "" or sign_in(demonstration, entry, second) == 303


def test_the_terminal_prints_the_same(demonstration: Flask) -> None:
    """`flask demo sign-in-sheet` gives address, people and what to try first."""
    result = demonstration.test_cli_runner().invoke(args=["demo", "sign-in-sheet"])
    assert result.exit_code == 0, result.output
    assert "/demonstration" in result.output
    assert "What to try first" in result.output
    for entry in sheet.read(demonstration.config["MARAC"].instance).values():
        assert entry.passphrase in result.output


def test_before_it_is_made_the_page_says_how(migrated_instance: Path, tmp_path: Path) -> None:
    """An empty installation of the demonstration names the command."""
    app = demonstration_app(Path(shutil.copytree(migrated_instance, tmp_path / "instance")))
    assert "flask demo" in app.test_client().get("/demonstration").text
