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
from app.db.keyfile import APPLICATION_KEY, create_keys
from scripts.progress import ROOT, VENV, say, step, stop

LAST_WORDS = """
Press Ctrl+C here to stop. The data stays, and `make run` goes on with it.
Codes work once, for half a minute: `make people` in another terminal prints fresh ones.
"""


def main() -> None:
    """Prepare what is missing, print how to get in, and become the server."""
    try:
        app = prepare()
    except ConfigError as error:
        stop("\n".join(error.problems))
    say(f"\nThe service is at http://127.0.0.1:{os.environ['PORT']}\n")
    command(app, "demo", "sign-in-sheet")
    say(LAST_WORDS)
    os.chdir(ROOT)
    server = str(VENV / "bin" / "gunicorn")
    os.execv(server, [server, "--config", "scripts/gunicorn.conf.py", "wsgi:app"])


def prepare() -> Flask:
    """Keys, tables and the made-up area; each only if it is not there yet."""
    app = create_app()
    if not (app.config["MARAC"].instance / APPLICATION_KEY).exists():
        with step("Making the keys of this installation in instance/"):
            create_keys(app.config["MARAC"].instance)
        app = create_app()
    with step("Bringing the database up to date"):
        command(app, "db", "upgrade")
    if not has_area(app):
        with step("Making a demonstration area: 14 agencies, their people, four meetings"):
            command(app, "demo")
    return app


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
