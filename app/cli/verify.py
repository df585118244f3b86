"""Checks a paper of a MARAC from the public keys alone: `flask verify FILE`."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.area.queries import the_area
from app.cli.asking import PlainCommand
from app.confidentiality.gate.verifying import Outcome, Verdict, check_file
from app.config import ConfigError
from app.paper import PaperError, is_locked, marac, split_seal, unlock

ROOT_BYTES = 32
MOST_BYTES = 20_000_000
GENUINE, REFUSED, UNKNOWN = 0, 3, 2
MINUTES = "minutes"
SET_AGAIN = "Its pages were set again from what was signed, and are the same, byte for byte."
NOT_COMPARED = (
    "Not checked: whether its pages show that, because another edition of this program set them. "
    "Do not rely on what they say. Ask for a new copy."
)
WORDS: Mapping[Outcome, str] = {
    Outcome.ALTERED: "Altered: it carries a seal and is not as it was signed. Do not rely on it.",
    Outcome.NOT_OURS: "Not ours: it carries no seal of this MARAC. It was made elsewhere, or "
    "another program saved it again.",
    Outcome.LOCKED: "Locked: it needs the passphrase. Check it with --passphrase-prompt.",
}


def _root(context: click.Context, parameter: click.Parameter, text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        root = bytes.fromhex(text)
    except ValueError:
        root = b""
    if len(root) != ROOT_BYTES:
        raise click.BadParameter("Give the root as 64 hex digits: see `flask area show`.")
    return root


@click.command("verify", cls=PlainCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--root", callback=_root, help="The MARAC's root in hex: see `flask area show`.")
@click.option("--passphrase-prompt", is_flag=True, help="Ask for the passphrase of a locked file.")
@with_appcontext
def verify(file: Path, root: bytes | None, passphrase_prompt: bool) -> None:
    """Say whether a PDF is as an officer of the MARAC signed it. Nothing of it is printed.

    With --root no database is asked. Ends with 0 if it is genuine, 3 if it was altered or is not
    ours, 2 if that cannot be said.
    """
    data = _read(file)
    if is_locked(data):
        if not passphrase_prompt:
            _say(WORDS[Outcome.LOCKED], UNKNOWN)
        data = _original(data)
    name, own = _own_area() if root is None else ("", root)
    verdict = check_file(data, own)
    if verdict.outcome is Outcome.UNCOMPARED:
        _say(_uncompared(verdict, name, own), UNKNOWN)
    if not verdict.is_genuine:
        _say(WORDS[verdict.outcome], REFUSED)
    _say(_genuine(verdict, name, own), GENUINE)


def _read(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        _say("This file is larger than any that a MARAC signs.", UNKNOWN)
    return file.read_bytes()


def _original(data: bytes) -> bytes:
    """Open a locked file and return the sealed original inside it."""
    typed = click.prompt("The passphrase of the file", hide_input=True)
    try:
        inside = unlock(data, typed)
    except PaperError as no:
        _say(f"{no}.", UNKNOWN)
    files = [*inside.attachments.values(), inside.pdf]
    return next((data for data in files if split_seal(data)), files[0])


def _own_area() -> tuple[str, bytes]:
    """The area of this installation, as its row says; whoever doubts that gives the root."""
    try:
        area = the_area()
    except (SQLAlchemyError, ConfigError):
        area = None
    if area is None or area.root_public is None:
        _say("There is no area here to check against. Give its root with --root.", UNKNOWN)
    return marac(area.name), area.root_public


def _genuine(verdict: Verdict, name: str, root: bytes) -> str:
    day, whose = _signed(verdict, name)
    if verdict.kind == MINUTES:
        return _minutes(verdict, day, whose, root)
    return (
        "Genuine, and unaltered.\n"
        f"Signed on {day} for {whose}, by an officer whom that MARAC had confirmed.\n"
        f"Checked against the root {root.hex()}"
    )


def _signed(verdict: Verdict, name: str) -> tuple[str, str]:
    """When it was last signed, and for whom, in words."""
    day = f"{verdict.on:%-d %B %Y}" if verdict.on else ""
    return day, f"the {name}" if name else f"the area {verdict.area_id}"


def _uncompared(verdict: Verdict, name: str, root: bytes) -> str:
    """Say of a copy of minutes what was checked and what was not."""
    day, whose = _signed(verdict, name)
    return (
        f"Minutes whose pages could not be checked here. Copy {verdict.code}.\n"
        f"Checked: what an officer whom that MARAC had confirmed signed on {day} for {whose} is in "
        "this file, unaltered.\n"
        f"{NOT_COMPARED}\n"
        f"Checked against the root {root.hex()}"
    )


def _minutes(verdict: Verdict, day: str, whose: str, root: bytes) -> str:
    """Say what holds of a copy of minutes; of its cases, nothing, nor how many there are."""
    return (
        f"Genuine minutes, and unaltered. Copy {verdict.code}.\n"
        f"Last signed on {day} for {whose}, by an officer whom that MARAC had confirmed.\n"
        f"{SET_AGAIN}\n"
        f"Checked against the root {root.hex()}"
    )


def _say(words: str, code: int) -> NoReturn:
    click.echo(words, err=code != GENUINE)
    raise SystemExit(code)
