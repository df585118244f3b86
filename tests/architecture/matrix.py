"""Writes who may call what: `make matrix`, then read the difference before you commit it."""

import tempfile
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from app.access.marks import AccessRule, Public, Requires, SignedIn, rule_of
from app.access.permissions import Permission, Role, permissions_of
from app.db.keyfile import create_keys
from tests.application import make_app

FILE = Path(__file__).parents[1] / "access_matrix.txt"
HEADING = """\
Who may call what. Written by `make matrix`; a test says when it is out of date. A permission opens
a view, never a record: a case opens only with a key, and its exclusion list is asked before.
"""
HANDLED = frozenset({"HEAD", "OPTIONS"})


def matrix(app: Flask) -> str:
    """One line for each endpoint and method, in order of the addresses."""
    roles = " ".join(f"{role.value:13}" for role in Role)
    head = f"{'address':64} {'method':7} {'rule':32} signed-out    {roles}"
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (str(rule.rule), rule.endpoint))
    rows = [_row(app, rule, method) for rule in rules for method in _methods(rule)]
    return "\n".join([HEADING, head.rstrip(), *rows]) + "\n"


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - HANDLED)


def _row(app: Flask, rule: Rule, method: str) -> str:
    access = rule_of(app.view_functions[rule.endpoint])
    marks = [_mark(access, None), *(_mark(access, role) for role in Role)]
    cells = " ".join(f"{mark:13}" for mark in marks)
    return f"{rule.rule:64} {method:7} {_name(access):32} {cells}".rstrip()


def _name(rule: AccessRule | None) -> str:
    match rule:
        case Public():
            return "public"
        case SignedIn():
            return "signed in"
        case Requires(permission):
            return permission.value
    return "NO RULE"


def _mark(rule: AccessRule | None, role: Role | None) -> str:
    match rule:
        case Public():
            return "yes"
        case SignedIn():
            return "yes" if role else "."
        case Requires(permission):
            return "yes" if role and permission in _held(role) else "."
    return "."


def _held(role: Role) -> frozenset[Permission]:
    return frozenset(permissions_of(frozenset({role})))


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        create_keys(Path(folder) / "instance")
        FILE.write_text(matrix(make_app(Path(folder) / "instance")))


if __name__ == "__main__":
    main()
