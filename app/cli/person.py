"""Invites people from the terminal and keeps the list of them."""

from typing import IO

import click
from flask import current_app

from app.access.permissions import ROLE_LABELS, Role
from app.accounts.agency.queries import agency_names
from app.accounts.person import post, service
from app.accounts.person.model import Person, PersonState
from app.accounts.person.rules import ATTESTATION
from app.cli import asking
from app.cli.asking import ACTING_AS, PASSPHRASE_FILE, PlainGroup, existing_area, person_of
from app.config import Config
from app.db import db

person = PlainGroup("person", help="People: inviting, roles, leaving, forgotten passphrases.")

ROLES = click.Choice([role.value for role in Role])
STATES = {
    PersonState.INVITED: "invited",
    PersonState.ACTIVE: "at work",
    PersonState.LEFT: "has left",
}
LOST = """\
{name} will set a new passphrase and get new keys.
The new keys open nothing until an officer has called back and confirmed them. What was sealed to
the old keys alone is lost; a sole member's agency loses its private research with them."""


@person.command("invite")
@click.option("--name", prompt="Full name")
@click.option("--email", prompt="Work e-mail address")
@click.option("--agency", "agency_name", prompt="Agency, as on the register")
@click.option("--job", prompt="Job title", default="", show_default=False)
@click.option("--role", "roles", type=ROLES, multiple=True, help="May be given more than once.")
@click.option("--attests", is_flag=True, help=f"You attest that they are not {ATTESTATION}.")
@click.option("--another", is_flag=True, help="It is not the person of a like name who is here.")
@click.option("--send", is_flag=True, help="Send the link by e-mail as well as printing it.")
@ACTING_AS
@PASSPHRASE_FILE
def invite(
    name: str,
    email: str,
    agency_name: str,
    job: str,
    roles: tuple[str, ...],
    attests: bool,
    another: bool,
    send: bool,
    acting_as: str | None,
    passphrase_file: IO[str] | None,
) -> None:
    """Invite somebody; prints a link that works once, for seven days."""
    area = existing_area()
    agency_id = asking.agency_of(area, agency_name).id
    roles = roles or (click.prompt("Role", type=ROLES),)
    actor = asking.administrator(area, acting_as, passphrase_file)
    attests = attests or click.confirm(f"Do you attest that {name} is not {ATTESTATION}?")
    if actor is None:
        asking.require_attestation(attests)
        made = service.set_up_person(
            agency_id, name=name, email=email, job=job, roles=roles, is_another=another
        )
    else:
        made = service.invite(
            actor,
            agency_id=agency_id,
            name=name,
            email=email,
            job=job,
            roles=roles,
            sponsor_attests=attests,
            is_another=another,
        )
    click.echo(f"{name} is invited.")
    _hand_over(made.token, email.strip().lower(), send)
    click.echo(
        "Next: when they have set their passphrase, an officer calls them back and confirms."
    )


@person.command("list")
def list_people() -> None:
    """List everybody: name, agency, roles, address, where they stand."""
    area = existing_area()
    rows = db.session.scalars(
        db.select(Person).where(Person.area_id == area.id).order_by(Person.name)
    ).all()
    agencies = agency_names(row.agency_id for row in rows)
    for row in rows:
        roles = ", ".join(ROLE_LABELS[role] for role in sorted(row.roles))
        state = STATES[PersonState(row.state)]
        click.echo(f"{row.name} · {agencies[row.agency_id]} · {roles} · {row.email} · {state}")


@person.command("roles")
@click.argument("email")
@click.option("--role", "roles", type=ROLES, multiple=True, required=True)
@ACTING_AS
@PASSPHRASE_FILE
def change_roles(
    email: str, roles: tuple[str, ...], acting_as: str | None, passphrase_file: IO[str] | None
) -> None:
    """Give somebody exactly these roles."""
    who = person_of(email)
    actor = asking.required_administrator(existing_area(), acting_as, passphrase_file)
    service.change_roles(actor, who.id, roles)
    click.echo(f"Roles of {who.name}: {', '.join(ROLE_LABELS[Role(role)] for role in roles)}.")
    click.echo(
        "Next: an officer confirms their keys again, because a confirmation names the office."
    )


@person.command("left")
@click.argument("email")
@ACTING_AS
@PASSPHRASE_FILE
def mark_left(email: str, acting_as: str | None, passphrase_file: IO[str] | None) -> None:
    """Mark somebody as gone: their sessions end and their keys open nothing from this moment."""
    who = person_of(email)
    actor = asking.required_administrator(existing_area(), acting_as, passphrase_file)
    service.mark_left(actor, who.id)
    click.echo(f"{who.name} has left. Their sessions are over and their keys open nothing.")
    click.echo("Next: their open actions need new owners; a chair agrees them at the next meeting.")


@person.command("reset")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@click.option("--send", is_flag=True, help="Send the link by e-mail as well as printing it.")
def reset(email: str, yes: bool, send: bool) -> None:
    """Make a link for a forgotten passphrase, where no administrator can do it on a page."""
    who = person_of(email)
    click.echo(LOST.format(name=who.name))
    if not yes:
        click.confirm("Make the link?", abort=True)
    address = who.email
    made = service.invite_from_the_command_line(who.id)
    _hand_over(made.token, address, send)
    click.echo(
        "Next: an officer calls back and confirms. If this was the only officer: "
        "flask recovery recover"
    )


def _hand_over(token: str, address: str, send: bool) -> None:
    """Print the link; with --send also send it."""
    config: Config = current_app.config["MARAC"]
    link = f"{asking.own_address(config)}/invitation/{token}"
    click.echo(f"Their link, once, for seven days:\n  {link}")
    if not send:
        click.echo("Give it to them yourself. Nothing was sent.")
        return
    try:
        post.send_link(config, address, link)
    except post.NotSent:
        raise click.ClickException("The mail relay did not take it. Give them the link.") from None
    click.echo("It was also sent by e-mail.")
