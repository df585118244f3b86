"""The corpora of evasions and of honest texts: JSON lines, each with its field and its kind."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.firewall.screen import (
    Verdict,
    screen_commitment,
    screen_email,
    screen_identity,
    screen_job,
    screen_letter,
    screen_person_name,
    screen_postal,
)

FOLDER = Path(__file__).parent
IDENTITIES: dict[str, Callable[[str], Verdict]] = {
    "organisation": screen_identity,
    "person": screen_person_name,
    "job": screen_job,
    "email": screen_email,
    "postal": screen_postal,
}
SCREENS = IDENTITIES | {"commitment": screen_commitment, "letter": screen_letter}


@dataclass(frozen=True)
class Row:
    """One string, the field it is typed into, and what it tries or honestly says."""

    field: str
    kind: str
    text: str
    held_out: bool = False  # was not looked at while the rules were written
    missed: str = ""  # why this evasion is known to get through, or this honest text not to

    @property
    def is_allowed(self) -> bool:
        """Whether the firewall lets it through."""
        return SCREENS[self.field](self.text).allowed


def rows(name: str) -> list[Row]:
    """Read a corpus: ``evasions`` or ``honest``."""
    lines = (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [Row(**json.loads(line)) for line in lines]


def table(corpus: Iterable[Row], allowed: bool) -> Iterator[str]:
    """Say for each kind how many of how many were answered as they should be."""
    asked: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for row in corpus:
        asked[row.field, row.kind] += 1
        right[row.field, row.kind] += row.is_allowed is allowed
    for (field, kind), number in sorted(asked.items()):
        rate = right[field, kind] / number
        yield f"{field:<13}{kind:<13}{right[field, kind]:>4} of {number:<4}{rate:>7.1%}"
