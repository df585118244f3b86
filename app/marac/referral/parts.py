"""Takes plain JSON apart, with every broken rule at the dotted path of what broke it.

What comes from a file, another system or a draft is not trusted: each value is asked for by name
and kind, text loses its markup (``app.web.text``), and a field that nobody knows is named, never
passed over, because something that was meant for a referral would be lost without a word.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from app.refusals import RuleBroken
from app.web.text import one_line, plain

NAME = re.compile(r"[a-z0-9_]{1,40}")
MOST_PARTS = 60
YES = frozenset({True, "true", "yes"})
NO = frozenset({False, None, "", "false", "no"})
C = TypeVar("C", bound=StrEnum)


@contextmanager
def within(path: str) -> Iterator[None]:
    """Put a path in front of the field that a rule names."""
    try:
        yield
    except RuleBroken as broken:
        raise RuleBroken(f"{path}.{broken.field}", broken.message) from None


class Part:
    """A group of named values, and where in the whole it stands."""

    def __init__(self, given: Any, path: str, known: Collection[str] | None) -> None:
        self.path = path
        if not isinstance(given, Mapping):
            raise RuleBroken(path, "Give this as a group of named fields.")
        self.given: Mapping[str, Any] = given
        if known is not None:
            self._only(known)

    def at(self, name: str) -> str:
        """The dotted path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Say whether anything was given."""
        return self.given.get(name) not in (None, "", [], {})

    def line(self, name: str) -> str:
        """One line of text; empty if there is none."""
        return one_line(self._text(name))

    def words(self, name: str) -> str:
        """Text of several lines; empty if there is none."""
        return plain(self._text(name))

    def day(self, name: str) -> date | None:
        """A date, written as 2027-03-01; None if there is none."""
        value = self.given.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            message = "Enter a real date as year, month and day, for example 2027-03-01."
            raise RuleBroken(self.at(name), message) from None

    def choice(self, name: str, kind: type[C], default: C) -> C:
        """One of a few values; the default if there is none."""
        value = self.given.get(name)
        if value in (None, ""):
            return default
        if not isinstance(value, str) or value not in set(kind):
            raise RuleBroken(self.at(name), f"Use one of: {', '.join(kind)}.")
        return kind(value)

    def yes(self, name: str) -> bool:
        """True or false, also as the words yes and no; false if there is nothing."""
        value = self.given.get(name)
        value = value.strip().lower() if isinstance(value, str) else value
        if not isinstance(value, str | bool | None) or value not in YES | NO:
            raise RuleBroken(self.at(name), "Use true or false.")
        return value in YES

    def whole(self, name: str, most: int) -> int | None:
        """A whole number from 0; None if there is none."""
        value = self.given.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, str) and value.isdecimal() and len(value) < 10:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise RuleBroken(self.at(name), f"Enter a whole number from 0 to {most}.")
        return value

    def texts(self, name: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of lines, empty ones left out; with ``known``, of these values only."""
        found = tuple(one_line(each) for each in self._list(name) if isinstance(each, str))
        if len(found) != len(self._list(name)):
            raise RuleBroken(self.at(name), "Give this as a list of texts.")
        if known is not None and set(found) - set(known):
            raise RuleBroken(self.at(name), f"Use only: {', '.join(known)}.")
        return tuple(each for each in found if each)

    def part(self, name: str, known: Collection[str] | None) -> "Part":
        """A group within this one; an empty one if there is none."""
        value = self.given.get(name)
        return Part({} if value is None else value, self.at(name), known)

    def parts(self, name: str, known: Collection[str]) -> Iterator["Part"]:
        """Each group of a list of them."""
        for number, each in enumerate(self._list(name)):
            yield Part(each, f"{self.at(name)}.{number}", known)

    def _list(self, name: str) -> list[Any]:
        value = self.given.get(name)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise RuleBroken(self.at(name), "Give this as a list.")
        if len(value) > MOST_PARTS:
            raise RuleBroken(self.at(name), f"Give no more than {MOST_PARTS}.")
        return list(value)

    def _text(self, name: str) -> str:
        value = self.given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise RuleBroken(self.at(name), "Give this as text.")
        return value

    def _only(self, known: Collection[str]) -> None:
        """Name a field that is not known, if its name can be said without repeating anything."""
        for name in self.given:
            if name not in known:
                sayable = isinstance(name, str) and NAME.fullmatch(name)
                path = self.at(name) if sayable else self.path
                message = "There is no such field in a referral. Correct its name or take it out."
                raise RuleBroken(path, message)
