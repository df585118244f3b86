"""Makes .venv with the pinned packages, the front-end parts and, for the tests, a browser."""

import argparse
import fcntl
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scripts import assets, chromium
from scripts.progress import ROOT, VENV, StepFailed, follow, say, step, stop

PYTHON = VENV / "bin" / "python"
RUNTIME = "requirements.txt"
TESTS = "requirements-dev.txt"  # holds everything of RUNTIME too
STOPPED = (
    "The set-up stopped there. The first time it needs the network: Python's and npm's package\n"
    "registries must be reachable. Nothing is half done: when they are, run it again."
)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two `make` at once take turns instead of writing over each other."""
    with (ROOT / RUNTIME).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("• Waiting for another set-up in this folder to finish …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def venv_works() -> bool:
    """There is an environment with pip, and its Python is new enough."""
    if not PYTHON.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Create .venv, installing Debian's part for it if that is missing and may be installed."""
    if venv_works():
        return
    with step("Making the Python environment in .venv"):
        if importlib.util.find_spec("ensurepip") is None:
            install_venv_part()
        follow([sys.executable, "-m", "venv", "--clear", VENV])


def install_venv_part() -> None:
    """Debian and Ubuntu ship Python without `venv`; put it there or say how."""
    package = f"python3.{sys.version_info.minor}-venv"
    apt = chromium.apt_get()
    if apt is None:
        stop(f"This Python cannot make environments. Install its part: apt-get install {package}")
    say(f"    this Python lacks venv: installing {package}")
    follow([*apt, "update"])
    follow([*apt, "install", "-y", "--no-install-recommends", package])


def stamp(requirements: str) -> str:
    """What the environment must have been made from for us to leave it alone."""
    return f"{sys.version_info[:2]}\n{(ROOT / requirements).read_text()}"


def install(requirements: str) -> None:
    """Install the pinned packages, each checked against its hash, unless that is done already."""
    note = VENV / f".installed-{requirements}"
    if note.exists() and note.read_text() == stamp(requirements):
        return
    count = (ROOT / requirements).read_text().count("==")
    with step(f"Installing {count} pinned packages into .venv, each checked against its hash"):
        pip = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
        follow([*pip, "--progress-bar=off", "-r", str(ROOT / requirements)], watch="Collecting")
    note.write_text(stamp(requirements))
    if requirements == TESTS:
        (VENV / f".installed-{RUNTIME}").write_text(stamp(RUNTIME))


def main() -> None:
    """Set up what is missing; a second run only looks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with-tests", action="store_true", help="also what the tests need")
    parser.add_argument("--without-browser", action="store_true", help="no Chromium")
    wanted = parser.parse_args()
    try:
        with one_at_a_time():
            make_venv()
            install(TESTS if wanted.with_tests else RUNTIME)
            assets.build()
            if wanted.with_tests and not wanted.without_browser:
                chromium.provide()
    except StepFailed as failure:
        stop(f"{failure}\n\n{STOPPED}")


if __name__ == "__main__":
    main()
