"""The checks that need no test: formatting, lint, types, import contracts, templates."""

import sys
import time

from scripts.progress import VENV, StepFailed, follow, say

BIN = VENV / "bin"
CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("ruff", ["ruff", "check", "."]),
    ("mypy", ["mypy"]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("templates", ["djlint", "app", "--lint", "--quiet"]),
)


def main() -> None:
    """Run every check, also after one that failed; end badly if any did."""
    failures = 0
    for name, (program, *options) in CHECKS:
        began = time.monotonic()
        try:
            follow([BIN / program, *options])
        except StepFailed as failure:
            failures += 1
            say(f"✗ {name}\n{failure}\n")
        else:
            say(f"✓ {name} ({time.monotonic() - began:.1f} s)")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
