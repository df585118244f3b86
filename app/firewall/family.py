"""Recognises the Home Office family in a text: its names, its letters, its name turned round."""

import re
from collections.abc import Iterator

from app.firewall import places
from app.firewall.mentions import GLUE_BEFORE, Mention, Names, without_shadows
from app.firewall.names import (
    CAPITALS,
    FALSE_FRIENDS,
    FAMILY,
    LETTERS,
    MIXED,
    MIXED_CAPITALS,
    NRPF_TEAMS,
    PLACES,
    REFERRALS,
    REVIEWED,
    listed,
)
from app.firewall.skeleton import Word, decoded, folded, is_latin, words

_FAMILY = Names(FAMILY, listed(FALSE_FRIENDS))
_IMMIGRATION = Names(("immigration",), ("migration", "emigration"))
_REVIEWED = Names(listed(REVIEWED))
_MIXED = Names(listed(MIXED))
_MIXED_CAPITALS = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(MIXED_CAPITALS.split())})(?![A-Za-z0-9])"
)
_NRPF_TEAMS = Names(listed(NRPF_TEAMS))
_REFERRALS = Names(listed(REFERRALS))
_LETTERS = frozenset(LETTERS.lower().split())
_PLACES = Names(listed(PLACES), listed(FALSE_FRIENDS))
_ONE_CAPITAL = {"O": "[O0]", "I": "[I1]"}
_IN_CAPITALS = (
    "[ ./-]{0,2}".join(_ONE_CAPITAL.get(letter, letter) for letter in letters)
    for letters in CAPITALS.split()
)
_CAPITALS = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_IN_CAPITALS)})(?![A-Za-z0-9])")
_MASKED_LETTERS = re.compile(
    r"(?i)(?<!\w)(?=(?:[*#_?]*\w){3})(?:[u*#_?][k*#_?][v*#_?][i1*#_?]|[h*#_?][m*#_?][p*#_?][o0*#_?]|"
    r"[n*#_?][c*#_?][c*#_?][u*#_?]|[u*#_?][k*#_?][b*#_?][af*#_?])(?!\w)"
)
_SMALL = re.compile(r"(?<![\w'’])h\.?o(?![\w'’])\.?")
_TYPOGRAPHY = frozenset("‘’“”–—…£•\u00a0")
_AFTER_OFFICE_HOME = frozenset(
    "visit visits address addresses number numbers phone telephone landline line page mobile "
    "and or to in at for from with by on the via".split()
)


def is_written_plainly(text: str) -> bool:
    """Say whether a text is ordinary writing: no web escapes, invisible or foreign characters."""
    ordinary = (
        character.isspace()
        if ord(character) < 32
        else character.isascii() or character in _TYPOGRAPHY or is_latin(character)
        for character in text
    )
    return decoded(text) == text and all(ordinary)


def named(text: str) -> list[Mention]:
    """Return every mention of the family in a decoded text, by name or by unmistakable letters."""
    found = [*_FAMILY.find(text), *_by_letters(text), *_turned_round(text), *_behind_masks(text)]
    return without_shadows([*found, *places.found(text)])


def named_in_person(text: str) -> bool:
    """Say whether a person's name is the family's; Marsha Street and Luna House are people."""
    places_of_its_own = set(listed(PLACES))
    return any(mention.plain or mention.name not in places_of_its_own for mention in named(text))


def place(text: str) -> bool:
    """Say whether a place is named where the family receives post or people."""
    return bool(_PLACES.find(text) or places.found(text))


def in_capitals(text: str) -> list[Mention]:
    """Return letters that mean the family when they are capitals: HO, H.O., IE, ICE."""
    shown = "".join(_with_case(character) for character in text)
    plain = len(shown) == len(text)
    return [
        Mention(match[0], match.start(), match.end(), plain) for match in _CAPITALS.finditer(shown)
    ]


def in_small_letters(text: str) -> list[Mention]:
    """Return "ho" where it is written small; only a word before it can make it the body."""
    return [Mention("HO", m.start(), m.end(), plain=True) for m in _SMALL.finditer(text)]


def immigration(text: str) -> list[Mention]:
    """Return every mention of bare immigration, which may be a body or a subject."""
    return [
        mention
        for mention in _IMMIGRATION.find(text)
        if not re.search(r"(?<![a-z])e?migration", text[mention.start : mention.end].casefold())
    ]


def reviewed(text: str) -> bool:
    """Say whether a partner is named that works under contract to the Home Office."""
    return bool(_REVIEWED.find(text))


def mixed_body(text: str) -> bool:
    """Say whether a body is named that is partly the Home Office's, or answers to it."""
    return bool(_MIXED.find(text) or _MIXED_CAPITALS.search(text))


def nrpf_team(text: str) -> bool:
    """Say whether a council's team for people without recourse to public funds is named."""
    return bool(_NRPF_TEAMS.find(text))


def referral(text: str) -> bool:
    """Say whether a referral is named that ends at the Home Office (NRM, duty to notify)."""
    return bool(_REFERRALS.find(text))


def _by_letters(text: str) -> Iterator[Mention]:
    for leet in (False, True):
        read = words(text, leet=leet)
        for first, word in enumerate(read):
            for spelled, last in ((word.letters, word), spelled_out(read, first)):
                letters = GLUE_BEFORE.sub("", spelled, count=1).replace("l", "i")
                letters = letters if letters in _LETTERS else letters.removesuffix("s")
                if letters in _LETTERS:
                    typed = text[word.start : last.end]
                    plain = typed.casefold() in _LETTERS
                    yield Mention(letters.upper(), word.start, last.end, plain)


def _behind_masks(text: str) -> Iterator[Mention]:
    """Letters of which one is starred out: U*VI."""
    seen = text if text.isascii() else "".join(folded(character) for character in text)
    for match in _MASKED_LETTERS.finditer(seen):
        if not match[0].isalnum():
            yield Mention(match[0], match.start(), match.end(), plain=False)


def spelled_out(read: list[Word], first: int) -> tuple[str, Word]:
    """Join the single letters that begin here: U.K.V.I., U K V I."""
    letters, last = "", read[first]
    for word in read[first : first + 6]:
        if len(word.letters) > 1:
            break
        letters, last = letters + word.letters, word
    return letters, last


def _turned_round(text: str) -> Iterator[Mention]:
    """Office (Home): the words change places, and it is not an office and somebody's home."""
    read = words(text, leet=True)
    read = [word for word in read if word.letters != "the"]
    for place, (one, other) in enumerate(zip(read, read[1:], strict=False)):
        if one.letters.strip("s") == "office" and other.letters == "home":
            follows = read[place + 2].letters if place + 2 < len(read) else ""
            bracketed = "(" in text[one.end : other.start]
            if bracketed or not other.begins and follows not in _AFTER_OFFICE_HOME:
                yield Mention("Home Office", one.start, other.end, plain=False)


def _with_case(character: str) -> str:
    read = folded(character)
    return read.upper() if character.isupper() else read
