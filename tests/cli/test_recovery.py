"""The recovery sheets: rehearsed, and used when the only officer forgot the passphrase."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.person.joining import join
from app.vault import totp
from tests.cli.terminal import FIRST, create_area, run, sheets_in


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


def test_the_only_officer_gets_back_in(app: Flask, sheets: list[str]) -> None:
    """Reset, new passphrase, two sheets: the new keys hold what the old ones held."""
    email = FIRST["--email"]
    link = run(app, "person", "reset", email, "--yes").output
    token = re.search(r"/invitation/([\w-]+)", link)
    assert token
    with app.app_context():
        join(
            token[1],
            attests=True,
            passphrase="meadow-copper-signal",
            again="meadow-copper-signal",
            totp_secret=totp.new_secret(),
            last_step=0,
        )
    typed = f"{sheets[0]}\n{sheets[2]}\n"
    result = run(app, "recovery", "recover", email, "--yes", typed=typed)
    assert result.exit_code == 0, result.output
    assert "hold 2 keys" in result.output or "hold 1 keys" in result.output


def test_recovery_asks_whether_it_is_meant(app: Flask, sheets: list[str]) -> None:
    """No without a yes: nothing was asked and nothing was changed."""
    result = run(app, "recovery", "recover", FIRST["--email"], typed="n\n")
    assert result.exit_code == 130
    assert "Nothing was changed" in result.output
