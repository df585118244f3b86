"""What a server or the `flask` command loads. A server is refused storage that is not right."""

import sys

from app import create_app, create_terminal
from app.config import ConfigError
from app.db.startup import check_storage, runs_unchecked, stands_alone

GIVE_UP = 3  # tells gunicorn not to start the worker again and again

try:
    alone = stands_alone(sys.argv)
    app = create_terminal() if alone else create_app()
    if not alone and not runs_unchecked(sys.argv):
        check_storage(app.config["MARAC"].instance)
except ConfigError as error:
    sys.stderr.write("\n".join(["The service cannot start.", *error.problems, ""]))
    sys.exit(GIVE_UP)
