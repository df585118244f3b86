"""AC-22: the Home Office comes in by a command; every option that takes words is tried."""

import json
import os
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.agency.model import Agency
from app.accounts.area.queries import the_area
from app.accounts.person.model import Person
from app.audit.model import AuditRow
from app.config import KINDS
from app.db import db
from app.firewall.screen import screen_commitment, screen_identity
from tests.cli.terminal import FIRST, PASSPHRASE, create_area, options, run
from tests.every_way_out import DOMAIN, EMAIL, JOB, NAME, PERSON, WORDS

TRIED: dict[str, dict[str, tuple[str, ...]]] = {
    "area create": {
        "name": NAME, "agency_name": NAME, "domain": DOMAIN,
        "officer_name": PERSON, "email": EMAIL, "job": JOB,
    },
    "agency create": {"name": NAME, "domain": DOMAIN},
    "person invite": {"name": PERSON, "email": EMAIL, "job": JOB},
    "firewall check": {"name": NAME, "email": EMAIL, "text": WORDS},
}  # fmt: skip
WHO = "it names somebody who is here already"
SHAPED = "it takes a number, a key in hex or a choice"
TOLD = {
    "acting_as": WHO,
    "agency_name": WHO,
    "email": WHO,
    "language": WHO,
    "phone": SHAPED,
    "root": SHAPED,
    "kept": SHAPED,
    "name": "risk score: it names a form of questions that is here already",
}
"""Options that are not tried, wherever they stand, each with its reason."""
FLAGS = {"agency_name": "--agency", "officer_name": "--officer"}
OWN = (
    "action", "agency", "agreement", "area", "audit", "circle", "demo", "firewall", "flag", "keys",
    "pack", "person", "recovery", "referral", "risk", "support", "verify",
)  # fmt: skip


def commands(app: Flask) -> dict[str, click.Command]:
    """Every command of our own, by its words."""

    def below(command: click.Command, words: str) -> dict[str, click.Command]:
        if not isinstance(command, click.Group):
            return {words: command}
        found: dict[str, click.Command] = {}
        for name, each in command.commands.items():
            found |= below(each, f"{words} {name}".strip())
        return found

    every = below(app.cli, "")
    return {words: each for words, each in every.items() if not words.startswith("db ")}


def test_every_option_for_words_is_tried_or_has_a_reason(app: Flask) -> None:
    """A new command or option is on neither list, and this fails until somebody thought of it."""
    found = commands(app)
    assert {words.split()[0] for words in found} == set(OWN)
    for words, command in found.items():
        for option in command.params:
            if isinstance(option.type, click.types.StringParamType):
                known = option.name in TRIED.get(words, ()) or option.name in TOLD
                assert known, f"flask {words}: {option.name}"
    assert set(TRIED) <= set(found)


def counted(app: Flask, table: type) -> int:
    """How many rows a table has."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def refused(answer: click.testing.Result, words: str) -> None:
    """It says no in a sentence, without a traceback and without another exit than 1."""
    assert answer.exit_code == 1, (words, answer.output)
    assert isinstance(answer.exception, SystemExit), (words, answer.exception)
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("option", list(TRIED["area create"]))
def test_no_area_is_set_up_with_them_in_it(app: Flask, tmp_path: Path, option: str) -> None:
    """Neither as the area, nor its first agency or officer; and nothing is left half made."""
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    flag = FLAGS.get(option, f"--{option}").removeprefix("--")
    for words in TRIED["area create"][option]:
        said = options(**{flag: words})
        more = ["--attests", "--yes", "--passphrase-file", str(file)]
        refused(run(app, "area", "create", *said, *more), words)
        with app.app_context():
            assert the_area() is None
    assert counted(app, Agency) == counted(app, Person) == 0


@pytest.mark.parametrize("option", list(TRIED["agency create"]))
def test_no_agency_is_made_of_them(app: Flask, tmp_path: Path, option: str) -> None:
    """Before there is an administrator, too: one attempt each, in the trail, by nobody."""
    create_area(app, tmp_path)
    said = {"name": "Harbour Refuge", "domain": "harbour.example.org"}
    for number, words in enumerate(TRIED["agency create"][option], 1):
        given = said | {option: words}
        parts = [part for key, value in given.items() for part in (f"--{key}", value)]
        more = ["--sector", "housing", "--phone", "020 7946 0100"]
        refused(run(app, "agency", "create", *parts, *more), words)
        assert blocked(app) == number
    assert counted(app, Agency) == 1


@pytest.mark.parametrize("option", list(TRIED["person invite"]))
def test_nobody_of_theirs_is_invited(app: Flask, tmp_path: Path, option: str) -> None:
    """By their name, their address or their job, in whatever spelling."""
    create_area(app, tmp_path)
    said = {"name": "Sam Birch", "email": "sam.birch@northmere.example.org", "job": "Officer"}
    for number, words in enumerate(TRIED["person invite"][option], 1):
        given = said | {option: words}
        parts = [part for key, value in given.items() for part in (f"--{key}", value)]
        more = ["--agency", FIRST["--agency"], "--role", "administrator", "--attests"]
        refused(run(app, "person", "invite", *parts, *more), words)
        assert blocked(app) == number
    assert counted(app, Person) == 1


def blocked(app: Flask) -> int:
    """How many attempts the trail has."""
    with app.app_context():
        asked = select(func.count()).select_from(AuditRow).where(AuditRow.tag == "firewall:block")
        return db.session.scalar(asked) or 0


@pytest.mark.parametrize("kind", KINDS)
def test_no_environment_opens_it(app: Flask, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever kind of installation, with every switch somebody may hope for."""
    monkeypatch.setenv("MARAC_ENV", kind)
    for name in ("MARAC_FIREWALL", "FIREWALL", "MARAC_ALLOW", "MARAC_DEBUG", "FLASK_DEBUG"):
        for value in ("0", "off", "false", "Home Office"):
            monkeypatch.setitem(os.environ, name, value)
            for words in TRIED["firewall check"]["name"]:
                answer = run(app, "firewall", "check", "--name", words)
                assert answer.exit_code == 3
                assert json.loads(answer.output.splitlines()[0])["allowed"] is False
            assert not screen_identity(NAME[0]).allowed
            assert not screen_commitment(WORDS[0]).allowed
