"""Reduces a text to what the eye reads: the same few letters however they were typed."""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from app.firewall.confusables import LEET, LOOKS_LIKE, PICTURES

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180e")
_LATIN_NAME = re.compile(r"LATIN (?:.* )?LETTER (?:[A-Z]+ )*?([A-Z])(?: WITH .*)?")
_PICTURED_NAME = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED)|SQUARED|CIRCLED|TAG|REGIONAL INDICATOR SYMBOL)"
    r"(?: LATIN)?(?: CAPITAL| SMALL)? LETTER ([A-Z])"
)
_SIGNS, _BRACKETS = frozenset("!|+(<{^"), frozenset("(<{")
# Letters of names in Hausa, Akan, Ewe and Azerbaijani that stand outside the Latin blocks.
_AFRICAN = frozenset("ɓɗəɛɔɣʋ")
_SENTENCE_END = re.compile(r"[.;:!?\n]\s|\n")
_ESCAPED = re.compile(r"\\(?:u|x|u00)([0-9A-Fa-f]{2,4})")
_WITH_LETTER = re.compile(r"[\w@$!|+]*[^\W\d_][\w@$!|+]*")
_DIGITS = str.maketrans(LEET | {"!": "i"})
_REPEATED = re.compile(r"(.)(?=\1)")


@dataclass(frozen=True, slots=True)
class Word:
    """One run of letters: how it reads, where it stands, and whether a sentence ended before it."""

    letters: str
    start: int
    end: int
    begins: bool


def decoded(text: str) -> str:
    """Return the text with web escapes (&#111; and %6F) resolved and pictures read as words."""
    resolved = html.unescape(text) if "&" in text else text
    resolved = unquote(resolved) if "%" in resolved else resolved
    resolved = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), resolved)
    for picture, word in PICTURES.items():
        resolved = resolved.replace(picture, word)
    return resolved


def words(text: str, *, leet: bool) -> list[Word]:
    """Split a decoded text into words as they read; with ``leet``, digits and signs are letters."""
    found: list[Word] = []
    letters, start, ended = "", 0, 0
    for at in range(len(text) + 1):
        read = _in_word(text, at, leet) if at < len(text) else " "
        if read == "":
            continue
        if read.isalnum():
            start = start if letters else at
            letters += read
        elif letters:
            begins = bool(_SENTENCE_END.search(text, ended, start))
            found.append(Word(letters, start, at, begins))
            letters, ended = "", at
    return found


def readable(text: str) -> list[str]:
    """Return a decoded text in small letters, its stops kept: as typed, as it looks, as leet."""
    looked = "".join(folded(character) for character in text)
    leet = _WITH_LETTER.sub(lambda run: run[0].translate(_DIGITS), looked)
    return list(dict.fromkeys((text.casefold(), looked, leet)))


def _in_word(text: str, at: int, leet: bool) -> str:
    read = folded(text[at])
    if not leet:
        return read
    if read in _SIGNS and _beside(text, at, 1).isspace():
        return read
    if read in _BRACKETS and _beside(text, at, -1).isspace():
        return read
    return "".join(LEET.get(letter, letter) for letter in read)


def _beside(text: str, at: int, step: int) -> str:
    """Return how the next visible character on one side reads; a space where there is none."""
    at += step
    while 0 <= at < len(text):
        read = folded(text[at])
        if read:
            return read
        at += step
    return " "


def is_latin(character: str) -> bool:
    """Say whether this is a letter of a European language's Latin alphabet, accents included."""
    return (
        unicodedata.category(character) in ("Lu", "Ll")
        and (character <= "\u024f" or "\u1e00" <= character <= "\u1ef9" or character in _AFRICAN)
        and unicodedata.normalize("NFKC", character) == character
        and unicodedata.name(character, "").startswith("LATIN ")
    )


@lru_cache(maxsize=4096)
def folded(character: str) -> str:
    """Return how one character reads: small letters, digits, a space or sign, or nothing at all."""
    return "".join(_read(part) for part in _apart(character)).casefold()


def _apart(character: str) -> str:
    if character in LOOKS_LIKE:
        return LOOKS_LIKE[character]
    return unicodedata.normalize("NFKD", character)


def _read(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " " if character.isspace() else ""
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn") or character in _FILLERS:
        return ""
    if character in LOOKS_LIKE:
        return LOOKS_LIKE[character]
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return _by_name(character)


def _by_name(character: str) -> str:
    name = unicodedata.name(character, "")
    match = _LATIN_NAME.fullmatch(name) or _PICTURED_NAME.fullmatch(name)
    if match:
        return match[1]
    return LOOKS_LIKE.get(character.casefold(), character)


def looks(letters: str) -> str:
    """Return what the eye takes letters for: l as i, rn as m, vv as w."""
    return letters.replace("rn", "m").replace("vv", "w").replace("l", "i")


def key(letters: str) -> str:
    """Return what different spellings share: how they look, with no letter twice running."""
    return _REPEATED.sub("", looks(letters))


def is_within(one: str, other: str, slips: int) -> bool:
    """Say whether two keys differ by at most so many slips of a finger (Damerau's four kinds)."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if not one and not other:
        return True
    if slips < 1 or abs(len(one) - len(other)) > slips:
        return False
    swapped = one[:2] == other[1::-1] and len(one) > 1 and len(other) > 1
    return (
        is_within(one[1:], other[1:], slips - 1)
        or is_within(one[1:], other, slips - 1)
        or is_within(one, other[1:], slips - 1)
        or (swapped and is_within(one[2:], other[2:], slips - 1))
    )
