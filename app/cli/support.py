"""Loads checked translations of the page that a worker reads with the victim."""

from typing import IO

import click

from app import clock
from app.accounts.area.queries import the_area
from app.cli.asking import (
    ACTING_AS,
    PASSPHRASE_FILE,
    PlainGroup,
    existing_area,
    required_administrator,
)
from app.marac.support import explaining, queries
from app.marac.support.explanation import ENGLISH, MOST_BYTES, english, read_translation

support = PlainGroup("support", help="Translations of the page that explains the MARAC.")


@support.command("explanations")
def explanations() -> None:
    """List the languages of that page, who checked each, and the file to translate from."""
    own = english()
    click.echo(f"{own.language:10} {own.name}, version {own.version}, comes with the system")
    area = the_area()
    for row in queries.explanations(area.id) if area else []:
        old = "" if row.of_version == own.version else f"; of the earlier text {row.of_version}"
        click.echo(
            f"{row.language:10} {row.content['english_name']}, version {row.version}, checked "
            f"by {row.checked_by} on {row.checked_on.isoformat()}{old}"
        )
    click.echo(f"To translate one, copy this file: {ENGLISH}")


@support.command("load-explanation")
@click.argument("file", type=click.File("rb"))
@ACTING_AS
@PASSPHRASE_FILE
def load_explanation(
    file: IO[bytes], acting_as: str | None, passphrase_file: IO[str] | None
) -> None:
    """Load a translation that somebody has checked, from FILE (TOML or JSON, UTF-8)."""
    area = existing_area()
    translation = read_translation(file.read(MOST_BYTES + 1), clock.today())
    actor = required_administrator(area, acting_as, passphrase_file)
    row = explaining.load_translation(actor, translation)
    wording = translation.wording
    click.echo(
        f"Loaded: {wording.english_name} ({wording.language}), {len(wording.sections)} sections, "
        f"checked by {row.checked_by} on {row.checked_on.isoformat()}."
    )
    click.echo("Next: open Support, then Explain the MARAC, and read it with a speaker.")


@support.command("remove-explanation")
@click.argument("language")
@ACTING_AS
@PASSPHRASE_FILE
def remove_explanation(
    language: str, acting_as: str | None, passphrase_file: IO[str] | None
) -> None:
    """Take a translation off at once, by the code of its LANGUAGE, if something in it is wrong."""
    area = existing_area()
    actor = required_administrator(area, acting_as, passphrase_file)
    explaining.remove_translation(actor, language)
    click.echo(f"Removed: {language}. The page is no longer offered in it.")
