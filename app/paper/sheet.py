"""A sheet: the exact content that leaves, as plain values, canonical bytes and a tagged PDF."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from app.paper.errors import NotCanonical
from app.paper.press import in_words, typeset
from app.paper.text import clean, marac

TITLE = "MARAC document"


@dataclass(frozen=True, slots=True)
class Section:
    """One approved item: its heading, its rows (what, which words) and paragraphs."""

    heading: str
    rows: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rows = tuple((clean(what), clean(words)) for what, words in self.rows)
        object.__setattr__(self, "heading", clean(self.heading))
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "paragraphs", _cleaned(self.paragraphs))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What leaves: a title, opening words, sections, closing words, conditions of receipt.

    Invisible characters are taken out of every text when a sheet is made (see ``text.clean``).
    """

    title: str
    opening: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "sections", tuple(self.sections))
        for name in ("opening", "closing", "conditions"):
            object.__setattr__(self, name, _cleaned(getattr(self, name)))

    def to_bytes(self) -> bytes:
        """Return the canonical bytes: UTF-8 JSON, names sorted, no space between.

        Two sheets have the same bytes if and only if they are equal.
        """
        said = asdict(self)
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Sheet":
        """Return the sheet that wrote these bytes; ``NotCanonical`` if none could have."""
        try:
            sheet = cls._read(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise NotCanonical("These bytes are no sheet") from None
        if sheet.to_bytes() != data:
            raise NotCanonical("These bytes are not as a sheet writes them")
        return sheet

    @classmethod
    def _read(cls, said: dict[str, list[object]]) -> "Sheet":
        sections = [
            Section(
                part["heading"],
                tuple((what, words) for what, words in part["rows"]),
                tuple(part["paragraphs"]),
            )
            for part in said.pop("sections")
            if isinstance(part, dict)
        ]
        return cls(sections=tuple(sections), **said)  # type: ignore[arg-type]


def render_sheet(
    sheet: Sheet, *, reference: str, area: str, issued_on: date, watermark: str
) -> bytes:
    """Return the sheet as a tagged A4 PDF; the same values give the same bytes.

    ``watermark`` (whose copy it is: name, organisation, reference) stands on every page, behind
    the text and at its foot.
    """
    data = asdict(sheet) | {
        "reference": clean(reference),
        "area": marac(area),
        "issued": in_words(issued_on),
        "watermark": clean(watermark),
    }
    return typeset("sheet", TITLE, data)


def _cleaned(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(clean, texts))
