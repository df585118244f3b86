"""Ways to disguise a text for a machine while a person still reads it: strategies of Hypothesis."""

from collections import defaultdict
from collections.abc import Callable

from hypothesis import strategies as st

from app.firewall.confusables import LEET, LOOKS_LIKE

Draw = Callable[[st.SearchStrategy[str]], str]
Change = Callable[[Draw, str], str]

INVISIBLE = [chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x34F, 0x180E)]
TURNING = [chr(code) for code in (0x202A, 0x202C, 0x202E, 0x2066, 0x2067, 0x2069)]
MARKS = [chr(code) for code in (0x300, 0x301, 0x308, 0x323, 0x336, 0x338, 0x20DD)]
TYPES = (0xFF21, 0x1D400, 0x1D468, 0x1D5D4, 0x1D670, 0x24B6)  # full-width, bold, script, circled

LOOKING_LIKE: dict[str, list[str]] = defaultdict(list)
for look_alike, letter in LOOKS_LIKE.items():
    LOOKING_LIKE[letter].append(look_alike)
STANDING_FOR: dict[str, list[str]] = defaultdict(list)
for sign, letter in LEET.items():
    # A sign that ends a sentence or opens a bracket is only a letter inside a word.
    if sign.isdigit() or sign in "@$":
        STANDING_FOR[letter].append(sign)


def _after(extra: list[str]) -> Change:
    return lambda draw, character: character + draw(st.sampled_from(extra))


def _instead(table: dict[str, list[str]]) -> Change:
    def change(draw: Draw, character: str) -> str:
        found = table.get(character.lower())
        return draw(st.sampled_from(found)) if found else character

    return change


def _in_other_type(draw: Draw, character: str) -> str:
    if not (character.isascii() and character.isalpha()):
        return character
    first = TYPES[int(draw(st.sampled_from("012345")))]
    small = first + (0x20 if first == 0xFF21 else 26)
    return chr((small if character.islower() else first) + ord(character.lower()) - ord("a"))


TRICKS: dict[str, Change] = {
    "invisible": _after(INVISIBLE),
    "turning": _after(TURNING),
    "marks": _after(MARKS),
    "look-alikes": _instead(LOOKING_LIKE),
    "digits": _instead(STANDING_FOR),
    "capitals": lambda _, character: character.swapcase(),
    "type": _in_other_type,
}
"""Each changes one character of a text, which then still reads the same."""


@st.composite
def disguised(draw: Draw, texts: list[str], trick: str) -> str:
    """Take one of the texts and change each of its characters, or not, by one trick."""
    change = TRICKS[trick]
    return "".join(
        change(draw, character) if draw(st.booleans()) else character
        for character in draw(st.sampled_from(texts))
    )
