"""Commands: what is done from the terminal rather than from a page."""

from importlib import import_module
from pkgutil import iter_modules

import click
from flask import Flask

from app.cli.asking import PlainCommand


def register(app: Flask) -> None:
    """Add the commands of every module in this folder to `flask`."""
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        for thing in vars(module).values():
            if isinstance(thing, (click.Group, PlainCommand)) and thing.name is not None:
                app.cli.add_command(thing)
