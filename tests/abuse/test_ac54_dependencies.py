"""AC-54: a package is altered on its way, or another one is put in its place."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt")
PIN = re.compile(r"([A-Za-z0-9._-]+(\[[a-z,]+\])?)==[0-9][A-Za-z0-9.+!]*( ; [^\\]+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(name: str) -> list[str]:
    """The lines of a list, each package with its hashes in one."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    """One version, and at least one SHA-256; no address, no path, no other index."""
    found = entries(name)
    assert found
    for line in found:
        pin, *hashes = re.split(r"\s+(?=--)", line)
        assert PIN.fullmatch(pin.strip()), pin
        assert hashes, pin
        assert all(HASH.fullmatch(one.strip()) for one in hashes), pin
    assert "://" not in "".join(found)
    assert not [line for line in found if line.startswith(("-", "git+", "."))]


def test_the_installer_insists_on_hashes_and_builds_nothing() -> None:
    """pip is told both: no package without its hash, and none whose set-up program would run."""
    text = (ROOT / "scripts" / "setup.py").read_text()
    assert '"--require-hashes"' in text
    assert '"--only-binary=:all:"' in text


def test_the_front_end_parts_are_locked_without_addresses() -> None:
    """Each has the hash of its content; where it is fetched from is not written down."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    parts = {path: part for path, part in lock["packages"].items() if path}
    assert parts
    for path, part in parts.items():
        assert part["integrity"].startswith("sha512-"), path
        assert "resolved" not in part, path
        assert not part.get("hasInstallScript"), path
    assert "://" not in json.dumps([part.get("resolved", "") for part in parts.values()])


def test_nothing_that_reports_elsewhere_is_installed() -> None:
    """No error tracker and no telemetry among what the application needs."""
    names = {line.partition("==")[0].lower() for line in entries("requirements.txt")}
    assert not names & {"sentry-sdk", "rollbar", "newrelic", "ddtrace", "bugsnag", "elastic-apm"}
    assert not [name for name in names if name.startswith("opentelemetry")]
