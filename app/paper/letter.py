"""A formal letter: letterhead, addressee, body, who signed it and how to check that."""

from dataclasses import asdict, dataclass
from datetime import date

from app.paper.press import in_words, typeset
from app.paper.sheet import TITLE
from app.paper.text import clean, marac

MARKING = "Private and confidential"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed: ``how`` says as what ("Signed electronically", "Released electronically").

    ``on`` is the day of the signature, in London.
    """

    name: str
    role: str
    agency: str
    on: date
    how: str = "Signed electronically"


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on a letter. Without signatures it prints as a draft, and says so on each page.

    ``code`` and ``check`` (lines that say how to check the letter) stand below the signatures.
    ``mark`` stands behind the words of every page; ``room`` leaves a line for a signature by hand.
    """

    area: str
    address: tuple[str, ...]
    date: date
    to: tuple[str, ...]
    reference: str
    heading: str
    paragraphs: tuple[str, ...]
    signatures: tuple[Signed, ...] = ()
    code: str = ""
    check: tuple[str, ...] = ()
    marking: str = MARKING
    mark: str = ""
    room: bool = False
    salutation: str = "To whom it may concern"
    closing: str = "Yours faithfully"

    def __post_init__(self) -> None:
        for name in ("reference", "heading", "code", "marking", "mark", "salutation", "closing"):
            object.__setattr__(self, name, clean(getattr(self, name)))
        object.__setattr__(self, "area", marac(self.area))
        for name in ("address", "to", "paragraphs", "check"):
            object.__setattr__(self, name, tuple(map(clean, getattr(self, name))))


def render_letter(letter: Letter) -> bytes:
    """Return the letter as a tagged A4 PDF; the same values give the same bytes."""
    signatures = [
        {
            "name": clean(one.name),
            "role": clean(one.role),
            "agency": clean(one.agency),
            "how": clean(one.how),
            "on": in_words(one.on),
        }
        for one in letter.signatures
    ]
    data = asdict(letter) | {"date": in_words(letter.date), "signatures": signatures}
    return typeset("letter", TITLE, data)
