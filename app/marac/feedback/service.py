"""What a victim was told of her meeting: who is asked to, and what came of it.

Each verb and its trail are one transaction. It is read by who is asked to tell her, by the case's
IDVA and by officers; by nobody else, even with the case open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.person import queries as people
from app.accounts.person.model import Person, PersonState
from app.audit import record
from app.audit.events import (
    FeedbackAskedFor,
    FeedbackDueListed,
    FeedbackOpened,
    FeedbackWritten,
)
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.action.belonging import of_their_case
from app.marac.action.opened import OpenedAction, read_actions
from app.marac.action.queries import actions_of
from app.marac.case.model import Case
from app.marac.case.opened import open_label
from app.marac.case.telling import is_idva
from app.marac.feedback import queries, rules
from app.marac.feedback.model import Feedback, FeedbackAsked
from app.marac.feedback.queries import Heard
from app.marac.feedback.rules import Came, Way
from app.marac.meeting import queries as meetings
from app.marac.party import service as parties
from app.marac.party.rules import Details, PartyKind, Safe
from app.refusals import NotVisible, RuleBroken

ASKED = "feedback.asked"
WORDS = "feedback.words"


@dataclass(frozen=True)
class Told:
    """One attempt, opened."""

    item_id: UUID
    came: Came
    way: Way
    on: date
    words: str
    next_on: date | None
    by_person_id: UUID
    at: datetime


@dataclass(frozen=True)
class ToTell:
    """Somebody who has not been told of their meeting yet."""

    item_id: UUID
    case_id: UUID
    name: str
    heard_on: date
    days: int
    next_on: date | None


@dataclass(frozen=True)
class Opened:
    """All that there is of telling a victim of the latest hearing of her case."""

    heard: Heard
    asked_id: UUID | None
    told: tuple[Told, ...]
    contact: Details | None
    name: str
    may_write: bool
    may_ask: bool
    reader_id: UUID
    agreed: tuple[OpenedAction, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is left to do for this hearing."""
        return any(one.came in rules.SETTLED for one in self.told if one.item_id == self.item_id)

    @property
    def one_tap(self) -> list[Way]:
        """The ways by which "told, safe" is noted with one press."""
        return rules.ways_of_one_tap(self.contact)

    @property
    def not_safe(self) -> list[str]:
        """What her card calls not safe, in words that begin a sentence."""
        return [
            said
            for way, said in rules.UNSAFE.items()
            if rules.is_said_to_be(way, self.contact) is Safe.NO
        ]

    @property
    def item_id(self) -> UUID:
        """The hearing."""
        return self.heard.item.id


def to_tell(actor: Actor) -> list[ToTell]:
    """Open the names of those whom this person is to tell, with the trail of it."""
    actor.require(Permission.FEEDBACK_READ)
    with transaction():
        rows = queries.own_to_tell(actor)
        if not rows:
            return []
        ring = Ring(actor)
        ring.preload(one.case.secret_id for one in rows)
        own = [one for one in rows if _is_asked(ring, one)]
        days = queries.next_days(actor, [one.item.id for one in own])
        found = [
            ToTell(
                one.item.id,
                one.case.id,
                open_label(ring, one.case).name,
                one.heard_on,
                (clock.today() - one.heard_on).days,
                days.get(one.item.id),
            )
            for one in own
        ]
        record(actor, FeedbackDueListed(actor.person_id, count=len(found)))
    return found


def next_to_tell(actor: Actor) -> ToTell | None:
    """Return who of this person's has waited longest to be told, with the trail of it."""
    return next(iter(to_tell(actor)), None)


def open_feedback(actor: Actor, item_id: UUID) -> Opened:
    """Open what came of telling her of one hearing, with how she can safely be reached and what
    was agreed there."""
    actor.require(Permission.FEEDBACK_READ)
    with transaction():
        ring, heard = _enter(actor, item_id)
        opened = _opened(ring, heard, queries.of_hearing(actor, item_id))
        actions = read_actions(ring, of_their_case(ring, actions_of(actor, heard.item.id)))
        opened = replace(opened, agreed=tuple(actions))
        record(actor, FeedbackOpened(heard.case.id, count=len(opened.told)))
    return opened


def for_case(ring: Ring, case_id: UUID) -> Opened | None:
    """Open what the page of a case shows of it; None for whoever does not read it.

    In the transaction and the trail of whoever opened the case.
    """
    actor = ring.actor
    heard = queries.latest(actor, case_id)
    if heard is None or not actor.may(Permission.FEEDBACK_READ) or not _may_read(ring, heard):
        return None
    with transaction():
        opened = _opened(ring, heard, queries.of_case(actor, case_id))
        record(actor, FeedbackOpened(case_id, count=len(opened.told)))
    return opened


def write(
    actor: Actor,
    item_id: UUID,
    came: str,
    way: str,
    on: date | None,
    words: str = "",
    next_on: date | None = None,
) -> Feedback:
    """Write down what came of telling her; only who is asked to, and her IDVA."""
    actor.require(Permission.FEEDBACK_WRITE)
    rules.require_words("words", words)
    with transaction():
        ring, heard = _enter(actor, item_id)
        if not _may_write(ring, heard):
            raise NotVisible()
        what, how = rules.require_came(came), rules.require_way(way)
        rules.require_said_why(what, how, _contact(ring, heard.case), words)
        day = rules.require_day(on, heard.heard_on, clock.today())
        row = Feedback(
            id=new_id(),
            area_id=actor.area_id,
            item_id=heard.item.id,
            case_id=heard.case.id,
            is_settled=rules.is_settled(what),
            next_on=rules.require_next(what, next_on, clock.today()),
            secret_id=ring.current(heard.case.secret_id, of=heard.case.id),
            by_person_id=actor.person_id,
            at=clock.now(),
        )
        said = {"came": what.value, "way": how.value, "on": day.isoformat(), "words": words}
        row.sealed_words = ring.seal(row.secret_id, WORDS, row.id, said, of=heard.case.id)
        db.session.add(row)
        record(actor, FeedbackWritten(heard.case.id, item_id=heard.item.id))
    return row


def tell_in_one_tap(actor: Actor, item_id: UUID, way: str) -> Feedback:
    """Note that she was told today, and that it was safe, by a way that her card lets one tap."""
    if way not in open_feedback(actor, item_id).one_tap:
        raise NotVisible()
    return write(actor, item_id, Came.TOLD, way, clock.today())


def may_be_asked(actor: Actor, item_id: UUID) -> list[Person]:
    """Return who can be asked to tell her: at work, with the right, and in the room or her IDVA."""
    heard = queries.hearing(actor, item_id)
    signed = {
        row.person_id
        for row in meetings.attendances(heard.item.meeting_id)
        if row.signature_id is not None
    }
    known = {heard.case.idva_id, heard.case.referrer_id, *signed}
    return [
        person
        for person in people.people(actor)
        if person.id in known
        and person.state == PersonState.ACTIVE
        and Permission.FEEDBACK_WRITE in permissions_of(person.roles)
        and not is_excluded(heard.case.id, person.id, person.agency_id)
    ]


def ask(actor: Actor, item_id: UUID, person_id: UUID | None) -> None:
    """Name who is to tell her of a hearing; officers do. Her IDVA again, if it is her IDVA."""
    actor.require(Permission.CASE_CONCLUDE)
    with transaction():
        ring, heard = _enter(actor, item_id)
        require_officer(actor, ring.chain)
        if person_id not in {person.id for person in may_be_asked(actor, item_id)}:
            raise RuleBroken("person", "Select who is to tell the victim.")
        assert person_id is not None
        row = heard.asked or FeedbackAsked(
            id=new_id(), area_id=actor.area_id, item_id=heard.item.id, case_id=heard.case.id
        )
        row.person_id, row.by_person_id, row.at = person_id, actor.person_id, clock.now()
        row.secret_id = ring.current(heard.case.secret_id, of=heard.case.id)
        said = {"person": str(person_id), "item": str(heard.item.id)}
        row.sealed_words = ring.seal(row.secret_id, ASKED, row.id, said, of=heard.case.id)
        db.session.add(row)
        event = FeedbackAskedFor(heard.case.id, item_id=heard.item.id, person_id=person_id)
        record(actor, event)


def _enter(actor: Actor, item_id: UUID) -> tuple[Ring, Heard]:
    ring = Ring(actor)
    _ = ring.me
    heard = queries.hearing(actor, item_id)
    ring.key(heard.case.secret_id, of=heard.case.id)
    if not _may_read(ring, heard):
        raise NotVisible()
    return ring, heard


def _may_read(ring: Ring, heard: Heard) -> bool:
    return ring.me.is_officer or is_idva(ring, heard.case) or _asked(ring, heard) == _me(ring)


def _may_write(ring: Ring, heard: Heard) -> bool:
    return is_idva(ring, heard.case) or _asked(ring, heard) == _me(ring)


def _is_asked(ring: Ring, heard: Heard) -> bool:
    """Say whether this person is to tell her; one whose keys have not come yet is not asked."""
    if not ring.may_open(heard.case.secret_id, of=heard.case.id):
        return False
    named = _asked(ring, heard)
    return named == _me(ring) if named else is_idva(ring, heard.case)


def _asked(ring: Ring, heard: Heard) -> UUID | None:
    """Return whom an officer named, as it stands under the seal; the row alone names nobody."""
    row = heard.asked
    if row is None:
        return None
    said = ring.read(row.secret_id, ASKED, row.id, row.sealed_words, of=heard.case.id)
    return UUID(said["person"]) if said["item"] == str(heard.item.id) else None


def _me(ring: Ring) -> UUID:
    return ring.actor.person_id


def _opened(ring: Ring, heard: Heard, rows: Sequence[Feedback]) -> Opened:
    ring.preload(row.secret_id for row in rows)
    asked_id = _asked(ring, heard)
    return Opened(
        heard=heard,
        asked_id=asked_id or heard.case.idva_id,
        told=tuple(_told(ring, row) for row in rows),
        contact=_contact(ring, heard.case),
        name=open_label(ring, heard.case).name,
        may_write=_may_write(ring, heard) and ring.actor.may(Permission.FEEDBACK_WRITE),
        may_ask=ring.me.is_officer and ring.actor.may(Permission.CASE_CONCLUDE),
        reader_id=_me(ring),
    )


def _contact(ring: Ring, case: Case) -> Details | None:
    found = (one for one in parties.open_all(ring, case.id) if one.kind is PartyKind.VICTIM)
    return next((one.details for one in found), None)


def _told(ring: Ring, row: Feedback) -> Told:
    said = ring.read(row.secret_id, WORDS, row.id, row.sealed_words, of=row.case_id)
    return Told(
        row.item_id,
        Came(said["came"]),
        Way(said["way"]),
        date.fromisoformat(said["on"]),
        str(said["words"]),
        row.next_on,
        row.by_person_id,
        row.at,
    )
