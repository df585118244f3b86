"""Paper packs, without anybody signed in: tells officers of copies that are not back."""

import click
from flask import current_app

from app.accounts.person.post import NO_HURRY, Post
from app.cli.asking import PlainGroup, existing_area, own_address
from app.config import Config
from app.marac.pack import queries
from app.marac.pack.telling import tell_late

pack = PlainGroup("pack", help="Paper packs for an outage.")


@pack.command("due")
def due() -> None:
    """Tell the officers, once a pack, of copies that were not back in 72 hours; run it hourly.

    Counts only: it needs no key, and names nobody.
    """
    area = existing_area()
    config: Config = current_app.config["MARAC"]
    link = f"{own_address(config)}/sign-in"
    with Post(config, NO_HURRY) as post:
        told = tell_late(area.id, lambda address: post.send(address, link))
    late = len(queries.late(area.id))
    click.echo(f"{late} {'pack' if late == 1 else 'packs'} not back in time; {told} told now.")
