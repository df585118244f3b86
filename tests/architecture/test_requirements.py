"""What the application needs is installed by tests too, in the same versions."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def pinned(name: str) -> dict[str, str]:
    """The packages of a list, with their versions."""
    return dict(PIN.findall((ROOT / name).read_text("utf-8")))


def test_the_tests_run_on_what_the_application_runs_on() -> None:
    """Each package of requirements.txt is in requirements-dev.txt, in the same version."""
    runs, tested = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert len(runs) > 20
    assert {name: tested.get(name) for name in runs} == runs
