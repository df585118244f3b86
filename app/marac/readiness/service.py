"""How ready a meeting is, for its officers: agency by agency and case by case, and what to do."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.model import Person
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import AgencyReminded, ReadinessOpened
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import transaction
from app.marac.case.model import Case
from app.marac.case.queries import cases as cases_of
from app.marac.conflict import opened as conflicts
from app.marac.invitation import service as invitations
from app.marac.meeting import lobby
from app.marac.meeting import queries as meetings
from app.marac.meeting.lobby import Line
from app.marac.meeting.model import Meeting
from app.marac.readiness import queries, rules
from app.marac.readiness.rules import Comes, Lacks, Missing, Step
from app.marac.research.rules import FINISHED, ResearchState
from app.marac.research.service import states
from app.refusals import NotVisible

States = Mapping[tuple[UUID, UUID], ResearchState]


@dataclass(frozen=True)
class AgencyRow:
    """How ready one agency is. ``lacking``: who could not see a case yet, and why."""

    agency: invitations.Agency
    comes: Comes
    lacking: tuple[tuple[str, Lacks], ...]
    asked: int
    done: int
    actions: int
    reminded_at: datetime | None
    step: Step

    @property
    def can_be_reminded(self) -> bool:
        """Say whether a notice would reach anybody, and would be of use."""
        waits = self.comes is Comes.SILENT or self.done < self.asked or bool(self.lacking)
        return bool(self.agency.people) and waits


@dataclass(frozen=True)
class CaseRow:
    """How ready one case is."""

    line: Line
    missing: Missing
    to_look_at: int
    is_kept_from_somebody: bool


@dataclass(frozen=True)
class Readiness:
    """How ready a meeting is. ``cases`` is empty where nothing was opened."""

    meeting: Meeting
    agencies: Sequence[AgencyRow]
    cases: Sequence[CaseRow]
    to_look_at: int

    @property
    def answered(self) -> int:
        """How many agencies have answered the invitation."""
        return sum(row.comes is not Comes.SILENT for row in self.agencies)

    @property
    def asked(self) -> int:
        """How many cases agencies were asked to look up, each for itself."""
        return sum(row.asked for row in self.agencies)

    @property
    def done(self) -> int:
        """How many of those are looked up."""
        return sum(row.done for row in self.agencies)

    @property
    def lacking(self) -> int:
        """How many people could not see a case yet."""
        return sum(len(row.lacking) for row in self.agencies)

    @property
    def actions(self) -> int:
        """How many actions of earlier meetings are due by this one, and not done."""
        return sum(row.actions for row in self.agencies)

    @property
    def common(self) -> tuple[tuple[str, ...], int]:
        """Whose research most cases lack alike, and how many do; said once, not case by case."""
        lacking = Counter(row.missing.research for row in self.cases if row.missing.research)
        whose, count = next(iter(lacking.most_common(1)), ((), 0))
        return (whose, count) if count >= rules.ALIKE else ((), 0)

    @property
    def unready(self) -> list[CaseRow]:
        """The cases that still need something."""
        return [row for row in self.cases if row.missing.count or row.to_look_at]


def look(actor: Actor, meeting_id: UUID) -> Readiness:
    """Return how ready a meeting is, with the names of its cases; the trail is written first."""
    _require_officer(actor)
    with transaction():
        ring = Ring(actor)
        meeting = meetings.meeting(actor, meeting_id)
        agenda = meetings.agenda(actor, meeting.id)
        lines = lobby.read_agenda(actor, ring, agenda)
        found = _read(actor, meeting, lines)
        record(actor, ReadinessOpened(meeting.id, count=len(lines)))
    return found


def summary(actor: Actor, meeting: Meeting) -> Readiness:
    """Return the same in numbers, without opening the name of any case."""
    return _read(actor, meeting, [])


def remind(actor: Actor, meeting_id: UUID, agency_id: UUID, send: Callable[[str], None]) -> int:
    """Send the constant notice to an agency's people who are invited; return how many it reached.

    ``send`` takes an address and raises ``NotSent``. The message says nothing of what it is about.
    """
    _require_officer(actor)
    meeting = meetings.meeting(actor, meeting_id)
    asked = next((one for one in invitations.invited(actor, meeting) if one.id == agency_id), None)
    if asked is None:
        raise NotVisible()
    others = (one.person for one in asked.people if one.person.id != actor.person_id)
    reached = sum(_sent(person, send) for person in others)
    with transaction():
        record(actor, AgencyReminded(meeting.id, agency_id=agency_id, count=reached))
    return reached


def silent(actor: Actor, meeting_id: UUID) -> list[UUID]:
    """Return the invited agencies of which nobody has answered and somebody could read a notice."""
    _require_officer(actor)
    invited = invitations.invited(actor, meetings.meeting(actor, meeting_id))
    return [
        one.id
        for one in invited
        if not (one.comes or one.is_sorry)
        and any(each.person.id != actor.person_id for each in one.people)
    ]


def _require_officer(actor: Actor) -> None:
    actor.require(Permission.MEETING_PLAN)
    require_officer(actor, Chain.of(actor))


def _read(actor: Actor, meeting: Meeting, lines: Sequence[Line]) -> Readiness:
    known = states(actor, meeting.id)
    ids = {line.case_id for line in lines if line.case_id}
    waiting = conflicts.waiting(actor, ids or _case_ids(actor, meeting))
    of_case = {each.case_id for each in waiting}
    cases = _cases(actor, lines, known, {each: _count(waiting, each) for each in of_case})
    return Readiness(meeting, _agencies(actor, meeting, known), cases, len(waiting))


def _case_ids(actor: Actor, meeting: Meeting) -> set[UUID]:
    return {row.item.case_id for row in meetings.agenda(actor, meeting.id)}


def _count(waiting: Sequence[conflicts.Opened], case_id: UUID) -> int:
    return sum(each.case_id == case_id for each in waiting)


def _agencies(actor: Actor, meeting: Meeting, known: States) -> list[AgencyRow]:
    invited = invitations.invited(actor, meeting)
    people = [one.person for agency in invited for one in agency.people]
    lacks = queries.lacking(actor, people)
    actions, reminded = queries.outstanding(actor, meeting), queries.reminded(meeting.id)
    rows = [_agency(one, lacks, known, actions[one.id], reminded.get(one.id)) for one in invited]
    return sorted(rows, key=lambda row: (list(Step).index(row.step), row.agency.name))


def _agency(
    one: invitations.Agency,
    lacks: Mapping[UUID, Lacks],
    known: States,
    actions: int,
    reminded_at: datetime | None,
) -> AgencyRow:
    own = [state for (_, agency_id), state in known.items() if agency_id == one.id]
    done = sum(state in FINISHED for state in own)
    people = [each.person for each in one.people]
    lacking = tuple((each.name, lacks[each.id]) for each in people if each.id in lacks)
    comes = _comes(one)
    step = rules.next_step(
        people=len(people),
        lacking=[why for _, why in lacking],
        comes=comes,
        to_look_up=len(own) - done,
    )
    return AgencyRow(one, comes, lacking, len(own), done, actions, reminded_at, step)


def _comes(one: invitations.Agency) -> Comes:
    if one.comes:
        return Comes.YES
    if one.is_sorry:
        return Comes.SORRY_INFORMED if one.sends_information else Comes.SORRY
    return Comes.SILENT


def _cases(
    actor: Actor, lines: Sequence[Line], known: States, to_look_at: Mapping[UUID, int]
) -> list[CaseRow]:
    ids = {line.case_id for line in lines if line.case_id}
    cases = {case.id: case for case in cases_of(actor, ids)}
    asked = queries.referrers_asked(actor, ids)
    sectors = queries.sectors({agency_id for _, agency_id in known})
    kept = meetings.kept_from_somebody(ids)
    return [
        CaseRow(
            line,
            _missing(cases[line.case_id], known, sectors, asked),
            to_look_at.get(line.case_id, 0),
            line.case_id in kept,
        )
        for line in lines
        if line.case_id is not None
    ]


def _missing(
    case: Case, known: States, sectors: Mapping[UUID, str], asked: Collection[UUID]
) -> Missing:
    own = {agency_id: state for (case_id, agency_id), state in known.items() if case_id == case.id}
    done = {agency_id for agency_id, state in own.items() if state in FINISHED}
    return Missing(
        no_idva=case.idva_id is None,
        referrer_asked=case.id in asked,
        research=rules.research_missing(done, own, sectors),
        research_not_asked=not own,
    )


def _sent(person: Person, send: Callable[[str], None]) -> bool:
    try:
        send(person.email)
    except NotSent:
        return False
    return True
