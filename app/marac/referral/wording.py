"""Notices where somebody writes about immigration status on a page that everybody will read.

It refuses nothing: the writer is told where such words belong (architecture.md §3).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.marac.referral.steps import page_of

_TERMS = (
    r"visas?",
    r"immigration",
    r"immigrants?",
    r"migrants?",
    r"asylum",
    r"refugees?",
    r"(?:indefinite |limited |discretionary |further )?leave to (?:remain|enter)",
    r"right to (?:remain|reside|work)",
    r"(?:pre-?)?settled status",
    r"settlement scheme",
    r"i\.?l\.?r\.?",
    r"b\.?r\.?p\.?",
    r"biometric (?:residence )?(?:card|permit)",
    r"residence permit",
    r"home office",
    r"ukvi",
    r"no recourse",
    r"nrpf",
    r"public funds",
    r"undocumented",
    r"over-?stay\w*",
    r"deport\w*",
    r"(?:sent|send|sending|removed|removal) (?:her |him |them |back )*from the (?:uk|country)",
    r"citizenship",
    r"passports?",
    r"sponsor(?:ed|ship)",
    r"illegal(?:ly)? (?:in|here|entr\w+)",
)
_SPOKEN = re.compile(rf"\b(?:{'|'.join(_TERMS)})(?!\w)", re.IGNORECASE)
_APART = frozenset({"immigration", "equality", "id"})
"""What nobody but its holders will read, and what is not words."""


def speaks_of_status(text: str) -> bool:
    """Say whether words may be about somebody's immigration status."""
    return _SPOKEN.search(" ".join(text.split())) is not None


def pages_that_speak_of_status(told: Mapping[str, Any]) -> list[str]:
    """Return the pages of a referral on which such words stand, each once and in order."""
    found = [page_of(path) for path, text in _texts(told, "") if speaks_of_status(text)]
    return list(dict.fromkeys(found))


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in _APART:
                yield from _texts(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _texts(each, f"{path}.{number}")
