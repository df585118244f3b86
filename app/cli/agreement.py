"""Checks what was signed, from the public keys alone."""

import click

from app.cli.asking import PlainGroup
from app.confidentiality.agreement.service import verify_all
from app.confidentiality.disclosure import verifying as decisions
from app.confidentiality.recipient import verifying as recipients
from app.marac.conflict import verifying as conflicts
from app.marac.meeting import verifying as meetings
from app.marac.minutes import verifying as minutes
from app.marac.pack import verifying as packs

agreement = PlainGroup("agreement", help="The wordings, and the signatures under them.")


@agreement.command("verify")
def verify() -> None:
    """Check wordings, agendas, minutes, packs, decisions, recipients; names what does not hold."""
    faults = [
        *verify_all(),
        *meetings.verify_all(),
        *conflicts.verify_all(),
        *minutes.verify_all(),
        *packs.verify_all(),
        *decisions.verify_all(),
        *recipients.verify_all(),
    ]
    for fault in faults:
        click.echo(f"{fault.table} {fault.id}: {fault.what}", err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} do not hold. Keep the database as it is.")
    click.echo("Every wording and every signature holds.")
