"""Under which tokens a person is found: few enough to be quick, and with room for mistakes.

Two people are compared at all if they share one token. A whole date of birth is one; so is how any
of the names sounds together with two of day, month and year, so that a slip in either is
forgiven. Where a date of birth is missing, the telephone, the postcode with a name, or two names
must do. Nothing of the immigration section is ever among them.
"""

from datetime import date
from itertools import combinations

from app.marac.match.names import Word, strong, words
from app.marac.match.rules import Card
from app.vault import blind

BYTES = 8
VERSION = 1
"""Goes up whenever tokens, or how a name is written or sounds, come to be made otherwise: every
record is then indexed anew, some at each look."""
Token = tuple[str, str]


def kept_under(card: Card) -> set[Token]:
    """Return the kinds and texts under which a person is kept."""
    pairs = _pairs(card)
    missing = {("names-no-birth", pair) for pair in pairs} if card.date_of_birth is None else set()
    return _shared(card) | {("names", pair) for pair in pairs} | missing


def sought_under(card: Card) -> set[Token]:
    """Return those under which to look for a person.

    Two names alone find only people without a date of birth, unless it is not known here either.
    """
    kind = "names" if card.date_of_birth is None else "names-no-birth"
    return _shared(card) | {(kind, pair) for pair in _pairs(card)}


def keyed(key: bytes, tokens: set[Token]) -> list[int]:
    """Return the tokens as the database keeps them: eight bytes of a keyed digest, as a number."""
    found = {blind.token(key, kind, text)[:BYTES] for kind, text in tokens}
    return sorted(int.from_bytes(token, "big", signed=True) for token in found)


def _shared(card: Card) -> set[Token]:
    sounds = _sounds(card)
    found: set[Token] = {("phone", phone) for phone in card.phones}
    if card.postcode:
        found |= {("postcode", f"{card.postcode} {sound}") for sound in sounds}
    if card.date_of_birth is not None:
        found.add(("birth", card.date_of_birth.isoformat()))
        found |= {
            (kind, f"{sound} {part}")
            for sound in sounds
            for kind, part in _partly(card.date_of_birth)
        }
    return found


def _partly(born: date) -> tuple[Token, ...]:
    lesser, greater = sorted((born.day, born.month))
    return (
        ("name-year-month", f"{born:%Y%m}"),
        ("name-year-day", f"{born:%Y%d}"),
        ("name-month-day", f"{born:%m%d}"),
        ("name-year-both", f"{born:%Y}{lesser:02}{greater:02}"),
    )


def _names(card: Card) -> list[tuple[Word, ...]]:
    return [found for name in card.names if (found := words(name))]


def _sounds(card: Card) -> set[str]:
    """How each name sounds that says who somebody is; a lone initial finds nobody."""
    return {
        sound
        for name in _names(card)
        for word in strong(name)
        if not word.is_initial
        for sound in word.sounds
        if sound
    }


def _pairs(card: Card) -> set[str]:
    """How any two of somebody's names sound together, and how all of them do without a gap."""
    found: set[str] = set()
    for name in _names(card):
        said = strong(name) if len(strong(name)) > 1 else name
        for one, other in combinations(said, 2):
            found |= {
                " ".join(sorted((left, right))) for left in one.sounds for right in other.sounds
            }
        found.add("all " + "".join(word.sound for word in name))
    return found
