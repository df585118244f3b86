"""Checks what was signed, from the public keys alone."""

import click
from flask.cli import AppGroup

from app.cli.asking import plainly
from app.confidentiality.agreement.service import verify_all

agreement = AppGroup("agreement", help="The wordings, and the signatures under them.")


@agreement.command("verify")
@plainly
def verify() -> None:
    """Check every wording's digest and every signature; names each that does not hold."""
    faults = verify_all()
    for fault in faults:
        click.echo(f"{fault.table} {fault.id}: {fault.what}", err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} do not hold. Keep the database as it is.")
    click.echo("Every wording and every signature holds.")
