"""A row that points at a secret is not believed: whoever seals or lists says of which record."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

APP = ROOT / "app"
ASKED = frozenset({"current", "kept_from"})
NOUNS = ("marac", "confidentiality/disclosure", "confidentiality/gate")


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call of a ring's method that takes a secret and seals or lists by it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if node.func.attr in ASKED and (owner == "ring" or owner.endswith((".ring", "Ring"))):
                yield node


@pytest.mark.parametrize("noun", NOUNS)
def test_every_secret_is_asked_for_with_its_record(noun: str) -> None:
    """Pointed at another record's key, a row would have officers seal a case for anybody."""
    found = [(path, call) for path in sorted((APP / noun).rglob("*.py")) for call in calls(path)]
    assert found
    without = [
        f"{path.relative_to(APP)}:{call.lineno}"
        for path, call in found
        if "of" not in {word.arg for word in call.keywords}
    ]
    assert without == []
