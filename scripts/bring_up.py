"""Inside .venv: keys, migrations, the made-up area, what to try first, and then the server."""

import os
import sys
from collections.abc import Callable

from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from app import create_app
from app.accounts.area.model import Area
from app.config import ConfigError
from app.db import db
from app.db.keyfile import (
    APPLICATION_KEY,
    DATABASE,
    DATABASE_KEY,
    application_key,
    create_keys,
    database_key,
)
from scripts.progress import ROOT, VENV, say, step, stop

LAST_WORDS = """
Press Ctrl+C here to stop. The data stays, and `make run` goes on with it.
Its meeting can be opened only on the day it was made for. For a fresh one, then or any day: stop,
move the folder instance/ away, and `make run` again.
Codes work once, for half a minute: `make people` in another terminal prints fresh ones.
"""


def main() -> None:
    """Prepare what is missing, print how to get in, and become the server."""
    try:
        app = prepare()
    except ConfigError as error:
        stop("\n".join(error.problems))
    say(f"\nThe service is at http://127.0.0.1:{os.environ['PORT']}")
    command(app, "demo", "sign-in-sheet")
    say(LAST_WORDS)
    os.chdir(ROOT)
    server = str(VENV / "bin" / "gunicorn")
    os.execv(server, [server, "--config", "scripts/gunicorn.conf.py", "wsgi:app"])


def prepare() -> Flask:
    """Keys, tables and the made-up area; each only if it is not there yet."""
    app = create_app()
    instance = app.config["MARAC"].instance
    if not any((instance / name).exists() for name in (APPLICATION_KEY, DATABASE_KEY, DATABASE)):
        with step("Making the keys of this installation in instance/"):
            create_keys(instance)
        app = create_app()
    refuse_wrong_keys(app)
    with step("Bringing the database up to date"):
        command(app, "db", "upgrade")
    if not has_area(app):
        with step("Making a demonstration area: 14 agencies, their people, four meetings"):
            command(app, "demo")
    return app


def refuse_wrong_keys(app: Flask) -> None:
    """Say what is wrong with a key file here, before the migrations say it in a log's words."""
    instance = app.config["MARAC"].instance
    database_key(instance)
    application_key(instance)
    if (instance / DATABASE).exists():
        with app.app_context():
            db.session.execute(select(1))


def has_area(app: Flask) -> bool:
    """Whether the database holds an area already."""
    with app.app_context():
        return bool(db.session.scalar(select(func.count()).select_from(Area)))


def command(app: Flask, *words: str) -> None:
    """Run one `flask` command in this process."""
    maker: Callable[[], Flask] = lambda: app  # noqa: E731
    try:
        app.cli.main(list(words), obj=ScriptInfo(create_app=maker), prog_name="flask")
    except SystemExit as end:
        if end.code:
            sys.exit(end.code)


if __name__ == "__main__":
    main()
