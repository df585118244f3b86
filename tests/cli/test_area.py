"""Setting an area up: whole, or not at all; everything secret shown once."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.accounts.area.queries import the_area
from app.accounts.person.model import Person
from app.audit.model import AuditRow
from app.confidentiality.agreement.model import Wording
from app.db import db
from app.vault import totp
from tests.cli.terminal import FIRST, PASSPHRASE, create_area, options, run, sheets_in
from tests.pages import send


def count(app: Flask, table: type) -> int:
    """How many rows a table has."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_area_is_set_up_by_a_script(app: Flask, tmp_path: Path) -> None:
    """One command makes the area, its first officer, the four wordings and three sheets."""
    result = create_area(app, tmp_path)
    assert result.exit_code == 0, result.output
    assert "Northmere is set up. Ada Osborne is its first officer" in result.output
    assert [len(sheet.split()) for sheet in sheets_in(result.output)] == [33, 33, 33]
    assert count(app, Wording) == 4
    with app.app_context():
        area = the_area()
        assert area is not None
        assert area.root_public
        assert area.recovery_signature


def test_the_first_officer_can_sign_in(app: Flask, tmp_path: Path) -> None:
    """The passphrase from the file and the printed key of the authenticator are the real ones."""
    output = create_area(app, tmp_path).output
    secret = output.split("Key for the authenticator: ")[1].split()[0]
    code = totp.code_at(secret, totp.step_at(clock.now()))
    typed = {"email": FIRST["--email"], "passphrase": PASSPHRASE, "code": code}
    assert send(app.test_client(), "/sign-in", typed).status_code == 303


def test_questions_are_asked_and_answers_checked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a keyboard: a passphrase that will not do and a wrong code are asked for again."""
    monkeypatch.setattr(totp, "new_secret", lambda: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    code = totp.code_at("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", totp.step_at(clock.now()))
    answers = [
        *FIRST.values(),
        "y",
        "short",
        "short",
        PASSPHRASE,
        PASSPHRASE,
        "000000",
        code,
        "not yet",
        "COPIED",
    ]
    result = run(app, "area", "create", typed="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "at least 14 characters" in result.output
    assert "That code is not right" in result.output
    assert PASSPHRASE not in result.output


@pytest.mark.parametrize("answered", [0, 5, 9, 10, 12, 13])
def test_stopped_halfway_nothing_is_kept(
    app: Flask, answered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C or a closed terminal, also after the sheets were shown, leaves no area and no row."""
    monkeypatch.setattr(totp, "new_secret", lambda: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    code = totp.code_at("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", totp.step_at(clock.now()))
    answers = [*FIRST.values(), "y", PASSPHRASE, PASSPHRASE, code][:answered]
    result = run(app, "area", "create", typed="\n".join(answers) + "\n")
    assert result.exit_code == 130
    assert "Stopped. Nothing was changed." in result.output
    assert (count(app, Person), count(app, AuditRow)) == (0, 0)


def test_there_is_one_area(app: Flask, tmp_path: Path) -> None:
    """A second area is refused before anything is asked."""
    create_area(app, tmp_path)
    result = create_area(app, tmp_path)
    assert result.exit_code == 1
    assert "has an area already" in result.output


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "ada@elsewhere.example.org"}, "work address"),
        ({"phone": "12"}, "telephone number"),
        ({"domain": "homeoffice.gov.uk", "email": "ada@homeoffice.gov.uk"}, ""),
        ({"agency": "Immigration Enforcement"}, ""),
    ],
)
def test_what_is_refused_leaves_nothing(
    app: Flask, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    """A wrong answer, and an agency that may not be there, are refused in a sentence."""
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE)
    words = ["--attests", "--yes", "--passphrase-file", str(file)]
    result = run(app, "area", "create", *options(**changes), *words)
    assert result.exit_code == 1
    assert said in result.output
    assert "Recovery sheet" not in result.output
    assert count(app, Person) == 0


def test_show_names_the_root(app: Flask, tmp_path: Path) -> None:
    """The fingerprint that officers compare can be read again."""
    said = create_area(app, tmp_path).output.split("print the same for ever:\n")[1]
    shown = run(app, "area", "show").output
    assert said.splitlines()[0].strip() in shown
    assert "1 agency, 1 person" in shown


def test_no_passphrase_is_taken_from_the_command_line(app: Flask) -> None:
    """What stands in a command is seen by everybody on the machine, so no option takes one."""
    for group in app.cli.commands.values():
        for command in getattr(group, "commands", {}).values():
            names = {name for parameter in command.params for name in parameter.opts}
            assert not names & {"--passphrase", "--password", "--words", "--code", "--secret"}
