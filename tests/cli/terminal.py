"""What the tests of commands share: an installation, and answers typed at the prompts."""

import re
from pathlib import Path

from click.testing import Result
from flask import Flask

PASSPHRASE = "harbour-lantern-thistle"
FIRST = {
    "--name": "Northmere",
    "--agency": "Northmere Community Safety",
    "--sector": "council_community_safety",
    "--phone": "020 7946 0500",
    "--domain": "northmere.example.org",
    "--officer": "Ada Osborne",
    "--email": "ada.osborne@northmere.example.org",
    "--job": "Coordinator",
    "--role": "coordinator",
}


def run(app: Flask, *words: str, typed: str | None = None) -> Result:
    """Run `flask` with these words, typing these lines when asked."""
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def options(**changes: str) -> list[str]:
    """The options of `area create`, some of them changed."""
    given = FIRST | {f"--{name}": value for name, value in changes.items()}
    return [word for pair in given.items() for word in pair]


def create_area(app: Flask, folder: Path) -> Result:
    """Set the area up as a script would."""
    file = folder / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    words = ["area", "create", *options(), "--attests", "--yes", "--passphrase-file", str(file)]
    return run(app, *words)


def sheets_in(output: str) -> list[str]:
    """The recovery words as three custodians would copy them."""
    sheets = []
    for part in output.split("Recovery sheet ")[1:]:
        block = part.split("\n\n", 1)[1].split("-----")[0]
        sheets.append(" ".join(re.findall(r"\d+ +([a-z]+)", block)))
    return sheets
