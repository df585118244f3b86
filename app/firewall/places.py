"""Finds the postcodes of the Home Office's buildings, however they are spaced or split."""

import re
from collections.abc import Iterator

from app.firewall.confusables import LEET
from app.firewall.mentions import Mention
from app.firewall.skeleton import Word, looks, words

# Headquarters, casework, reporting and removal centres, passport and registration offices.
POSTCODES = """
SW1P 4DF | CR9 2BY | CR0 2AD | CR9 2EF | L3 9PP | M5 3LZ | SE1 3QU | LS4 2QB | G51 1DH | G51 1AQ
S3 8NU | S3 8WA | B91 3QU
"""
# Numbers of a street, a box or a floor that are enough without the building's name.
DOORS = """
40 wellesley | 36 wellesley | 2 marsham | box 3468 sheffield | box 5852 sheffield | 6 millsands
1 millsands | 581 staines | 41 homer road | 210 old street | 200 brand street | 1 drumkeen
"""
_SAME = str.maketrans(
    {
        "0": "o",
        "1": "i",
        "l": "i",
        "5": "s",
        "8": "b",
        "2": "z",
        "4": "a",
        "3": "e",
        "9": "g",
        "7": "t",
    }
)
_LEET = str.maketrans(LEET)
_MOST_PARTS = 8


def _shape(postcode: str) -> str:
    """Return a postcode without spaces, with what the eye confuses made the same: SW1P and SWIP."""
    return re.sub(r"\W", "", postcode).casefold().translate(_SAME)


def _door(letters: str) -> str:
    """Return a number as it is, and of a word what the eye takes it for: B0x and Box."""
    return letters if letters.isdigit() else looks(letters.translate(_LEET))


_SHAPES = {
    _shape(postcode): postcode.strip()
    for line in POSTCODES.split("\n")
    for postcode in line.split("|")
    if postcode.strip()
}
_DOORS = [
    tuple(map(_door, door.split()))
    for line in DOORS.splitlines()
    for door in line.split("|")
    if door
]
_LENGTHS = {len(shape) for shape in _SHAPES}


def found(text: str) -> list[Mention]:
    """Return every mention of one of those postcodes in a decoded text."""
    read = words(text, leet=False)
    return [*_everywhere(text, read), *_at_doors(read)]


def _at_doors(read: list[Word]) -> Iterator[Mention]:
    for first in range(len(read)):
        for door in _DOORS:
            stretch = read[first : first + len(door)]
            if tuple(_door(word.letters) for word in stretch) == door:
                yield Mention(" ".join(door), stretch[0].start, stretch[-1].end, plain=True)


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
