"""The page of commands is the truth about the commands."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
DOCUMENTED = re.findall(r"^\| `flask ([a-z -]+?)(?: [A-Z<\[-].*?)?` \|", PAGE, re.MULTILINE)
FLASKS_OWN = {"run", "shell", "routes", "db"}


def ours(app: Flask) -> Iterator[str]:
    """Every command that the application adds to flask."""
    for name, command in app.cli.commands.items():
        if name in FLASKS_OWN:
            continue
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield name
        if isinstance(command, click.Group):
            yield from (f"{name} {below}" for below in command.commands)


def test_every_command_is_documented_once(app: Flask) -> None:
    """Nobody has to guess which commands there are."""
    assert sorted(DOCUMENTED) == sorted(ours(app))


def test_every_command_says_what_it_does(app: Flask) -> None:
    """`flask --help` explains each command in a sentence."""
    for name, group in app.cli.commands.items():
        if name not in FLASKS_OWN and isinstance(group, click.Group):
            assert group.help
            assert all(command.help for command in group.commands.values())
