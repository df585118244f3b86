"""Brings up the demonstration: sets up what is missing, then hands over to the environment."""

import os
import socket
import sys

from scripts import setup
from scripts.progress import environment, stop

HOST = "127.0.0.1"


def main() -> None:
    """Check the port before the long part, set up, and go on inside .venv."""
    if os.environ.get("MARAC_ENV", "demonstration") != "demonstration":
        stop("`make run` is for demonstrations. docs/ says how a real service is run.")
    port = os.environ.get("PORT") or "8000"
    refuse_taken(port)
    sys.argv = sys.argv[:1]
    setup.main()
    env = environment(MARAC_ENV="demonstration", PORT=port)
    os.execve(setup.PYTHON, [str(setup.PYTHON), "-m", "scripts.bring_up"], env)


def refuse_taken(port: str) -> None:
    """Say so when something else listens there already."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        stop(f"PORT is “{port}”. Give a number from 1 to 65535, as in: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except PermissionError:
            stop(f"Port {port} is reserved for the system. Choose another: make run PORT=8001")
        except OSError:
            stop(
                f"Port {port} is taken: perhaps this service is running already, in another "
                "terminal.\nStop that one, or choose another port: make run PORT=8001"
            )


if __name__ == "__main__":
    main()
