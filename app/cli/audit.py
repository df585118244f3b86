"""Commands that check the audit trail: `flask audit head` and `flask audit verify`."""

import click

from app.audit.verify import Broken, Head, head, verify
from app.cli.asking import PlainGroup
from app.db import db

audit = PlainGroup("audit", help="Check the audit trail.")


def _parse(context: click.Context, parameter: click.Parameter, text: str | None) -> Head | None:
    if text is None:
        return None
    try:
        return Head.parse(text)
    except ValueError:
        raise click.BadParameter("Give it as `flask audit head` printed it: 12:ab34…") from None


@audit.command("head")
def print_head() -> None:
    """Print the number and hash of the last row, to be kept by another organisation."""
    click.echo(str(head(db.session())))


@audit.command("verify")
@click.option("--head", "kept", callback=_parse, help="A head kept elsewhere, as SEQ:HASH.")
def verify_trail(kept: Head | None) -> None:
    """Walk the whole trail and name the first row that is not as it was written."""
    try:
        last = verify(db.session(), kept, _show_progress)
    except Broken as broken:
        click.echo(f"The audit trail is broken. {broken}", err=True)
        raise SystemExit(1) from None
    click.echo(f"The audit trail is whole: {last.seq} rows, head {last}")
    if kept is None:
        click.echo("Rows cut off the end show only against a head kept elsewhere: --head SEQ:HASH")


def _show_progress(rows: int) -> None:
    click.echo(f"{rows} rows checked…", err=True)
