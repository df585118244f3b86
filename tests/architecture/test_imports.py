"""Imports run one way, and every module has been given its place."""

import ast
import subprocess
import sys

from tests.architecture.sources import ROOT, functions, modules, short

MAY_IMPORT_LATE = {"app/__init__.py"}


def test_the_contracts_hold() -> None:
    """Every import contract of pyproject.toml is kept, and no module is without a place."""
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()"]
    result = subprocess.run([*linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


def test_imports_stand_at_the_top() -> None:
    """An import inside a function hides a circle; only the composition root has some."""
    late = [
        f"{short(path)}:{node.lineno}"
        for path in modules("app")
        if short(path) not in MAY_IMPORT_LATE
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not late, late
