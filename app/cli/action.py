"""Reminders of actions, without anybody signed in: ids and dates only, and constant messages."""

import click
from flask import current_app

from app.accounts.person.post import NO_HURRY, Post
from app.cli.asking import PlainGroup, existing_area, own_address
from app.config import Config
from app.marac.action.reminding import remind, to_remind

action = PlainGroup("action", help="Actions that were agreed at meetings.")


@action.command("remind")
@click.option("--count", is_flag=True, help="Only say how many people would be told.")
def remind_people(count: bool) -> None:
    """Tell people that there is something for them; run it once a day. It needs no key.

    Owners before, on and after the day; then whoever leads their agency; then the chairs. Nobody
    is sent more than one message a day, and nobody twice for the same reason.
    """
    area = existing_area()
    if count:
        click.echo(f"{_people(len(to_remind(area)))} would be told.")
        return
    config: Config = current_app.config["MARAC"]
    link = f"{own_address(config)}/sign-in"
    with Post(config, NO_HURRY) as post:
        sent = remind(area, lambda address: post.send(address, link))
    actions = "1 action" if sent.actions == 1 else f"{sent.actions} actions"
    click.echo(f"{_people(sent.people)} told, about {actions}.")
    if sent.not_sent:
        raise click.ClickException(
            f"Messages that did not go: {sent.not_sent}. Run this again once the relay takes them."
        )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
