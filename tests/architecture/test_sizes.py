"""Nothing grows until nobody wants to read it, and everything says what it is."""

import ast

from tests.architecture.sources import functions, lines, modules, short, templates, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 150
OWN_LIMITS = {"app/__init__.py": 120, "tests/conftest.py": 150}
OURS = ("app", "migrations", "scripts", "tests")


def test_files_are_short() -> None:
    """400 lines are the end; the root and conftest have less. Migrations are written by a tool."""
    long = [
        f"{short(path)}: {lines(path)}"
        for path in modules("app", "scripts", "tests")
        if lines(path) > OWN_LIMITS.get(short(path), LONGEST_FILE)
    ]
    assert not long, long


def test_functions_are_short() -> None:
    """50 lines are the end for a function. Migrations only list tables."""
    long = [
        f"{short(path)}: {function.name}"
        for path in modules("app", "scripts", "tests")
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert not long, long


def test_templates_are_short() -> None:
    """150 lines are the end for a template."""
    long = [
        f"{short(path)}: {lines(path)}" for path in templates() if lines(path) > LONGEST_TEMPLATE
    ]
    assert not long, long


def test_every_module_says_what_it_is() -> None:
    """A module opens with a sentence."""
    silent = [
        short(path)
        for path in modules(*OURS)
        if not (ast.get_docstring(tree(path)) or "")
        .partition("\n")[0]
        .endswith((".", "?", ":", "`"))
    ]
    assert not silent, silent


def test_every_public_function_says_what_it_does() -> None:
    """Functions and classes of the application that others call have a docstring."""
    silent = [
        f"{short(path)}: {node.name}"
        for path in modules("app")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent, silent


def test_every_test_states_its_promise() -> None:
    """A test without a docstring tells nobody what broke when it fails."""
    silent = [
        f"{short(path)}: {function.name}"
        for path in modules("tests")
        for function in functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert not silent, silent
