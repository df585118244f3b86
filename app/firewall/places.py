"""Finds the postcodes of the Home Office's buildings, however they are spaced or split."""

import re
from collections.abc import Iterator

from app.firewall.mentions import Mention
from app.firewall.skeleton import Word, words

# Headquarters, casework, reporting and removal centres, passport and registration offices.
POSTCODES = """
SW1P 4DF | CR9 2BY | CR0 2AD
"""
_SAME = str.maketrans({"0": "o", "1": "i", "l": "i", "5": "s"})
_MOST_PARTS = 8


def _shape(postcode: str) -> str:
    """Return a postcode without spaces, with what the eye confuses made the same: SW1P and SWIP."""
    return re.sub(r"\W", "", postcode).casefold().translate(_SAME)


_SHAPES = {_shape(postcode): postcode.strip() for postcode in POSTCODES.split("|")}
_LENGTHS = {len(shape) for shape in _SHAPES}


def found(text: str) -> list[Mention]:
    """Return every mention of one of those postcodes in a decoded text."""
    return list(_everywhere(text, words(text, leet=False)))


def _everywhere(text: str, read: list[Word]) -> Iterator[Mention]:
    for first in range(len(read)):
        letters = ""
        for word in read[first : first + _MOST_PARTS]:
            letters += word.letters
            if len(letters) > max(_LENGTHS):
                break
            code = _SHAPES.get(_shape(letters))
            if code:
                typed = text[read[first].start : word.end]
                yield Mention(code, read[first].start, word.end, typed.upper() == code)
