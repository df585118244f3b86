"""Minutes on paper: one meeting, the cases of one reader, and whose copy it is on every page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any

from app.paper.press import TEMPLATES, in_words, typeset
from app.paper.text import clean, marac

TITLE = "MARAC minutes"
BANNER = "Official: sensitive. Confidential to those who signed this meeting. Do not copy or send."
CHECK = "Anybody can have the file checked on the public page of the MARAC’s service."
PARTS = ("typst", "pikepdf", "font-source-sans-pro")
Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a version of the minutes, and when (a London time, in words)."""

    name: str
    at: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """What a copy shows: the parts in the order of reading, who signed them, whose copy it is.

    A part is as it was signed (``marac.minutes``). Cases are numbered in the order in which they
    come, so that a copy without a case has no gap. Every word on the pages is of a part, of this,
    or a constant: whoever makes a copy has no words of their own on it.
    """

    parts: tuple[Part, ...]
    signatures: tuple[Signature, ...]
    reader: str
    taken: str
    code: str


def render_minutes(paper: MinutesPaper) -> bytes:
    """Return the copy as a tagged A4 PDF; the same values give the same bytes."""
    data = {
        "area": marac(next((part.get("area", "") for part in _of(paper.parts, "general")), "")),
        "banner": BANNER,
        "general": next(map(_said, _of(paper.parts, "general")), None),
        "cases": list(map(_said, _of(paper.parts, "case"))),
        "later": list(map(_said, _of(paper.parts, "later"))),
        "signatures": [
            {"name": clean(one.name), "at": clean(one.at), "whole": one.whole}
            for one in paper.signatures
        ],
        "reader": clean(paper.reader),
        "taken": clean(paper.taken),
        "code": clean(paper.code),
        "check": CHECK,
        "watermark": clean(f"{paper.reader} · {paper.taken} · {paper.code}"),
    }
    return typeset("minutes", TITLE, data)


@cache
def press() -> str:
    """Return what sets minutes here, in words that change whenever the bytes might.

    A copy says which press set it: pages that another one set cannot be compared with those set
    here.
    """
    sources = b"".join((TEMPLATES / f"{name}.typ").read_bytes() for name in ("house", "minutes"))
    versions = " ".join(f"{name} {version(name)}" for name in PARTS)
    return f"{versions} template {len(sources)}-{_sum(sources):08x}"


def _of(parts: Sequence[Part], kind: str) -> list[Part]:
    return [part for part in parts if part["kind"] == kind]


def _said(value: Any) -> Any:
    """Every text as it can be printed; days in words."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {name: _part(name, part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return list(map(_said, value))
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text)) if text else ""


def _time(text: str) -> str:
    """A time of day ("09:52") as the pages have it."""
    if not text:
        return ""
    hour, minute = map(int, text.split(":"))
    return f"{hour % 12 or 12}:{minute:02}{'am' if hour < 12 else 'pm'}"


def _part(name: str, value: Any) -> Any:
    if name in DAYS:
        return _day(value)
    return _time(value) if name == OPENED else _said(value)


DAYS = frozenset({"agreed", "date", "due", "lapsed", "on"})
OPENED = "opened"


def _sum(data: bytes) -> int:
    """A checksum of our own template, to tell editions apart; it guards nothing."""
    total = 0
    for byte in data:
        total = (total * 131 + byte) % 2**32
    return total


def written(parts: Sequence[Any]) -> bytes:
    """Return plain values as the one line of JSON that stands for them."""
    return json.dumps(
        parts, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()
