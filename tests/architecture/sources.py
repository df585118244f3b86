"""The project's own files, as the house tests read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    """Every Python file under these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def templates() -> list[Path]:
    """Every template of ours."""
    return sorted(path for path in (ROOT / "app").rglob("templates/**/*.html"))


def template_name(path: Path) -> str:
    """The name by which a page asks for it: what follows the last folder called templates."""
    parts = path.parts
    start = len(parts) - parts[::-1].index("templates")
    return "/".join(parts[start:])


def short(path: Path) -> str:
    """A path as a message shows it."""
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """Every function of a module, methods and inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text("utf-8").splitlines())
