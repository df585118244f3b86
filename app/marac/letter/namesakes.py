"""Who of a case has the surname of a recipient or of somebody named there: perhaps a relative."""

import re
from collections.abc import Iterable

from app.marac.letter.facts import Facts

LEAST = 2
_WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*")


def namesakes(facts: Facts, there: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of a person of the case and a name at the recipient with the same surname.

    ``there``: the recipient's name and the people named in its entry. It says nothing of whether
    they are related: that is asked before the letter goes on.
    """
    known = [(name, _words(name)) for name in dict.fromkeys(there)]
    found = []
    for person in dict.fromkeys((*facts.printed, *facts.names)):
        surname = _surname(person)
        found += [
            (person, name)
            for name, words in known
            if surname and surname in words and _words(name) != _words(person)
        ]
    return tuple(found)


def _surname(name: str) -> str:
    words = _WORD.findall(name.casefold())
    return words[-1] if len(words) > 1 and len(words[-1]) >= LEAST else ""


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold()))
