"""Evasion at random: whatever is done to the letters of a blocked text, it stays blocked."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.firewall.confusables import LEET, LOOKS_LIKE
from app.firewall.screen import screen_commitment, screen_identity

NAMES = [
    "Home Office", "Immigration Enforcement", "UK Visas and Immigration", "Border Force",
    "HM Passport Office", "NRPF Connect", "Home Department", "UK Border Agency",
    "Immigration Officers", "Marsham Street",
]  # fmt: skip
PHRASES = [f"Police to tell the {name} by Friday" for name in NAMES]
PHRASES += [f"{name} to be informed of her status" for name in NAMES]
INVISIBLE = [chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x34F, 0x202E)]
MARKS = [chr(code) for code in (0x300, 0x301, 0x308, 0x323, 0x336)]

LOOKING_LIKE: dict[str, list[str]] = defaultdict(list)
for look_alike, letter in LOOKS_LIKE.items():
    LOOKING_LIKE[letter].append(look_alike)
STANDING_FOR: dict[str, list[str]] = defaultdict(list)
for sign, letter in LEET.items():
    # A sign that ends a sentence or opens a bracket is only a letter inside a word.
    if sign.isdigit() or sign in "@$":
        STANDING_FOR[letter].append(sign)

phrases = st.sampled_from(PHRASES)
names = st.sampled_from(NAMES)


def altered(draw, text, change):
    """Change each character of a text, or not, as the draw will have it."""
    return "".join(
        change(draw, character) if draw(st.booleans()) else character for character in text
    )


@st.composite
def with_invisible_characters(draw):
    return altered(draw, draw(phrases), lambda draw, c: c + draw(st.sampled_from(INVISIBLE)))


@st.composite
def with_marks(draw):
    return altered(draw, draw(phrases), lambda draw, c: c + draw(st.sampled_from(MARKS)))


@st.composite
def with_spaces(draw):
    blanks = st.sampled_from([" ", "  ", "\t", "\u00a0", "\u2009", "-", "_", ". "])
    name = altered(draw, draw(names), lambda draw, c: c + draw(blanks))
    return f"Police to tell the {name}"


@st.composite
def with_look_alikes(draw):
    def change(draw, character):
        looks = LOOKING_LIKE.get(character.lower())
        return draw(st.sampled_from(looks)) if looks else character

    return altered(draw, draw(phrases), change)


@st.composite
def with_digits_and_signs(draw):
    def change(draw, character):
        signs = STANDING_FOR.get(character.lower())
        return draw(st.sampled_from(signs)) if signs else character

    return altered(draw, draw(phrases), change)


@st.composite
def with_capitals(draw):
    return altered(draw, draw(phrases), lambda draw, c: c.swapcase())


@st.composite
def in_other_type(draw):
    """Full-width, bold, circled and script letters, by their distance from A and a."""
    first = draw(st.sampled_from([0xFF21, 0x1D400, 0x1D468, 0x1D5D4, 0x1D670, 0x24B6]))
    small = first + (0x20 if first == 0xFF21 else 26)

    def change(_, character):
        if not (character.isascii() and character.isalpha()):
            return character
        base = small if character.islower() else first
        return chr(base + ord(character.lower()) - ord("a"))

    return altered(draw, draw(phrases), change)


@st.composite
def with_a_slip(draw):
    name = draw(st.sampled_from([name for name in NAMES if len(name) > 10]))
    place = draw(st.integers(1, len(name) - 2))
    slip = draw(st.sampled_from(["left out", "doubled", "swapped", "another"]))
    new = {
        "left out": name[:place] + name[place + 1 :],
        "doubled": name[:place] + name[place] + name[place:],
        "swapped": name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        "another": name[:place] + draw(st.sampled_from("abdehkmoptwy")) + name[place + 1 :],
    }
    return f"Police to tell the {new[slip]}"


@st.composite
def with_everything(draw):
    """Invisible characters, look-alikes and digits at once."""

    def change(draw, character):
        letter = character.lower()
        ways = [*LOOKING_LIKE.get(letter, []), *STANDING_FOR.get(letter, []), character]
        return draw(st.sampled_from(ways)) + draw(st.sampled_from(["", *INVISIBLE, *MARKS]))

    return altered(draw, draw(phrases), change)


WAYS = {
    "invisible": with_invisible_characters(),
    "marks": with_marks(),
    "spaces": with_spaces(),
    "look-alikes": with_look_alikes(),
    "digits": with_digits_and_signs(),
    "capitals": with_capitals(),
    "type": in_other_type(),
    "slips": with_a_slip(),
    "everything": with_everything(),
}


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data())
def test_a_blocked_commitment_stays_blocked(way, data):
    """Each way to disguise the letters, drawn at random, leaves a blocked commitment blocked."""
    text = data.draw(WAYS[way])
    assert not screen_commitment(text).allowed, ascii(text)


@given(
    names, st.sampled_from(["", "The ", "West London "]), st.sampled_from(["", " Team", " (UK)"])
)
def test_no_agency_is_named_after_the_family(name, before, after):
    """A word before or behind does not let the family on the register."""
    assert screen_identity(before + name + after).rule == "home-office-name"


@given(names)
def test_backwards_stays_blocked(name):
    """Read from the right, the family is still the family."""
    assert not screen_commitment(f"Police to tell the {name[::-1]}").allowed
    turned = " ".join(word[::-1] for word in name.split())
    assert not screen_commitment(f"Police to tell the {turned}").allowed


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    """No text, however strange, makes the firewall fail."""
    assert screen_commitment(text).rule
    assert screen_identity(text).rule
