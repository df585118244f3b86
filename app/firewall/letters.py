"""Finds letters that stand for the Home Office in the name of an agency or a job: HO (London)."""

from app.firewall.family import in_capitals, spelled_out
from app.firewall.names import DESKS, LETTERS, WHOLE
from app.firewall.skeleton import words

_WHOLE = frozenset(f"{WHOLE} {LETTERS}".lower().split())
# How these letters may be written in a name without meaning the family: as a surname or a word.
_MAY_BE = {"ho": ("Ho",), "ie": (), "ice": ("Ice", "ice"), "gro": ("Gro",), "cfi": (), "bics": ()}
# What a ward or a postcode may be called, and what so reads with digits for letters.
_WARDS = frozenset(("ie", "cfi", "gro"))


def stand_in(text: str) -> bool:
    """Say whether letters of the family stand in a decoded name, or are the whole of it.

    In capitals always; in other letters unless they may be a surname or a word (Ho and Partners,
    Ice House, Ward 1E), and even those beside the word for a desk.
    """
    return (
        bool(in_capitals(text))
        or is_whole_abbreviation(text)
        or any(_in_other_letters(text, leet) for leet in (False, True))
    )


def _in_other_letters(text: str, leet: bool) -> bool:
    read = words(text, leet=leet)
    for first, word in enumerate(read):
        for letters, last in ((word.letters, word), spelled_out(read, first)):
            typed = text[word.start : last.end]
            if letters not in _MAY_BE or typed.isdigit():
                continue
            after = read.index(last) + 1
            beside = {each.letters for each in (*read[first - 1 : first], *read[after : after + 1])}
            is_a_ward = leet and letters in _WARDS
            if (typed not in _MAY_BE[letters] and not is_a_ward) or _has_desk(beside):
                return True
    return False


def is_whole_abbreviation(text: str) -> bool:
    """Say whether a name is nothing but letters that stand for the family."""
    return any(
        "".join(word.letters for word in words(text, leet=leet)) in _WHOLE
        for leet in (False, not text.strip().isdigit())
    )


def _has_desk(beside: set[str]) -> bool:
    return not DESKS.isdisjoint(beside)
