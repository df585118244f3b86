"""Finds a Chromium for the browser tests, or gets one the best way this machine allows."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts.progress import VENV, StepFailed, environment, follow, say, step, stop

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN = VENV / "browsers"
NOWHERE = (
    "The browser tests need Chromium and none was found. Install one (for example:\n"
    "sudo apt-get install chromium fonts-liberation) and run `make test` again."
)


def runs(path: str | Path) -> bool:
    """The program starts and tells its version (a snap's placeholder does not)."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def find_browser() -> str | None:
    """The first Chromium that runs: on the PATH, or the one put under .venv."""
    on_path = [shutil.which(name) for name in NAMES]
    own = sorted(OWN.glob("chromium-*/chrome-linux*/chrome"))
    return next((str(place) for place in (*on_path, *own) if place and runs(place)), None)


def apt_get() -> list[str] | None:
    """How to call apt-get with the right to install, or None."""
    if shutil.which("apt-get") is None:
        return None
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return quiet
    if (
        shutil.which("sudo")
        and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode
    ):
        return ["sudo", "-n", *quiet]
    return None


def provide() -> None:
    """Have a browser: the machine's, else Debian's, else the one Playwright brings, else say so."""
    if find_browser():
        return
    for attempt in (from_apt, from_playwright):
        try:
            attempt()
        except StepFailed as failure:
            say(f"    that did not work: {str(failure).splitlines()[-1]}")
        if find_browser():
            return
    stop(NOWHERE)


def from_apt() -> None:
    """Debian's and Ubuntu's own package."""
    apt = apt_get()
    if apt is None:
        return
    with step("Installing Chromium for the browser tests (some minutes the first time)"):
        follow([*apt, "update"], watch="Get:")
        packages = ["chromium", "fonts-liberation"]
        follow([*apt, "install", "-y", "--no-install-recommends", *packages], watch="")


def from_playwright() -> None:
    """The build that Playwright downloads, kept under .venv."""
    with step("Downloading Chromium for the browser tests"):
        env = environment(PLAYWRIGHT_BROWSERS_PATH=str(OWN))
        follow([VENV / "bin" / "playwright", "install", "chromium"], env=env)
