"""Tells agencies which flags to set and clear, and keeps their answers; one transaction a verb.

What an agency's keeper reads is a slip: names, dates of birth and until when, and nothing else of
the case. Nothing says why a flag is to be cleared. Perpetrators are on no slip: a person may read
their own record, and the perpetrator is never told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import OFFICERS, Permission
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import FlagAnswered, FlagEnded, FlagOpened, FlagsListed
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import keeps_out, named, promise
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.case.opened import open_label
from app.marac.conflict.matching import before_letting_in
from app.marac.flag import queries, rules
from app.marac.flag.concerned import agencies_of
from app.marac.flag.model import FlagEnd, FlagNotice
from app.marac.flag.rules import Ask, End, Standing, Wanted
from app.marac.flag.slips import WHY, OpenedNotice, notify, opened_notice, people_of
from app.refusals import Changed, NotVisible, RuleBroken

END = "flag.end"
NEWER = "There is a newer notice about these records. Answer that one."


@dataclass(frozen=True)
class Line:
    """One case on the officers' list, with its newest notice for each agency."""

    case_id: UUID
    reference: str
    name: str
    until: date
    stands: Standing
    notices: tuple[FlagNotice, ...]

    @property
    def answered(self) -> int:
        """How many agencies have done what they were asked."""
        return sum(row.answer not in (None, rules.Answer.CANNOT) for row in self.notices)

    @property
    def cannot(self) -> int:
        """How many agencies answered that they cannot."""
        return sum(row.answer == rules.Answer.CANNOT for row in self.notices)


@dataclass(frozen=True)
class Telling:
    """What one press would tell: each wanted notice with the people who would read it."""

    wanted: Wanted
    keepers: tuple[Person, ...]


def the_list(actor: Actor) -> list[Line]:
    """Open the area's 12-month list for an officer, what lapses first on top."""
    actor.require(Permission.FLAG_SET)
    with transaction():
        ring = _officer(actor)
        found = _standings(actor)
        rows = {row.id: row for row in cases.cases(actor, found)}
        ring.preload(row.secret_id for row in rows.values())
        notices = queries.newest(actor, rows)
        lines = [
            Line(
                case_id=row.id,
                reference=row.reference,
                name=open_label(ring, row).name,
                until=found[row.id][0],
                stands=found[row.id][1],
                notices=tuple(each for each in notices if each.case_id == row.id),
            )
            for row in rows.values()
            if rules.still_shown(found[row.id][1], found[row.id][0], clock.today())
            and ring.may_open(row.secret_id, of=row.id)
        ]
        record(actor, FlagsListed(actor.person_id, count=len(lines)))
    return sorted(lines, key=lambda line: (line.until, line.reference))


def line_of(actor: Actor, case_id: UUID) -> Line:
    """Return one case of the list; ``NotVisible`` for a case that is not on it."""
    found = [line for line in the_list(actor) if line.case_id == case_id]
    if not found:
        raise NotVisible()
    return found[0]


def reason_of_end(actor: Actor, case_id: UUID) -> End | None:
    """Return why an officer took a case off the list, for officers."""
    actor.require(Permission.FLAG_SET)
    row = queries.newest_end(actor, case_id)
    if row is None:
        return None
    said = Ring(actor).read(row.secret_id, END, row.id, row.sealed_reason, of=case_id)
    return End(said["why"])


def to_tell(actor: Actor) -> list[Telling]:
    """Return what agencies have still to be told, each with who would read it.

    Only agencies with somebody to tell are in it, and never one from which the case is kept.
    """
    return [each for each in _tellings(actor) if each.keepers]


def nobody_to_tell(actor: Actor) -> set[UUID]:
    """Return the agencies that have a flag to set or to clear, and nobody who could be told."""
    return {each.wanted.agency_id for each in _tellings(actor) if not each.keepers}


def _tellings(actor: Actor) -> list[Telling]:
    actor.require(Permission.FLAG_SET)
    found = _standings(actor)
    told = {(row.case_id, row.agency_id): row for row in queries.newest(actor, found)}
    concerned = agencies_of(actor, found)
    listed = queries.may_be_told(queries.keepers(actor), concerned.keys())
    kept = queries.kept_from_whole_agencies(concerned.keys())
    unread = [row for row in told.values() if row.answer is None]
    promised = queries.promised_to(row.slip_id for row in unread)
    tellings = []
    for case_id, agencies in concerned.items():
        for agency_id in agencies - kept.get(case_id, set()):
            last = told.get((case_id, agency_id))
            keepers = _keepers(listed[case_id], agency_id)
            wanted = _wanted(case_id, agency_id, found[case_id], last)
            if wanted is None and last is not None and _has_no_reader(last, keepers, promised):
                wanted = Wanted(case_id, agency_id, Ask(last.ask), last.until)
            if wanted is not None:
                tellings.append(Telling(wanted, keepers))
    return tellings


def _has_no_reader(
    last: FlagNotice, keepers: tuple[Person, ...], promised: dict[UUID, set[str]]
) -> bool:
    """Say whether everybody who was told has gone since, without an answer, and others came."""
    names = {promise(Because.FLAG_KEEPER, person.id) for person in keepers}
    return last.answer is None and bool(names) and not names & promised.get(last.slip_id, set())


def tell(actor: Actor) -> dict[UUID, Person]:
    """Tell every agency what it has to set and to clear; return who has something to read now.

    One transaction a case, so that a hundred notices do not keep everybody else waiting: what is
    still to be told is asked again inside it, so two officers who press at once tell once.
    """
    actor.require(Permission.FLAG_SET)
    ring = _officer(actor)
    giver = Giver(actor, Holders(ring.chain))
    told: dict[UUID, Person] = {}
    for case_id in dict.fromkeys(one.wanted.case_id for one in to_tell(actor)):
        with transaction():
            told.update(_tell_of(actor, ring, giver, case_id))
    return told


def _tell_of(actor: Actor, ring: Ring, giver: Giver, case_id: UUID) -> dict[UUID, Person]:
    case = cases.case(actor, case_id)
    if not ring.may_open(case.secret_id, of=case.id):
        return {}
    asked = [one for one in to_tell(actor) if one.wanted.case_id == case_id]
    arriving = {(case.id, each.id) for one in asked for each in _not_kept(ring, case, one)}
    if arriving and before_letting_in(actor, ring, arriving):
        ring = Ring(actor)
        giver = Giver(actor, Holders(ring.chain))
        if not ring.may_open(case.secret_id, of=case.id):
            return {}
    people, told = people_of(ring, case), dict[UUID, Person]()
    for one in asked:
        readers = _not_kept(ring, case, one)
        if readers:
            notify(actor, ring, giver, case, one.wanted, readers, people)
            told.update({person.id: person for person in readers})
    return told


def open_notice(actor: Actor, notice_id: UUID) -> OpenedNotice:
    """Open what one's agency was told; the opening is in the trail before anything is shown."""
    actor.require(Permission.FLAG_READ)
    with transaction():
        row = queries.notice(actor, notice_id)
        opened = opened_notice(Ring(actor), row)
        record(actor, FlagOpened(subject_id=row.id))
    return opened


def own_notices(actor: Actor) -> list[OpenedNotice]:
    """Open what one's own agency was told last of each case, what is to be done first."""
    actor.require(Permission.FLAG_READ)
    with transaction():
        rows = queries.own_agency(actor)
        if not rows:
            return []
        ring = Ring(actor)
        ring.preload(row.slip_id for row in rows)
        opened = [opened_notice(ring, row) for row in rows if ring.may_open(row.slip_id, of=row.id)]
        record(actor, FlagsListed(actor.person_id, count=len(opened)))
    return sorted(opened, key=lambda one: (one.notice.answer is not None, one.notice.until))


def count_own(actor: Actor) -> int:
    """Count what one can read of one's own agency and nobody has answered; no word is read."""
    rows = [row for row in queries.own_agency(actor) if row.answer is None]
    if not rows:
        return 0
    ring = Ring(actor)
    ring.preload(row.slip_id for row in rows)
    return sum(ring.may_open(row.slip_id, of=row.id) for row in rows)


def answer(actor: Actor, notice_id: UUID, said: str, why: str, revision: int | None) -> FlagNotice:
    """Write down what was done with a flag: somebody of the agency who can read the notice."""
    actor.require(Permission.FLAG_CONFIRM)
    with transaction():
        row = queries.notice(actor, notice_id)
        ring = Ring(actor)
        ring.key(row.slip_id, of=row.id)
        if row.agency_id != actor.agency_id:
            raise NotVisible()
        if row.id not in {each.id for each in queries.own_agency(actor)}:
            raise RuleBroken("answer", NEWER)
        if revision is not None and revision != row.revision:
            raise Changed("answer", "A colleague has answered meanwhile. Their answer is shown.")
        row.answer = rules.require_answer(row.ask, said, why)
        row.sealed_why = (
            ring.seal(row.slip_id, WHY, row.id, {"why": why.strip()}, of=row.id)
            if why.strip()
            else None
        )
        row.answered_by, row.answered_at = actor.person_id, clock.now()
        record(actor, FlagAnswered(subject_id=row.id, answer=str(row.answer)))
    return row


def answer_all(actor: Actor, ask: Ask, shown: Iterable[tuple[UUID, int]]) -> tuple[int, int]:
    """Answer at one press that all these flags are set, or cleared; each is an act of its own.

    ``shown`` are the notices as the page showed them, with their revisions. Return how many were
    answered, and how many were left because they are not as they were shown (a colleague answered,
    a newer notice came, the case is kept from the actor now).
    """
    actor.require(Permission.FLAG_CONFIRM)
    answered = left = 0
    for notice_id, revision in dict(shown).items():
        try:
            answer(actor, notice_id, rules.done(ask), "", revision)
            answered += 1
        except (NotVisible, RuleBroken, Changed):
            left += 1
    return answered, left


def end(actor: Actor, case_id: UUID, why: str) -> None:
    """Take a case off the list before its months are over; agencies are told only to clear."""
    actor.require(Permission.FLAG_SET)
    try:
        reason = End(why)
    except ValueError:
        raise RuleBroken("why", "Select why the case leaves the list.") from None
    with transaction():
        ring = _officer(actor)
        case = cases.case(actor, case_id)
        until, stands = _standings(actor).get(case.id, (None, Standing.LAPSED))
        if until is None or not rules.is_current(stands):
            raise RuleBroken("why", "This case is not on the list any more.")
        secret_id = ring.current(case.secret_id, of=case.id)
        row = FlagEnd(
            id=new_id(),
            area_id=case.area_id,
            case_id=case.id,
            secret_id=secret_id,
            by_person_id=actor.person_id,
            at=clock.now(),
        )
        row.sealed_reason = ring.seal(secret_id, END, row.id, {"why": reason.value}, of=case.id)
        db.session.add(row)
        record(actor, FlagEnded(subject_id=case.id))


def _officer(actor: Actor) -> Ring:
    ring = Ring(actor)
    _ = ring.me
    require_officer(actor, ring.chain)
    return ring


def _standings(actor: Actor) -> dict[UUID, tuple[date, Standing]]:
    """Return of every case of the area that was heard the last day of its flag, and how it is."""
    heard = queries.last_heard(actor)
    gone = queries.ended(actor, heard)
    days = queries.current_until(actor, heard.keys())
    today = clock.today()
    return {
        case_id: (until, rules.standing(until, case_id in gone, today))
        for case_id, until in days.items()
    }


def _wanted(
    case_id: UUID, agency_id: UUID, stands: tuple[date, Standing], told: FlagNotice | None
) -> Wanted | None:
    last = (Ask(told.ask), told.until) if told else None
    return rules.wanted(case_id, agency_id, stands[1], stands[0], last)


def _keepers(people: Iterable[Person], agency_id: UUID) -> tuple[Person, ...]:
    """Return who of an agency reads a notice: its representatives; its officers if it has none."""
    theirs = [person for person in people if person.agency_id == agency_id]
    members = [person for person in theirs if not OFFICERS & person.roles]
    return tuple(members or theirs)


def _not_kept(ring: Ring, case: Case, one: Telling) -> list[Person]:
    """Ask the signed lists too: a row that was taken away lets nobody be told."""
    names = ring.kept_from(case.secret_id, of=case.id)
    if named(None, one.wanted.agency_id) in names:
        return []
    return [person for person in one.keepers if not keeps_out(names, person.id, [person.agency_id])]
