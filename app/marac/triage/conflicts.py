"""Who of the MARAC may know somebody in a case: by their name, by their agency, by what was said.

It finds reasons to ask, and decides nothing: an officer does (SafeLives; an agency's own staff and
their relatives are the people from whom victims are traced).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from app.marac.conflict.names import Likeness, Name, parts, strongest
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Referred

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


GRADE_OF = {
    Likeness.SAME_NAME: Grade.SAME_NAME,
    Likeness.LIKE_NAME: Grade.LIKE_NAME,
    Likeness.SAME_SURNAME: Grade.SAME_SURNAME,
}


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


def _people(told: Referred, members: Sequence[Member]) -> Iterator[Conflict]:
    said = _said(told)
    parties = [
        (kind, details, [Name.of(name) for name in (details.name, *details.aliases)])
        for kind, details in told.parties
    ]
    for member in members:
        name = Name.of(member.name)
        if len(name.whole) > 1 and any(set(name.whole) <= words for words in said):
            yield Conflict(Grade.SAID, NAMED, member.id)
        for kind, details, names in parties:
            likeness = strongest(name, names)
            if likeness is not None:
                grade = GRADE_OF[likeness]
                yield Conflict(grade, _because(grade, kind, details), member.id)


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
