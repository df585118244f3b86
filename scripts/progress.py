"""Saying what is going on: a line for each step, a sign of life in long ones, a clear last word."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SIGN_OF_LIFE = 2.0  # seconds


class StepFailed(Exception):
    """A command of a step ended badly; its last lines go with it."""


def environment(**more: str) -> dict[str, str]:
    """The environment for our commands, with a home even where there is none."""
    env = {**os.environ, **more}
    home = env.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        fallback = VENV / "home"
        fallback.mkdir(parents=True, exist_ok=True)
        env["HOME"] = str(fallback)
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    env["PYTHONUNBUFFERED"] = "1"
    return env


def say(line: str) -> None:
    """One line to the person who is waiting."""
    print(line, flush=True)


def stop(message: str) -> NoReturn:
    """End with a sentence that says what to do."""
    sys.stdout.flush()
    print(f"\n{message}", file=sys.stderr, flush=True)
    sys.exit(1)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step and say how long it took."""
    say(f"• {title} …")
    began = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - began:.1f} s")


def follow(
    command: Sequence[str | Path], watch: str | None = None, env: dict[str, str] | None = None
) -> None:
    """Run a command quietly; every two seconds repeat its latest line that begins with `watch`."""
    words = [str(word) for word in command]
    lines: list[str] = []
    told = time.monotonic()
    with subprocess.Popen(
        words,
        cwd=ROOT,
        env=env or environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if (
                watch is not None
                and line.startswith(watch)
                and time.monotonic() - told > SIGN_OF_LIFE
            ):
                told = time.monotonic()
                say(f"    {line.strip()[:88]}")
    if process.returncode:
        raise StepFailed(
            f"{' '.join(words[:4])} … ended with {process.returncode}:\n" + "\n".join(lines[-25:])
        )
