"""What of the board has changed since somebody last looked, told without opening anything.

The mark of the whole board is the marks of its parts in a row. A browser hands back the one it
has, and gets only the parts that differ: what is new, and nothing that it shows already.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Part(StrEnum):
    """The live parts of the board."""

    NOW = "now"
    AGENDA = "agenda"
    SHARED = "shared"
    RISKS = "risks"
    ACTIONS = "actions"


def whole(marks: Mapping[Part, str]) -> str:
    """The mark of the board out of its parts' marks."""
    return ".".join(marks[part] for part in Part)


def changed(marks: Mapping[Part, str], seen: Iterable[str]) -> frozenset[Part]:
    """The parts that are not as in any mark that the browser still has."""
    for mark in seen:
        had = mark.split(".")
        if len(had) == len(Part):
            known = zip(Part, had, strict=True)
            return frozenset(part for part, value in known if marks[part] != value)
    return frozenset(Part)
