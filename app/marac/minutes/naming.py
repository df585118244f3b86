"""Keeps the people of cases out of the general part, which everybody who signed reads.

Somebody may be kept from a case and read the general part. So whatever an officer adds there is
compared with the names and the references of every case on the agenda.
"""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.case.opened import open_label
from app.marac.conflict.names import parts
from app.marac.meeting import queries as meetings
from app.marac.minutes import queries
from app.marac.party import service as parties
from app.refusals import RuleBroken

NAMES_SOMEBODY = (
    "This names somebody of a case, or a case. Everybody who signed the meeting reads this part, "
    "so write it in the part of that case."
)
SHORTEST = 3
ORDINARY = frozenset(
    "angel april august autumn chance charity charm chase christian dawn faith grace hope iris ivy "
    "joy june justice lane march mark may merit mercy miles patience peace pearl rose ruby rowan "
    "sky summer sunny victor will winter young".split()
)
"""Names that are also words: one of them alone names nobody."""
_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]*(?:[’'-][^\W\d_]+)*")


def require_nobody(ring: Ring, meeting_id: UUID, texts: Mapping[str, str]) -> None:
    """Raise ``RuleBroken`` if a text, by its field, names somebody of a case, or a case."""
    texts = {field: text for field, text in texts.items() if text.strip()}
    if not texts:
        return
    ids = [row.item.case_id for row in meetings.agenda(ring.actor, meeting_id)]
    rows = [
        case for case in cases.cases(ring.actor, ids) if ring.may_open(case.secret_id, of=case.id)
    ]
    own = _professionals(meeting_id)
    for case in rows:
        names = _names(ring, case)
        for field, text in texts.items():
            if case.reference.casefold() in text.casefold() or names_any(text, names, own):
                raise RuleBroken(field, NAMES_SOMEBODY)


def names_any(text: str, names: Iterable[str], own: frozenset[str] = frozenset()) -> bool:
    """Say whether a text has a whole name in it, or a word of one that is written as a name.

    A word that is also a name of somebody who attended, ``own``, counts only with the whole name.
    """
    said = set(parts(text))
    written = {word for found in _CAPITAL.findall(text) for word in parts(found)}
    for name in names:
        words = [word for word in parts(name) if len(word) >= SHORTEST]
        if len(words) > 1 and said.issuperset(words):
            return True
        if written.intersection(words) - own - ORDINARY:
            return True
    return False


def _names(ring: Ring, case: Case) -> list[str]:
    found = [open_label(ring, case).name]
    for party in parties.open_all(ring, case.id):
        found += [party.details.name, *party.details.aliases]
    return found


def _professionals(meeting_id: UUID) -> frozenset[str]:
    away = queries.apologies(meeting_id)
    ids = {row.person_id for row in away} | {row.deputy_id for row in away if row.deputy_id}
    names = [row.name for row in meetings.attendances(meeting_id)]
    return frozenset(word for name in [*names, *person_names(ids).values()] for word in parts(name))
