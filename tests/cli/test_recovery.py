"""The recovery sheets: rehearsed, and used when the only officer forgot the passphrase."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.accounts.area.queries import the_area
from app.accounts.person.joining import join
from app.accounts.person.queries import by_email
from app.confidentiality.circle.model import Grant
from app.confidentiality.circle.statements import fingerprint
from app.db import db, transaction
from app.vault import totp
from tests.cli.terminal import FIRST, create_area, run, sheets_in
from tests.confidentiality.borough import make_pair


@pytest.fixture
def sheets(app: Flask, tmp_path: Path) -> list[str]:
    """Three sheets of a new area."""
    return sheets_in(create_area(app, tmp_path).output)


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (0, 2)])
def test_any_two_sheets_work(app: Flask, sheets: list[str], pair: tuple[int, int]) -> None:
    """A rehearsal with any two says that they open something, and prints no key."""
    typed = "".join(f"{sheets[number]}\n" for number in pair)
    result = run(app, "recovery", "rehearse", typed=typed)
    assert result.exit_code == 0, result.output
    assert re.search(r"they open [1-9]\d* keys", result.output)


@pytest.mark.parametrize("second", ["the same", "another word", "nothing"])
def test_sheets_that_do_not_fit_are_refused(app: Flask, sheets: list[str], second: str) -> None:
    """One sheet twice, a word that was copied wrong, half a sheet: a sentence, and no trace."""
    words = sheets[1].split()
    other = {
        "the same": sheets[0],
        "another word": " ".join([*words[:5], words[4], *words[6:]]),
        "nothing": " ".join(words[:10]),
    }[second]
    result = run(app, "recovery", "rehearse", typed=f"{sheets[0]}\n{other}\n")
    assert result.exit_code == 1
    assert "Error: " in result.output


def rejoin(app: Flask) -> str:
    """The first officer forgets, and sets new keys; returns the numbers that their page shows."""
    link = run(app, "person", "reset", FIRST["--email"], "--yes").output
    token = re.search(r"/invitation/([\w-]+)", link)
    assert token
    with app.app_context():
        made = join(
            token[1],
            attests=True,
            passphrase="meadow-copper-signal",
            again="meadow-copper-signal",
            totp_secret=totp.new_secret(),
            last_step=0,
        )
    return fingerprint(made.keyring.receiving_public, made.keyring.signing_public)


def test_the_only_officer_gets_back_in(app: Flask, sheets: list[str]) -> None:
    """Reset, new passphrase, two sheets: the new keys hold what the old ones held."""
    typed = f"{rejoin(app)}\n{sheets[0]}\n{sheets[2]}\n"
    result = run(app, "recovery", "recover", FIRST["--email"], "--yes", typed=typed)
    assert result.exit_code == 0, result.output
    assert "hold 2 keys" in result.output or "hold 1 keys" in result.output


def test_recovery_gives_nothing_to_a_pair_that_was_planted(app: Flask, sheets: list[str]) -> None:
    """An operator writes keys of their own beside the officer's; the custodians do not bless them.

    The right numbers choose the officer's own pair, and no others choose anything.
    """
    numbers = rejoin(app)
    with app.app_context():
        area, person = the_area(), by_email(FIRST["--email"])
        assert area
        assert person
        planted, pair = make_pair(area.id, person.id, area.root_public)
        pair.made_at = clock.now() - timedelta(days=400)
        with transaction() as session:
            session.add(pair)
    typed = f"1111 2222 3333 4444 5555\n{sheets[0]}\n{sheets[1]}\n"
    result = run(app, "recovery", "recover", FIRST["--email"], "--yes", typed=typed)
    assert result.exit_code == 1
    typed = f"{numbers}\n{sheets[0]}\n{sheets[1]}\n"
    result = run(app, "recovery", "recover", FIRST["--email"], "--yes", typed=typed)
    assert result.exit_code == 0, result.output
    with app.app_context():
        given = select(Grant.id).where(Grant.holder_key_id == planted.key_id)
        assert db.session.scalar(given) is None


def test_recovery_asks_whether_it_is_meant(app: Flask, sheets: list[str]) -> None:
    """No without a yes: nothing was asked and nothing was changed."""
    result = run(app, "recovery", "recover", FIRST["--email"], typed="n\n")
    assert result.exit_code == 130
    assert "Nothing was changed" in result.output
