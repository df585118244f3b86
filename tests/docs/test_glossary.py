"""The glossary names every table and every permission, once."""

import re
from pathlib import Path

import pytest

from app import create_app
from app.access.permissions import Permission
from app.db import Base

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
ENTRIES = re.findall(r"^\| `?([^|`]+?)`? \|", GLOSSARY, re.MULTILINE)


def tables() -> list[str]:
    """The names of all table classes."""
    assert create_app  # importing the house is not enough: its rooms are imported by this
    return sorted(mapper.class_.__name__ for mapper in Base.registry.mappers)


def test_every_table_is_in_the_glossary(app: object) -> None:
    """Whoever meets a table's name in the code finds in one place what it means."""
    assert [name for name in tables() if ENTRIES.count(name) != 1] == []


def test_the_glossary_names_no_table_that_is_not_there(app: object) -> None:
    """A table that is gone is gone from the glossary too."""
    named = {entry for entry in ENTRIES if re.fullmatch(r"[A-Z][a-z]+([A-Z][a-z]+)*", entry)}
    assert named - set(tables()) <= {"Area"}


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_in_the_glossary(permission: Permission) -> None:
    """A coordinator can read what each permission opens."""
    assert ENTRIES.count(permission.value) == 1


def test_the_glossary_names_no_permission_that_is_not_there() -> None:
    """A permission that is gone is gone from the glossary too."""
    named = {entry for entry in ENTRIES if re.fullmatch(r"[a-z]+:[a-z]+", entry)}
    assert named == {permission.value for permission in Permission}
