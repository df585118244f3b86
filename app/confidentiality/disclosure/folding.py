"""Reads a text as somebody compares names: without marks, cases, kinds of quotes and hidden signs.

``Łucja`` is ``lucja``, ``O’Brien`` is ``o'brien``, ``Al‑Amin`` is ``al-amin``; each letter of what
was read knows where it stands in the text, so that exactly that is taken out.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ALIKE = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'", "′": "'", "＇": "'", "ʻ": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "⁄": "/",
}  # fmt: skip
_UNSEEN = frozenset({"Mn", "Me", "Cf"})


@dataclass(frozen=True, slots=True)
class Folded:
    """What a text reads as, and where each letter of it stands in ``text``."""

    text: str
    read: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of what was read stands in the text, marks of its end included."""
        last = self.at[end - 1] + 1
        while last < len(self.text) and not _letters(self.text[last]):
            last += 1
        return self.at[start], last

    def begins_large(self, start: int) -> bool:
        """Say whether a capital letter stands here."""
        return self.text[self.at[start]].isupper()


def folded(text: str) -> Folded:
    """Return what a text reads as."""
    read: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        letters = _letters(character)
        read.append(letters)
        at.extend([place] * len(letters))
    return Folded(text, "".join(read), tuple(at))


@lru_cache(maxsize=4096)
def _letters(character: str) -> str:
    found = []
    for one in unicodedata.normalize("NFKD", _ALIKE.get(character, character)):
        if unicodedata.category(one) not in _UNSEEN:
            small = one.casefold()
            found.append(_ALIKE.get(small, small))
    return "".join(found)
