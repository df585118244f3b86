"""Makes the keys of a new installation: `flask keys create`."""

import os

import click
from flask.cli import AppGroup

from app.config import instance_folder
from app.db.keyfile import StorageRefused, create_keys

keys = AppGroup("keys", help="The keys of this installation.")


@keys.command("create", with_appcontext=False)
def create() -> None:
    """Make the database key and the application key, once, in the instance folder."""
    try:
        paths = create_keys(instance_folder(os.environ))
    except StorageRefused as refused:
        raise click.ClickException(str(refused)) from None
    for path in paths:
        click.echo(f"Made {path}")
    click.echo(
        "Keep a copy of both somewhere else than the backups of the database: "
        "without the database key nobody can open it."
    )


if __name__ == "__main__":
    keys()
