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
PLAIN = frozenset(
    "able ash baker bank banks barber barker bell berry best bird bishop black blue bond booth "
    "bowl bridge bright brook brooks brown bull bush butler canary care carter castle chamber "
    "chapel church clay clerk cliff close cole cook cooper cope court cross dale dawson day dean "
    "dear drew duke earl early east farmer field finch fisher fleet flower ford forest foster fox "
    "free french frost garden gate gates gay gold good grant gray green grove guy hale hall hand "
    "harp hay heart heath hill hold holiday holly holt house hunt hunter jack jay job judge keen "
    "key king knight lamb law leaf lee light little long love low major man marsh mason mayor mill "
    "miller moor moss nice noble north page paige palace palmer park parsons pass pat peel penny "
    "pike pitt poole pope porter potter pound power price prior rain ray read reader reason rice "
    "rich rob robin root royal rush sage salt say seal sharp shepherd short singer small smart "
    "smith snow son south sparrow speed spring staff star steel still stone street strong sue swan "
    "swift tailor taylor temple tower town turner wade walker wall ward warden waters weaver well "
    "west wheeler white wild wise wolf wood woods work wright yard".split()
)
"""Names that are words in small letters: with a capital they are names."""
ABBREVIATIONS = frozenset(
    "AM CC CP DA DC DI DS DV GP HR ID IT LA MH MP NI OK PC PM PS TV UK".split()
)
STREETS = frozenset(
    "avenue close court crescent drive flat flats gardens grove hill house lane mews park place "
    "road row square street terrace view walk way".split()
)
_NUMBER = "one two three four five six seven eight nine ten eleven twelve".replace(" ", "|")
_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}")
_CASE = re.compile(rf"\bcase\s+(?:no\.?\s*|number\s+|#\s*)?(?:\d+|{_NUMBER})\b", re.I)
_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]*(?:[’'-][^\W\d_]+)*")


def require_nobody(ring: Ring, meeting_id: UUID, texts: Mapping[str, str]) -> None:
    """Raise ``RuleBroken`` if a text, by its field, names somebody of a case, or a case."""
    texts = {field: text for field, text in texts.items() if text.strip()}
    if not texts:
        return
    own, known = _professionals(meeting_id), cases.cases(ring.actor, _cases(ring, meeting_id))
    ring.preload(case.secret_id for case in known)
    for field, text in texts.items():
        if _CASE.search(text) or any(row.reference.casefold() in text.casefold() for row in known):
            raise RuleBroken(field, NAMES_SOMEBODY)
    for case in known:
        if not ring.may_open(case.secret_id, of=case.id):
            continue
        names, places = _names(ring, case)
        for field, text in texts.items():
            if names_any(text, names, own) or _has_place(text, places):
                raise RuleBroken(field, NAMES_SOMEBODY)


def names_any(text: str, names: Iterable[str], own: frozenset[str] = frozenset()) -> bool:
    """Say whether a text has a whole name in it, initials, or a word of one: with a capital, or
    in small letters where it is no plain word.

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
        if said.intersection(words) - own - ORDINARY - PLAIN or _has_initials(text, name):
            return True
    return False


def _has_initials(text: str, name: str) -> bool:
    """Whether a text has the first and last letter of a name, in capitals, with stops or not."""
    letters = [word[0].upper() for word in parts(name)]
    if len(letters) < 2:
        return False
    first, last = letters[0], letters[-1]
    is_word = first + last in ABBREVIATIONS
    between = r"\.\s?" if is_word else r"\.?\s?"
    middle = rf"(?:[A-Z]{between})?"
    return bool(re.search(rf"(?<![\w.]){first}{between}{middle}{last}(?:\.|(?!\w))", text))


def _has_place(text: str, places: Iterable[str]) -> bool:
    """Whether a text has the street, the postcode or the school of somebody."""
    said = " ".join(parts(text))
    squeezed = re.sub(r"\W", "", text).casefold()
    for place in places:
        words = [word for word in parts(place) if word != "the"]
        code = re.sub(r"\W", "", place).casefold()
        if _POSTCODE.fullmatch(code) and code in squeezed:
            return True
        if len(words) > 1 and f" {' '.join(words[:2])} " in f" {said} ":
            return True
    return False


def _cases(ring: Ring, meeting_id: UUID) -> set[UUID]:
    """Those that were on the agenda, and those that only run on in the minutes."""
    documents = queries.minutes_of(ring.actor, meeting_id)
    drafts = queries.newest_drafts(ring.actor, [each.id for each in documents])
    listed = {row.item.case_id for row in meetings.agenda(ring.actor, meeting_id)}
    return listed | {row.case_id for row in drafts if row.case_id}


def _names(ring: Ring, case: Case) -> tuple[list[str], list[str]]:
    """The names of a case's people, and the places that lead to them."""
    names, places = [open_label(ring, case).name], []
    for party in parties.open_all(ring, case.id):
        said = party.details
        names += [said.name, *said.aliases]
        lines = re.split(r"[,\n]", said.address)
        streets = [line for line in lines if STREETS.intersection(parts(line))]
        places += [place for place in (*streets, said.postcode, said.school) if place.strip()]
    return names, places


def _professionals(meeting_id: UUID) -> frozenset[str]:
    away = queries.apologies(meeting_id)
    ids = {row.person_id for row in away} | {row.deputy_id for row in away if row.deputy_id}
    names = [row.name for row in meetings.attendances(meeting_id)]
    return frozenset(word for name in [*names, *person_names(ids).values()] for word in parts(name))
