"""What minutes are made of and what their words must pass (SafeLives minutes checklist, 2014).

The words of a part are a plain dictionary, written in one way only (``canonical``), because the
chair signs its exact bytes. A ``place`` names one text in it: "shared.0.text".
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.firewall.screen import suggests_compartment
from app.refusals import RuleBroken

Words = dict[str, Any]
DUE_DAYS = 3
"""Minutes are out within three working days (Derbyshire operating protocol, 2013)."""
SATURDAY = 5
LONGEST_TEXT = 6000
LONGEST_REASON = 1000
AMENDED = "amended"


class LeafKind(StrEnum):
    """What a leaf is about: the meeting itself, a case that was heard, or one that only runs on
    (an action from an earlier meeting, twelve months over)."""

    GENERAL = "general"
    CASE = "case"
    LATER = "later"


@dataclass(frozen=True)
class Passage:
    """One text of a part: where it stands, what it is called, and what it says."""

    place: str
    heading: str
    text: str
    commits: bool = False


def due_on(day: date) -> date:
    """The third working day after a meeting; bank holidays are not known here."""
    left = DUE_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def late_days(held_on: date, today: date) -> int:
    """How many days after the day that they are due minutes are; less than 1 while in time."""
    return (today - due_on(held_on)).days


def canonical(words: Words) -> bytes:
    """The exact bytes that stand for these words: UTF-8 JSON, names sorted, no space between."""
    return json.dumps(
        words, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def passages(words: Words) -> Iterator[Passage]:
    """Every text of a part that somebody typed, in the order in which it is read."""
    kind = words["kind"]
    if kind == LeafKind.CASE:
        yield Passage("presented", "How it was presented", words["presented"])
        yield Passage("different", "What is different this time", words["different"])
        yield from _shared(words)
        yield from _risks(words)
        yield from _actions(words)
        yield Passage("conclusion", "How it was concluded", words["conclusion"], commits=True)
    if kind != LeafKind.GENERAL:
        yield from _earlier(words)
    yield Passage("note", "Anything to add", words["note"], commits=True)
    yield from _amended(words)


def texts(words: Words) -> dict[str, str]:
    """What each text of a part says, by its place."""
    return {passage.place: passage.text for passage in passages(words)}


def with_edits(words: Words, edits: Mapping[str, str]) -> Words:
    """The words with these texts in their places; a place that is not there any more is ignored."""
    found = deepcopy(words)
    for place, text in edits.items():
        *way, name = place.split(".")
        at: Any = found
        try:
            for step in way:
                at = at[int(step)] if step.isdigit() else at[step]
            if isinstance(at[name], str):
                at[name] = text
        except (KeyError, IndexError, TypeError):
            continue
    return found


def changed(words: Words, given: Mapping[str, str]) -> dict[str, str]:
    """Those of the texts given that differ from what the board says; each must fit."""
    said = texts(words)
    for place in said:
        if len(given.get(place, "")) > LONGEST_TEXT:
            raise RuleBroken(place, f"Shorten this to {LONGEST_TEXT} characters or fewer.")
    return {
        place: given[place].strip()
        for place, text in said.items()
        if place in given and given[place].strip() != text.strip()
    }


def flagged(words: Words) -> list[Passage]:
    """The texts that speak of somebody's status: they belong in the immigration section (AC-20)."""
    return [passage for passage in passages(words) if suggests_compartment(passage.text)]


def is_same(one: Words, other: Words) -> bool:
    """Whether two parts say the same, but for what is noted of their changes."""
    return {**one, AMENDED: []} == {**other, AMENDED: []}


def require_why(why: str) -> str:
    """What was signed is amended for a reason, which everybody reads who reads the part."""
    if not why.strip():
        raise RuleBroken("why", "Enter what you are amending and why.")
    if len(why) > LONGEST_REASON:
        raise RuleBroken("why", f"Shorten this to {LONGEST_REASON} characters or fewer.")
    return why.strip()


def require_reason(reason: str) -> str:
    """Words about somebody's status stay only for a reason."""
    if not reason.strip():
        raise RuleBroken("reason", "Enter why these words must stay in the minutes.")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("reason", f"Shorten this to {LONGEST_REASON} characters or fewer.")
    return reason.strip()


def _shared(words: Words) -> Iterator[Passage]:
    for number, row in enumerate(words["shared"]):
        yield Passage(f"shared.{number}.text", f"What {row['agency']} shared", row["text"])


def _risks(words: Words) -> Iterator[Passage]:
    parts = (
        ("harm", "the harm"),
        ("whom", "to whom"),
        ("raises", "what raises it"),
        ("protects", "what protects"),
    )
    for at, row in enumerate(words["risks"]):
        for name, what in parts:
            if name == "harm" or row[name]:
                place = f"risks.{at}.{name}"
                yield Passage(place, f"Risk {row['number']}: {what}", row[name])


def _actions(words: Words) -> Iterator[Passage]:
    for at, row in enumerate(words["actions"]):
        number = at + 1
        yield Passage(f"actions.{at}.what", f"Action {number}", row["what"], commits=True)
        heading = f"Action {number}: how we will know it is done"
        yield Passage(f"actions.{at}.known", heading, row["known"], commits=True)


def _amended(words: Words) -> Iterator[Passage]:
    """The reasons of amendments: they are signed and read like every other word."""
    for at, row in enumerate(words.get(AMENDED, ())):
        yield reason_passage(row["why"], at)


def reasons(words: Words | None) -> list[Passage]:
    """The reasons of amendments alone; none of a part that was never signed."""
    return list(_amended(words)) if words else []


def reason_passage(why: str, at: int = 0) -> Passage:
    """The reason of an amendment as a text of its part; it commits like a note."""
    return Passage(f"{AMENDED}.{at}.why", "What was amended, and why", why, commits=True)


def _earlier(words: Words) -> Iterator[Passage]:
    for at, row in enumerate(words["earlier"]):
        yield Passage(f"earlier.{at}.what", f"Earlier action {at + 1}", row["what"])
        yield Passage(
            f"earlier.{at}.said", f"Earlier action {at + 1}: what came of it", row["said"]
        )
