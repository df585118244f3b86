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
  A meeting
  1. Sign in as {chair}, the chair. Open today's meeting, read the declaration, sign, and
     hear the first case, Zarina Mistry's.
  2. In a private window sign in as {idva}, her IDVA. Sign the meeting and open the same
     case: only the IDVA has its immigration section. The chair has not.
  3. Sign in as {excluded}. Fifteen cases on his agenda, and no trace of a sixteenth.
  4. Sign in as {administrator}, the administrator. There is no case at all.

  From a worry to the list
  5. Sign in as {worker}, a social worker. Under "Referrals" refer somebody: stop half-way, come
     back, check and send. He gets a reference, and cannot read the immigration section back.
  6. Sign in as {coordinator}, the coordinator. Six more wait under "Triage". The urgent one:
     accept it for an emergency meeting. One waits for an answer of {asked}, a GP. Leanne
     Coates's is kept from {excluded}.
  7. Hoda Kareem's may be of the same people as an earlier case, Huda Karim's. Compare them and
     say so. It counts once {chair} has confirmed it, from her home page.
  8. Accept Selam Tesfay's. {holder}, who holds the immigration sections, opens it under
     "Your cases" with its section. So does the IDVA, once {holder} has signed in. The
     chair does not.

  What leaves, and what does not
  9. Sign in as {coordinator}. Under "Somebody has asked" write down a call from Immigration
     Enforcement. Under "Letters and sharing", "Recipients", confirm Elmgrove Primary School.
  10. As {idva}, open one of her cases and write a letter to the victim's solicitor.
  11. As {chair}, sign the letter that waits, and decide what is asked for today, item by item.
     What the police ask for, only {deputy} can decide: of another agency.
  12. As {reader}, read under "Released to you" what was released. It fits a telephone.
  13. As {police}, try to enter the Home Office as a recipient. Then, as {chair}, read under
     "This MARAC" what was refused: who, where and why, and never what was typed."""


NAMED = {
    "chair": "chair",
    "idva": "idva_grace",
    "excluded": "housing_officer",
    "administrator": "administrator",
    "worker": "csc_rep",
    "coordinator": "coordinator",
    "asked": "gp_rep",
    "holder": "by_and_for_worker",
    "deputy": "deputy",
    "reader": "housing_lead",
    "police": "police_rep",
}
"""Who is who in what to try first."""


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
    click.echo(FIRST.format(**{word: people[key].name for word, key in NAMED.items()}))
