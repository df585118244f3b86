"""Checks the ring of keys, from the public keys alone."""

import click

from app.cli.asking import PlainGroup, existing_area
from app.confidentiality.circle.service import verify_all

circle = PlainGroup("circle", help="The ring of keys: confirmations, secrets and grants.")


@circle.command("verify")
def verify() -> None:
    """Check every confirmation, secret and grant; names each that does not hold."""
    faults = verify_all(existing_area().id)
    for fault in faults:
        click.echo(f"{fault.table} {fault.id}: {fault.what}", err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} do not hold. Keep the database as it is.")
    click.echo("Every confirmation, every secret and every grant holds.")
    click.echo("Compare the root with what its officers wrote down: flask area show")
