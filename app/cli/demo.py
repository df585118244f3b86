"""Makes the made-up area and prints how to sign in to it."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.asking import PlainGroup, own_address
from app.config import Config
from app.demonstration import sheet
from app.demonstration.generator import make

FIRST = """\
What to try first
  1. Sign in as {chair}, the chair. Open today's meeting, read the declaration, sign, and
     hear the first case, Zarina Mistry's.
  2. In a private window sign in as {idva}, her IDVA. Sign the meeting and open the same
     case: only the IDVA has its immigration section. The chair has not.
  3. Sign in as {excluded}. Fifteen cases on his agenda, and no trace of a sixteenth.
  4. Sign in as {administrator}, the administrator. There is no case at all."""


@click.group("demo", cls=PlainGroup, invoke_without_command=True)
@click.pass_context
@with_appcontext
def demo(context: click.Context) -> None:
    """Make the demonstration: a made-up area, in half a minute. Refuses in production."""
    if context.invoked_subcommand is not None:
        return
    make(current_app.config["MARAC"], lambda line: click.echo(f"    {line}"))
    click.echo("    Made. How to sign in: flask demo sign-in-sheet")


@demo.command("sign-in-sheet")
def sign_in_sheet() -> None:
    """Print how to sign in as the made-up people, and what to try first."""
    config: Config = current_app.config["MARAC"]
    groups = sheet.grouped(config.instance) if config.kind == "demonstration" else []
    if not groups:
        raise click.ClickException("There is no demonstration here. Make one: flask demo")
    for title, entries in groups:
        click.echo(f"\n{title}")
        for entry in entries:
            click.echo(f"  {entry.name}, {entry.roles}, {entry.agency}")
            code = entry.code() or "in half a minute"
            click.echo(f"    {entry.email}   {entry.passphrase}   code {code}")
    click.echo(f"\nFresh codes for everybody: {own_address(config)}/demonstration\n")
    people = sheet.read(config.instance)
    click.echo(
        FIRST.format(
            chair=people["chair"].name,
            idva=people["idva_grace"].name,
            excluded=people["housing_officer"].name,
            administrator=people["administrator"].name,
        )
    )
