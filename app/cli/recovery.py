"""The recovery sheets: rehearsed once a year, used when the only officer forgot the passphrase."""

import click

from app.cli.asking import PlainGroup, existing_area, person_of
from app.confidentiality.circle import recovery as recovering

recovery = PlainGroup("recovery", help="The three recovery sheets, any two of which are enough.")

USE = """\
This is for one case only: no other officer can confirm {name}'s new keys.
They have already set a new passphrase through the link of `flask person reset`, and you have seen
or called them back. Two custodians are here with their sheets."""


@recovery.command("rehearse")
def rehearse() -> None:
    """Check with two sheets that they still open what they should; nothing is kept."""
    area_id = existing_area().id
    count = recovering.rehearse(area_id, _two_sheets())
    click.echo(f"The two sheets work: they open {count} keys of this area. Nothing was kept.")
    click.echo("Clear this terminal and its scrollback now. Rehearse again in a year.")


@recovery.command("recover")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
def recover(email: str, yes: bool) -> None:
    """Give the only officer's new keys what officers hold, with two sheets of words."""
    area_id, person = existing_area().id, person_of(email)
    person_id, name = person.id, person.name
    click.echo(USE.format(name=name))
    if not yes:
        click.confirm("Is that so?", abort=True)
    numbers = click.prompt("The 20 digits that they read from their own home page")
    count = recovering.recover(area_id, _two_sheets(), person_id, numbers)
    click.echo(f"{name}'s new keys are confirmed and hold {count} keys of the officers again.")
    click.echo("Next: they sign in, sign the agreements again, and confirm whoever waits.")
    click.echo("Clear this terminal and its scrollback now.")


def _two_sheets() -> list[str]:
    """Ask for the words of two sheets. They show, because nobody types 33 words blind; then go.

    The sheets number their words, so numbers may be typed along with them.
    """
    sheets = [click.prompt(f"All 33 words of the {which} sheet") for which in ("first", "second")]
    click.clear()
    return [" ".join(word for word in sheet.split() if not word.isdigit()) for sheet in sheets]
