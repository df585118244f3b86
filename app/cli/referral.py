"""Brings referrals in from spreadsheets and JSON lines, and writes the template for them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from flask import current_app

from app.access.actor import Actor
from app.accounts.session import service as sessions
from app.accounts.signin.service import sign_in
from app.cli.asking import PASSPHRASE_FILE, PlainGroup, existing_area, passphrase
from app.marac.intake.importing import Examined, bring_in, examine
from app.marac.intake.importing import Watch as Watching
from app.marac.intake.template import explained, in_short, text_template, workbook_template

referral = PlainGroup("referral", help="Referrals that come from a spreadsheet or a file.")

DEVICE = "A terminal"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(exists=False, dir_okay=False, path_type=Path)
AS = click.option("--as", "email", metavar="E-MAIL", prompt="Your e-mail address")
MOST_TOLD = 1000


@referral.command("import")
@click.argument("file", type=FILE)
@click.option("--commit", is_flag=True, help="Bring them in without asking. A script needs it.")
@click.option("--again", is_flag=True, help="Also bring in rows that came in before.")
@AS
@PASSPHRASE_FILE
def import_file(
    file: Path, commit: bool, again: bool, email: str, passphrase_file: IO[str] | None
) -> None:
    """Look at every row of FILE and say what would fail; then, if you say so, bring in all or none.

    FILE is an .xlsx or .csv made from the template, or JSON lines. You sign in as yourself: the
    referrals are sealed and signed with your keys.
    """
    existing_area()
    with _signed_in(email, passphrase_file) as actor:
        with _progress("Looking at every row") as watch:
            found = examine(actor, file, again=again, watch=watch)
        _report(found)
        if not (commit or _goes_on(found)):
            click.echo("Nothing was changed. To bring them in: the same command with --commit")
            return
        with _progress("Bringing them in") as watch:
            count = bring_in(actor, found, watch)
    click.echo(f"{count} {_referrals(count)} brought in, all sealed to the officers and to you.")
    click.echo("Next: officers find them under Referrals, and see there who may be known already.")
    click.echo(f"Now delete {file.name}, and every copy of it.")


@referral.command("template")
@click.argument("file", type=NEW_FILE)
def template(file: Path) -> None:
    """Write the empty template to FILE: an .xlsx, or a .csv with a text file of notes beside it."""
    kind = file.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise click.ClickException("Give the file a name that ends in .xlsx or .csv.")
    notes = file.with_name(f"{file.stem}-notes.txt")
    for each in [file, notes] if kind == ".csv" else [file]:
        if each.exists():
            raise click.ClickException(
                f"There is a file {each.name} already. It was left as it is."
            )
    file.write_bytes(workbook_template() if kind == ".xlsx" else text_template())
    click.echo(f"Written: {file}")
    if kind == ".csv":
        notes.write_text(explained(), "utf-8")
        click.echo(f"Written: {notes}, which says what each column takes")
    click.echo(f"\n{in_short()}\n")
    click.echo("Next: fill it in, then: flask referral import FILE")


@contextmanager
def _signed_in(email: str, file: IO[str] | None) -> Iterator[Actor]:
    """Sign in as on the page, with passphrase and code, and out again whatever happens."""
    words = passphrase("Your passphrase", file)
    code = click.prompt("The code that your authenticator shows")
    secret = current_app.secret_key
    assert isinstance(secret, bytes)
    entered = sign_in(email, words, code.replace(" ", ""), secret=secret, device=DEVICE)
    try:
        yield entered.actor
    finally:
        sessions.sign_out(entered.actor, entered.started.id)


@contextmanager
def _progress(label: str) -> Iterator[Watching]:
    """A bar on the error stream, so that a report can be sent to a file."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def watch(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield watch


def _goes_on(found: Examined) -> bool:
    """Ask, where somebody sits there, so that they need not wait for another code."""
    question = f"Bring {found.rows} {_referrals(found.rows)} in now?"
    return at_a_terminal() and click.confirm(question, default=False)


def at_a_terminal() -> bool:
    """Say whether anybody is there to answer."""
    return sys.stdin.isatty()


def _report(found: Examined) -> None:
    """Say of every row that would fail why, by number and column, and never what it says."""
    for note in found.notes:
        click.echo(f"Note. {note}")
    for problem in found.problems[:MOST_TOLD]:
        click.echo(str(problem))
    if len(found.problems) > MOST_TOLD:
        click.echo(f"And {len(found.problems) - MOST_TOLD} more. Put these right first.")
    click.echo(f"{found.rows} {_referrals(found.rows)} read.")
    if found.problems:
        rows = len({problem.row for problem in found.problems})
        raise click.ClickException(
            f"{len(found.problems)} to put right, in {rows} {'row' if rows == 1 else 'rows'}. "
            "Nothing was changed."
        )


def _referrals(count: int) -> str:
    return "referral" if count == 1 else "referrals"
