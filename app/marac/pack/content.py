"""What stands in one copy: the cases that its reader may hear, and of each what hearing it needs.

Never the immigration section, an address, a telephone number or a school, wherever somebody wrote
one. A case that is kept from the reader leaves no gap in numbers or times. A copy is made with the
keys of the officer who prints it: what does not open for that officer is in none.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.accounts.agency.queries import agency_names
from app.accounts.person.model import Person
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import keeps_out
from app.confidentiality.disclosure.redacting import redacted
from app.marac.action import queries as actions
from app.marac.action.belonging import is_of_case
from app.marac.action.opened import OpenedAction, read_actions
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.case.opened import OpenedCase, open_whole
from app.marac.meeting import publishing
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import AgendaItem, Meeting
from app.marac.meeting.said import risk_words
from app.marac.party.rules import Details, PartyKind
from app.marac.risk.rules import Answer
from app.paper.pack import PackCase

LEFT_OUT = "[left out: ask the IDVA]"
WORDS = (
    ("what_happened", "What happened"),
    ("own_words", "In the victim’s own words"),
    ("wishes", "What the victim wants"),
    ("in_place", "What is already in place"),
    ("worker_view", "The worker’s view"),
)
PEOPLE: dict[PartyKind, str] = {
    PartyKind.VICTIM: "Victim",
    PartyKind.PERPETRATOR: "Perpetrator",
    PartyKind.CHILD: "Child",
    PartyKind.OTHER_AT_RISK: "At risk",
}


@dataclass(frozen=True)
class Masks:
    """What is taken out of every text of one case."""

    never: tuple[tuple[str, str], ...]

    def __call__(self, text: str) -> str:
        """Return a text without it, and without whatever looks like a way to reach somebody."""
        return redacted(text, self.never, ())

    def agency(self, name: str) -> str:
        """An agency's name as it is, the town in it too; left out only where it is an address of
        somebody in the case, as a refuge may be."""
        is_address = any(name.casefold() in words.casefold() for words, _ in self.never)
        return LEFT_OUT if is_address else name


def content_of(
    ring: Ring, meeting: Meeting, agreed: Collection[str], reader: Person, *, is_officer: bool
) -> list[PackCase]:
    """Return the cases of a meeting's signed agenda for one reader; the caller writes the trail.

    ``agreed``: the ids of the cases that two officers signed for; one that came later is in none.
    A case of which only a row says that it is to be heard is in no copy. An officer's copy says who
    has to leave before which case; nobody else's does.
    """
    actor = ring.actor
    edition = publishing.current(ring.chain, meeting)
    agenda = [
        line
        for line in meetings.agenda(actor, meeting.id)
        if edition is not None
        and line.item.case_id in edition.cases
        and str(line.item.case_id) in agreed
    ]
    rows = {row.id: row for row in cases.cases(actor, [line.item.case_id for line in agenda])}
    ring.preload(row.secret_id for row in rows.values())
    heard = [
        (line.item, rows[line.item.case_id])
        for line in agenda
        if line.item.case_id in rows and _may_hear(ring, rows[line.item.case_id], reader)
    ]
    # Each reader's times are reckoned from their own cases: what is left out takes no time.
    lines = meetings.numbered(meeting.id, [item for item, _ in heard])
    return [
        _case(ring, line.item, row, clock_time(line.starts_at), is_officer)
        for line, (_, row) in zip(lines, heard, strict=True)
    ]


def clock_time(at: datetime) -> str:
    """A time as the pages have it: 9:05am, in London."""
    local = clock.london(at)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def _may_hear(ring: Ring, case: Case, reader: Person) -> bool:
    """Ask the rows and the signed lists: the exclusion list beats every copy."""
    names = ring.kept_from(case.secret_id, of=case.id)
    return not keeps_out(names, reader.id, [reader.agency_id]) and ring.may_open(
        case.secret_id, of=case.id
    )


def _case(ring: Ring, item: AgendaItem, case: Case, time: str, is_officer: bool) -> PackCase:
    opened = open_whole(ring, case)
    mask = Masks(tuple(_never(opened)))
    leaves = _must_leave(ring, case) if is_officer else ""
    return PackCase(
        time=time,
        reference=case.reference,
        name=opened.label.name,
        flags=", ".join(opened.label.flags()),
        facts=(
            *((("Must have left the room", leaves),) if leaves else ()),
            ("Referred by", _referrer(opened, mask)),
            *((what, mask(said)) for what, said in _facts(opened) if said),
        ),
        words=tuple((what, mask(said)) for what, said in _words(opened) if said),
        risks=tuple(mask(one) for one in _risks(ring, case, item)),
        actions=tuple(_actions(ring, case, item, mask)),
    )


def _must_leave(ring: Ring, case: Case) -> str:
    """Name the people and agencies from whom a case is kept, by rows and signed lists."""
    kept = [name.partition(":") for name in sorted(ring.kept_from(case.secret_id, of=case.id))]
    people = person_names(UUID(each) for kind, _, each in kept if kind == "person")
    agencies = agency_names(UUID(each) for kind, _, each in kept if kind == "agency")
    return ", ".join([*sorted(people.values()), *(f"all of {one}" for one in agencies.values())])


def _never(opened: OpenedCase) -> Iterator[tuple[str, str]]:
    """Return every address, postcode, number and school of everybody in the case."""
    for party in opened.parties:
        who = party.details
        lines = [line.strip() for line in who.address.splitlines()]
        for words in (who.address, *lines, who.postcode, who.phone, who.school):
            if words.strip():
                yield words, LEFT_OUT


def _referrer(opened: OpenedCase, mask: Masks) -> str:
    case = opened.case
    agency = agency_names([case.agency_id])[case.agency_id]
    return f"{person_names([case.referrer_id])[case.referrer_id]}, {mask.agency(agency)}"


def _facts(opened: OpenedCase) -> Iterator[tuple[str, str]]:
    names = person_names([opened.case.idva_id] if opened.case.idva_id else [])
    yield "IDVA", names.get(opened.case.idva_id, "") if opened.case.idva_id else "Not assigned yet"
    for kind, what in PEOPLE.items():
        for party in opened.of_kind(kind):
            yield what, _person(party.details)
    if opened.victim is not None:
        yield "Must not be told", opened.victim.details.must_not_be_told
    for kind in (PartyKind.PERPETRATOR,):
        for party in opened.of_kind(kind):
            yield "Weapons", party.details.weapons
            yield "Bail and orders", party.details.orders


def _person(who: Details) -> str:
    born = f"born {who.date_of_birth.day} {who.date_of_birth:%B %Y}" if who.date_of_birth else ""
    return ", ".join(filter(None, (who.name, born, who.relationship)))


def _words(opened: OpenedCase) -> Iterator[tuple[str, str]]:
    for name, what in WORDS:
        yield what, getattr(opened.summary, name)
    met = [f"{each.met.label}: {each.met.because}".rstrip(": ") for each in opened.standing]
    yield "Why this case is heard", "\n".join(met)
    assessment = opened.assessment
    if assessment is not None:
        yes = [
            f"{one.label}: {one.given.comment}" if one.given.comment else one.label
            for one in assessment.answered.with_answer(Answer.YES)
        ]
        yield "Answered yes on the risk form", "\n".join(yes)
        yield "Professional judgement", assessment.answered.judgement.reasons


def _risks(ring: Ring, case: Case, item: AgendaItem) -> Iterator[str]:
    hearings = [found for _, found in meetings.hearings(ring.actor, case.id)]
    for hearing in {one.id: one for one in [*hearings, item]}.values():
        for row in meetings.risks(hearing.id):
            said = risk_words(ring, row)
            more = (("to", said.whom), ("raised by", said.raises), ("protected by", said.protects))
            yield "; ".join([said.text, *(f"{what} {text}" for what, text in more if text)])


def _actions(
    ring: Ring, case: Case, item: AgendaItem, mask: Masks
) -> Iterator[tuple[str, str, str, str]]:
    agreed = actions.agreed_about(ring.actor, [case.id], item.id)
    rows = [row for row in agreed if is_of_case(ring, row.slip_id, case.id)]
    found: Sequence[OpenedAction] = [one for one in read_actions(ring, rows) if not one.is_finished]
    owners = person_names(one.action.owner_id for one in found)
    agencies = agency_names(one.action.agency_id for one in found)
    for one in found:
        due = one.action.due_on
        yield (
            mask(one.details.what),
            f"{owners[one.action.owner_id]}, {mask.agency(agencies[one.action.agency_id])}",
            f"{due.day} {due:%B %Y}",
            one.state_label,
        )
