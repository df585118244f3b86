"""A paper pack: one meeting for one named reader, with room to write, for when screens are gone."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.paper.press import in_words, typeset
from app.paper.text import clean, marac

TITLE = "MARAC paper pack"
BANNER = "Official: sensitive. For this meeting only. Do not copy, photograph or send."


@dataclass(frozen=True, slots=True)
class PackCase:
    """One case: what is needed to hear it. ``facts`` and ``words`` are pairs of what and words."""

    time: str
    reference: str
    name: str
    flags: str
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    risks: tuple[str, ...] = ()
    actions: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PackPaper:
    """What stands on one copy. ``back_by`` is a London time in words."""

    area: str
    day: date
    place: str
    reader: str
    agency: str
    number: int
    code: str
    back_by: str
    cases: tuple[PackCase, ...]


def render_pack(paper: PackPaper) -> bytes:
    """Return the copy as a tagged A4 PDF; the same values give the same bytes."""
    data = _said(asdict(paper)) | {
        "area": marac(paper.area),
        "banner": BANNER,
        "day": in_words(paper.day),
        "number": str(paper.number),
        "watermark": clean(f"{paper.reader} · copy {paper.number} · {paper.code}"),
    }
    return typeset("pack", TITLE, data)


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {name: _said(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_said(part) for part in value]
    return str(value)
