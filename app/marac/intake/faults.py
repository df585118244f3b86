"""Finds everything that stands against a referral, where reading it stops at the first thing.

The rules are read again with what was wrong taken out, until nothing more is wrong, so there is one
set of rules and no second copy of it here.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, TypeVar

from app.refusals import RuleBroken

MOST_FAULTS = 40
IN_ITS_PLACE = "–"
ANSWERED = frozenset({"risk", "immigration"})
T = TypeVar("T")
Given = Mapping[str, Any]


def every_fault(read: Callable[[Given], T], given: Given) -> tuple[T | None, list[RuleBroken]]:
    """Return what ``read`` makes of it and no fault, or None and each fault at its dotted path."""
    rest, faults, seen = deepcopy(dict(given)), [], set[str]()
    for _ in range(MOST_FAULTS):
        try:
            found = read(rest)
        except RuleBroken as broken:
            path = whole_path(rest, broken.field)
            if path not in seen:
                faults.append(RuleBroken(path, broken.message))
            if not _mend(rest, path):
                break
            seen.add(path)
        else:
            return (None if faults else found), faults
    return None, faults


def whole_path(given: Given, path: str) -> str:
    """The path of a field, also where a rule of the risk form names only its topic."""
    root, _, name = path.partition(".")
    group = given.get(root)
    if root in ANSWERED and isinstance(group, Mapping) and "." not in name and name not in group:
        answers = group.get("answers")
        if isinstance(answers, Mapping) and name in answers:
            return f"{root}.answers.{name}"
        if name == "reasons":
            return f"{root}.judgement.{name}"
    return path


def _mend(given: dict[str, Any], path: str) -> bool:
    """Take out what was wrong, or fill in what was missing; say whether that could be done."""
    if path.startswith("kept_from"):
        return given.pop("kept_from", None) is not None
    *above, name = path.split(".")
    group: Any = given
    for part in above:
        group = _below(group, part)
    if not isinstance(group, dict):
        return False
    if name not in group:
        group[name] = IN_ITS_PLACE
        return True
    if isinstance(group[name], dict) or group[name] == IN_ITS_PLACE:
        return False
    del group[name]
    return True


def _below(group: Any, part: str) -> Any:
    if isinstance(group, dict):
        return group.setdefault(part, {})
    if isinstance(group, list) and part.isdecimal() and int(part) < len(group):
        return group[int(part)]
    return None
