"""Who of the MARAC may know somebody in a case: by their name, by their agency, by what was said.

It finds reasons to ask, and decides nothing: an officer does (SafeLives; an agency's own staff and
their relatives are the people from whom victims are traced).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Self
from uuid import UUID

from app.marac.match.likeness import alike
from app.marac.match.names import Word, words
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Referred

ALIKE = 0.9
"""From here on two words may be one name, spelt otherwise."""
COMMON_WORDS = frozenset(
    {"the", "of", "and", "for", "service", "services", "team", "trust", "council", "london"}
    | {"borough", "community", "family", "st", "saint", "group", "centre", "north", "south"}
)
SECTOR_WORDS: dict[str, frozenset[str]] = {
    "police": frozenset({"police", "policeman", "policewoman", "constable", "detective", "pcso"}),
    "housing": frozenset({"housing"}),
    "idva_service": frozenset({"idva"}),
    "acute_trust": frozenset({"hospital", "nhs", "nurse"}),
    "primary_care": frozenset({"gp", "surgery", "nhs"}),
    "mental_health": frozenset({"cmht", "nhs"}),
    "midwifery_health_visiting": frozenset({"midwife", "midwifery", "nhs"}),
    "probation": frozenset({"probation"}),
    "education": frozenset({"school", "teacher", "college"}),
    "fire_and_rescue": frozenset({"fire", "firefighter"}),
    "childrens_social_care": frozenset({"council", "social"}),
    "adult_social_care": frozenset({"council", "social"}),
    "council_community_safety": frozenset({"council"}),
    "council_nrpf_team": frozenset({"council"}),
}


NAMED = "Named in the referrer’s words about who must not learn of it"
MAY_BE = "May have to do with it. The referrer wrote where a perpetrator works:"


class Grade(IntEnum):
    """How strongly something points to somebody; the strongest is shown first."""

    SAID = 1
    SAME_NAME = 2
    AGENCY = 3
    LIKE_NAME = 4
    SAME_SURNAME = 5


@dataclass(frozen=True)
class Member:
    """Somebody who works with this MARAC."""

    id: UUID
    name: str
    agency_id: UUID


@dataclass(frozen=True)
class Organisation:
    """A member agency."""

    id: UUID
    name: str
    sector: str = ""


@dataclass(frozen=True)
class Conflict:
    """Why somebody, or a whole agency, may have to be kept out. ``because`` names people."""

    grade: Grade
    because: str
    person_id: UUID | None = None
    agency_id: UUID | None = None


def conflicts(
    told: Referred, members: Sequence[Member], agencies: Sequence[Organisation]
) -> list[Conflict]:
    """Return every reason to keep a case from somebody, one for each, the strongest first."""
    found = [*_people(told, members), *_agencies(told, agencies)]
    strongest: dict[UUID, Conflict] = {}
    for each in sorted(found, key=lambda conflict: conflict.grade):
        strongest.setdefault(each.person_id or each.agency_id or UUID(int=0), each)
    return list(strongest.values())


def parts(text: str) -> tuple[str, ...]:
    """The words of a name in small plain letters: no accents, hyphens taken apart."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W\d_]+", plain.casefold()))


@dataclass(frozen=True)
class _Name:
    """A name taken apart once: all its words, and those that point to a family or a person."""

    whole: tuple[str, ...]
    telling: tuple[Word, ...]

    @classmethod
    def of(cls, written: str) -> Self:
        """Take a name apart; an initial, Kaur and Singh point to nobody."""
        telling = (word for word in words(written) if not word.is_marker and not word.is_initial)
        return cls(tuple(sorted(parts(written))), tuple(telling))


def _people(told: Referred, members: Sequence[Member]) -> Iterator[Conflict]:
    said = _said(told)
    parties = [
        (kind, details, [_Name.of(name) for name in (details.name, *details.aliases)])
        for kind, details in told.parties
    ]
    for member in members:
        name = _Name.of(member.name)
        if len(name.whole) > 1 and any(set(name.whole) <= words for words in said):
            yield Conflict(Grade.SAID, NAMED, member.id)
        for kind, details, names in parties:
            grades = [grade for other in names if (grade := _compare(name, other))]
            if grades:
                yield Conflict(min(grades), _because(min(grades), kind, details), member.id)


def _compare(one: _Name, other: _Name) -> Grade | None:
    if len(one.whole) > 1 and one.whole == other.whole:
        return Grade.SAME_NAME
    left, right = one.telling, other.telling
    pairs = _pairs(left, right)
    if len(pairs) > 1 and len(pairs) == min(len(left), len(right)):
        whole = len(left) == len(right) and all(left[i].text == right[j].text for i, j in pairs)
        return Grade.SAME_NAME if whole else Grade.LIKE_NAME
    family = any(_is_family(left, i) and _is_family(right, j) for i, j in pairs)
    return Grade.SAME_SURNAME if family else None


def _pairs(one: Sequence[Word], other: Sequence[Word]) -> list[tuple[int, int]]:
    """Pair the words that are alike, each once, the most alike first."""
    found = sorted(
        ((alike(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)),
        key=lambda each: -each[0],
    )
    taken: list[tuple[int, int]] = []
    for like, i, j in found:
        if like >= ALIKE and all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def _is_family(name: Sequence[Word], at: int) -> bool:
    """Say whether a word may be a family's name: any but the first, or the only one."""
    return at > 0 or len(name) == 1


def _agencies(told: Referred, agencies: Sequence[Organisation]) -> Iterator[Conflict]:
    employers = [(each.works_for.strip(), set(parts(each.works_for))) for each in told.perpetrators]
    said = _said(told)
    for agency in agencies:
        own, of_kind = _distinctive(agency, agencies), SECTOR_WORDS.get(agency.sector, frozenset())
        named, own = own | of_kind, own - of_kind or own
        written = next((text for text, words in employers if named & words), "")
        if written:
            yield Conflict(Grade.AGENCY, f"{MAY_BE} “{written}”", agency_id=agency.id)
        if own and any(own <= words for words in said):
            yield Conflict(Grade.SAID, NAMED, None, agency.id)


def _distinctive(agency: Organisation, agencies: Sequence[Organisation]) -> set[str]:
    """The words of an agency's name that no other agency of the area has in its own."""
    others: set[str] = set()
    others = others.union(*(parts(each.name) for each in agencies if each.id != agency.id))
    return set(parts(agency.name)) - others - COMMON_WORDS


def _said(told: Referred) -> list[set[str]]:
    """What was written about people who must not learn of the case or interpret in it."""
    written = (told.summary.watch_for, told.victim.must_not_be_told, told.victim.must_not_interpret)
    return [set(parts(text)) for text in written if text]


def _because(grade: Grade, kind: PartyKind, details: Details) -> str:
    what = {
        Grade.SAME_NAME: "The same name as",
        Grade.LIKE_NAME: "A name like that of",
        Grade.SAME_SURNAME: "A family name like that of",
    }[grade]
    who = {
        PartyKind.VICTIM: "the victim",
        PartyKind.PERPETRATOR: "a perpetrator",
        PartyKind.CHILD: "a child",
        PartyKind.OTHER_AT_RISK: "somebody else at risk",
    }[kind]
    return f"{what} {who}, {details.name}"
