"""The 12-month list, without anybody signed in: counts only, and notices that say nothing."""

import click
from flask import current_app

from app.access.permissions import Permission, permissions_of
from app.accounts.area.rules import settings_from
from app.accounts.person.model import Person
from app.accounts.person.post import NO_HURRY, Post
from app.cli.asking import PlainGroup, existing_area, own_address
from app.config import Config
from app.marac.flag import queries, telling

flag = PlainGroup("flag", help="The 12-month list of flags.")


@flag.command("due")
@click.option("--send", is_flag=True, help="Also send the officers the constant notice.")
def due(send: bool) -> None:
    """Say how many flags agencies are to be told of, and remind officers; run it each month.

    Counts only: it needs no key, and names nobody.
    """
    area = existing_area()
    months = settings_from(area.settings).flag_months
    to_set, to_clear = queries.counts_due(area.id, months)
    click.echo(f"{to_set} to set, {to_clear} to clear.")
    if not to_set + to_clear:
        return
    click.echo("Next: an officer signs in and presses ‘Tell the agencies’ on the 12-month list.")
    if send:
        _send([one for one in queries.people(area.id) if _may(one, Permission.FLAG_SET)])


@flag.command("remind")
@click.option("--send", is_flag=True, help="Send the notices; otherwise only count them.")
def remind(send: bool) -> None:
    """Remind the people of agencies that have not answered within the area’s reminder days."""
    area = existing_area()
    people = telling.to_remind(area.id, settings_from(area.settings).remind_days)
    click.echo(f"{len(people)} people of agencies that have not answered.")
    if send:
        _send(list(people.values()))


def _may(person: Person, permission: Permission) -> bool:
    return permission in permissions_of(person.roles)


def _send(people: list[Person]) -> None:
    config: Config = current_app.config["MARAC"]
    link = f"{own_address(config)}/sign-in"
    with Post(config, NO_HURRY) as post:
        sent, not_sent = telling.send_to(people, lambda address: post.send(address, link))
    click.echo(f"{sent} notices sent, {not_sent} not sent.")
