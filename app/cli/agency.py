"""Enters agencies on the register from the terminal."""

from typing import IO

import click

from app.accounts.agency import service
from app.accounts.agency.model import SECTOR_LABELS, Agency, Sector
from app.cli.asking import ACTING_AS, PASSPHRASE_FILE, PlainGroup, administrator, existing_area
from app.db import db

agency = PlainGroup("agency", help="The register of member agencies.")

SECTORS = click.Choice([sector.value for sector in Sector])


@agency.command("create")
@click.option("--name", prompt="Name of the agency")
@click.option("--sector", type=SECTORS, prompt="What kind of member is it")
@click.option("--phone", prompt="Number that an officer calls back")
@click.option("--domain", prompt="What follows the @ in its e-mail addresses")
@ACTING_AS
@PASSPHRASE_FILE
def create(
    name: str,
    sector: str,
    phone: str,
    domain: str,
    acting_as: str | None,
    passphrase_file: IO[str] | None,
) -> None:
    """Enter an agency. The number is what an officer calls to check who somebody is."""
    area = existing_area()
    actor = administrator(area, acting_as, passphrase_file)
    if actor is None:
        entered = service.set_up_agency(area.id, name, sector, phone, domain)
    else:
        entered = service.create_agency(actor, name, sector, phone, domain)
    click.echo(f"Entered: {entered.name} ({SECTOR_LABELS[Sector(entered.sector)]}).")
    click.echo("Next: invite whoever signs for it, with the role signatory: flask person invite")


@agency.command("list")
def list_agencies() -> None:
    """List the register: name, kind, the number to call back."""
    area = existing_area()
    rows = db.session.scalars(
        db.select(Agency).where(Agency.area_id == area.id).order_by(Agency.name)
    )
    for row in rows:
        click.echo(f"{row.name:44} {SECTOR_LABELS[Sector(row.sector)]:40} {row.callback_phone}")
