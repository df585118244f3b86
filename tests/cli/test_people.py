"""Agencies and people from the terminal: before there is an administrator, and after."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.person.joining import join
from app.accounts.person.model import Person
from app.audit.model import AuditRow
from app.db import db
from app.vault import totp
from tests.cli.terminal import FIRST, PASSPHRASE, create_area, run

ADMINISTRATOR = "sam.birch@northmere.example.org"
REPRESENTATIVE = "ola.king@northmere.example.org"


@pytest.fixture(autouse=True)
def _area(app: Flask, tmp_path: Path) -> None:
    create_area(app, tmp_path)


def invite(app: Flask, name: str, email: str, role: str, *more: str, typed: str = "") -> str:
    """Invite somebody of the first agency; return what the command said."""
    words = ["--name", name, "--email", email, "--agency", FIRST["--agency"], "--job", "Officer"]
    result = run(app, "person", "invite", *words, "--role", role, "--attests", *more, typed=typed)
    return str(result.output)


def joined_administrator(app: Flask) -> None:
    """An administrator who has set a passphrase."""
    output = invite(app, "Sam Birch", ADMINISTRATOR, "administrator")
    token = re.search(r"/invitation/([\w-]+)", output)
    assert token, output
    with app.app_context():
        join(
            token[1],
            attests=True,
            passphrase=PASSPHRASE,
            again=PASSPHRASE,
            totp_secret=totp.new_secret(),
            last_step=0,
        )


def as_administrator() -> list[str]:
    """Who is acting."""
    return ["--as", ADMINISTRATOR]


def test_the_first_administrator_needs_no_administrator(app: Flask) -> None:
    """Somebody has to be the first; the link works once, and nothing was sent."""
    output = invite(app, "Sam Birch", ADMINISTRATOR, "administrator")
    assert re.search(r"/invitation/[\w-]{30,}", output)
    assert "Nothing was sent" in output


def test_once_there_is_one_the_administrator_acts(app: Flask) -> None:
    """From then on the terminal asks who is acting, and the trail names them."""
    joined_administrator(app)
    more = [*as_administrator()]
    output = invite(
        app, "Ola King", REPRESENTATIVE, "representative", *more, typed=f"{PASSPHRASE}\n"
    )
    assert "Ola King is invited." in output
    with app.app_context():
        sam, ola = (
            db.session.scalars(select(Person).where(Person.email == email)).one()
            for email in (ADMINISTRATOR, REPRESENTATIVE)
        )
        assert ola.sponsor_id == sam.id
        tags = select(AuditRow.actor_id).where(AuditRow.tag == "person:invite")
        assert str(sam.id) in db.session.scalars(tags).all()


def test_a_wrong_passphrase_stops_it(app: Flask) -> None:
    """Nobody acts for the administrator without their passphrase."""
    joined_administrator(app)
    more = [*as_administrator()]
    output = invite(app, "Ola King", REPRESENTATIVE, "representative", *more, typed="wrong-one\n")
    assert "is not right" in output
    assert "/invitation/" not in output


def test_an_officer_is_no_administrator(app: Flask) -> None:
    """An officer's passphrase does not open what administrators do."""
    joined_administrator(app)
    more = ["--as", FIRST["--email"]]
    output = invite(app, "Ola King", REPRESENTATIVE, "representative", *more, typed="x\n")
    assert "not the address of an administrator" in output


def test_roles_and_leaving(app: Flask) -> None:
    """An administrator changes roles and marks somebody as gone; the list says so."""
    joined_administrator(app)
    more, typed = as_administrator(), f"{PASSPHRASE}\n"
    invite(app, "Ola King", REPRESENTATIVE, "representative", *more, typed=typed)
    changed = run(app, "person", "roles", REPRESENTATIVE, "--role", "idva", *more, typed=typed)
    assert "IDVA" in changed.output, changed.output
    left = run(app, "person", "left", REPRESENTATIVE, *more, typed=typed)
    assert "Ola King has left" in left.output
    listed = run(app, "person", "list").output
    assert re.search(r"Ola King .* has left", listed)


def test_agencies(app: Flask) -> None:
    """Entered with the number to call back, listed, and refused twice."""
    words = ["--name", "Northmere Housing", "--sector", "housing", "--phone", "020 7946 0501"]
    words += ["--domain", "housing.northmere.example.org"]
    assert "Entered: Northmere Housing (Housing)" in run(app, "agency", "create", *words).output
    assert "020 7946 0501" in run(app, "agency", "list").output
    again = run(app, "agency", "create", *words)
    assert again.exit_code == 1
    assert "already an agency of this name" in again.output


def test_the_home_office_is_refused_here_too(app: Flask) -> None:
    """The firewall stands at the terminal as it does on the pages, and shows the open road."""
    words = ["--name", "UK Visas and Immigration", "--sector", "voluntary"]
    words += ["--phone", "020 7946 0502", "--domain", "ukvi.example.org"]
    result = run(app, "agency", "create", *words)
    assert result.exit_code == 1
    assert "UK Visas" not in run(app, "agency", "list").output


def test_a_reset_says_what_is_lost(app: Flask) -> None:
    """Before the link is made, the command says what goes; a no changes nothing."""
    refused = run(app, "person", "reset", FIRST["--email"], typed="n\n")
    assert "is lost" in refused.output
    assert "/invitation/" not in refused.output
    made = run(app, "person", "reset", FIRST["--email"], "--yes")
    assert re.search(r"/invitation/[\w-]{30,}", made.output)


@pytest.mark.parametrize(
    "words",
    [
        ("person", "left", "nobody@northmere.example.org"),
        ("person", "reset", "nobody@x.example.org"),
    ],
)
def test_nobody_of_that_address(app: Flask, words: tuple[str, ...]) -> None:
    """A mistyped address is answered with where to look."""
    result = run(app, *words)
    assert result.exit_code == 1
    assert "flask person list" in result.output
