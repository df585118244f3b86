"""What several commands do at the terminal: say no plainly, find the area, ask who is acting."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.agency.model import Agency
from app.accounts.area.model import Area
from app.accounts.area.queries import the_area
from app.accounts.person import queries as people
from app.accounts.person.model import Person, PersonState
from app.accounts.person.rules import checked_attestation
from app.accounts.signin.service import check_passphrase
from app.config import Config, ConfigError
from app.db import db
from app.refusals import NotVisible, Refused, RuleBroken, Unavailable
from app.vault.errors import VaultError

NOT_READY = (
    "The database cannot be used as it is, so nothing was changed. Bring it up to date with: make "
    "migrate. If it is, look for a full disk, or a command that is still running."
)
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.File("r"),
    help="Read the passphrase from the first line of this file, - for standard input.",
)
ACTING_AS = click.option(
    "--as", "acting_as", metavar="E-MAIL", help="Which administrator you are; asked otherwise."
)


class PlainGroup(AppGroup):
    """A group of commands that say no in one sentence, and after Ctrl-C that nothing changed."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command of the group, its questions included."""
        with _plainly():
            return super().invoke(ctx)


class PlainCommand(click.Command):
    """A command of its own, in no group, that says no in the same way."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, its questions included."""
        with _plainly():
            return super().invoke(ctx)


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nStopped. Nothing was changed.", err=True)
        raise SystemExit(130) from None
    except (RuleBroken, Refused, VaultError, ConfigError) as no:
        raise click.ClickException(str(no)) from None
    except NotVisible:
        raise click.ClickException("There is nothing of that name here.") from None
    except (Unavailable, OperationalError):
        raise click.ClickException(NOT_READY) from None


def existing_area() -> Area:
    """The area of this installation; a sentence when there is none."""
    area = the_area()
    if area is None:
        raise click.ClickException("There is no area yet. Set it up first: flask area create")
    return area


def person_of(email: str) -> Person:
    """Whoever has this address."""
    person = people.by_email(email.strip().lower())
    if person is None:
        raise click.ClickException(
            "Nobody has that e-mail address. See who is here: flask person list"
        )
    return person


def agency_of(area: Area, name: str) -> Agency:
    """The agency of this name, in whatever letters."""
    rows: Sequence[Agency] = db.session.scalars(
        db.select(Agency).where(Agency.area_id == area.id)
    ).all()
    for row in rows:
        if row.name.casefold() == name.strip().casefold():
            return row
    known = ", ".join(sorted(row.name for row in rows)) or "none"
    raise click.ClickException(f"There is no agency of that name. On the register: {known}.")


def passphrase(prompt: str, file: IO[str] | None, *, twice: bool = False) -> str:
    """Ask without showing it, or read a file's first line; never from the command's arguments."""
    if file is not None:
        return file.readline().rstrip("\r\n")
    typed: str = click.prompt(
        prompt, hide_input=True, confirmation_prompt="Once more" if twice else False
    )
    return typed


def administrator(area: Area, acting_as: str | None, file: IO[str] | None) -> Actor | None:
    """Who is acting. While nobody administers the area yet, the command acts for itself."""
    if not _is_administered(area):
        return None
    email = acting_as or click.prompt("Your e-mail address, as an administrator")
    person = person_of(email)
    if person.state != PersonState.ACTIVE or Role.ADMINISTRATOR not in person.roles:
        raise click.ClickException("That is not the address of an administrator of this area.")
    actor = Actor(person.id, person.agency_id, person.area_id, person.roles)
    check_passphrase(actor, passphrase("Your passphrase", file))
    return actor


def required_administrator(area: Area, acting_as: str | None, file: IO[str] | None) -> Actor:
    """Who is acting, where only an administrator may."""
    actor = administrator(area, acting_as, file)
    if actor is None:
        raise click.ClickException(
            "Nobody administers this area yet. Invite an administrator first: flask person invite"
        )
    return actor


def require_attestation(given: bool) -> None:
    """Refuse where nobody attests."""
    checked_attestation("sponsor_attests", given)


def own_address(config: Config) -> str:
    """The address that people type."""
    if config.hostname:
        return f"{'https' if config.tls else 'http'}://{config.hostname}"
    return f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"


def _is_administered(area: Area) -> bool:
    rows = db.session.scalars(
        db.select(Person).where(Person.area_id == area.id, Person.state == PersonState.ACTIVE)
    )
    return any(Role.ADMINISTRATOR in row.roles for row in rows)
