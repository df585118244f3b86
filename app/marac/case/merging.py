"""Two people changed one thing: what both meant, and where only one of them can be right."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from app.vault import digests

T = TypeVar("T")
Marks = Mapping[str, str]
MARK_LENGTH = 16


@dataclass(frozen=True)
class Merged(Generic[T]):
    """The form's values now; ``taken`` were changed by the other alone, ``contested`` by both."""

    values: T
    taken: tuple[str, ...]
    contested: tuple[str, ...]


def marks(values: Any) -> dict[str, str]:
    """A mark of each field of a dataclass, so that a page can tell later whether it changed."""
    return {field.name: _mark(getattr(values, field.name)) for field in fields(values)}


def merge(mine: T, theirs: T, seen: Marks) -> Merged[T]:
    """Keep every word of mine that I changed; take theirs where I had left the field alone."""
    differ = [name for name in marks(theirs) if getattr(mine, name) != getattr(theirs, name)]
    taken = tuple(name for name in differ if _mark(getattr(mine, name)) == seen.get(name))
    kept = [name for name in differ if name not in taken]
    contested = tuple(name for name in kept if _mark(getattr(theirs, name)) != seen.get(name))
    values = replace(mine, **{name: getattr(theirs, name) for name in taken})  # type: ignore[type-var]
    return Merged(values, taken, contested)


def _mark(value: Any) -> str:
    return digests.sha256_hex(repr(value).encode())[:MARK_LENGTH]
