"""Decides who is the same person: one officer says so, a second confirms, anybody of them undoes.

A link grants nothing. It is shown to whoever can open both records anyway, and it says only the
other's reference (abuse cases 51 and 52).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import MatchConfirmed, MatchDecided, MatchesSought, MatchUndone
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.match import ports, queries, sealing
from app.marac.match.model import MatchDecision, MatchSubject
from app.marac.match.ports import RecordShown
from app.marac.match.rules import Decision, check_why
from app.marac.party.rules import PartyKind
from app.refusals import Changed, NotVisible, Refused, RuleBroken

ANOTHER_PERSON = "You decided this yourself. Ask another officer to look at it and confirm it."
ONE_RECORD = "These two are in one record. Compare people of two records."
DECIDED = "This was decided meanwhile. Look at it again."


@dataclass(frozen=True)
class Link:
    """Another record in which somebody of this one is too, for whoever can open both.

    ``confirmed``: two officers agreed, on every person counted. ``referred_on`` and ``heard_on``
    are when the *other* record was referred, and when a meeting last heard it, if one did.
    """

    other_record_id: UUID
    record: RecordShown
    victim: bool
    perpetrator: bool
    decision: Decision
    confirmed: bool
    heard_on: date | None = None
    persons: int = 0

    @property
    def referred_on(self) -> date:
        """The day on which the other record was referred."""
        return self.record.referred_on

    @property
    def is_same_pair(self) -> bool:
        """Whether victim and perpetrator are both the same, as a repeat asks."""
        return self.victim and self.perpetrator


@dataclass(frozen=True)
class Waiting:
    """What one officer decided about two records, and waits for a second: the later record first.

    ``ids`` are the decisions; ``people``: who of them is said to be one, the victim first.
    """

    ids: tuple[UUID, ...]
    one: RecordShown
    other: RecordShown
    people: tuple[PartyKind, ...]
    by_person_id: UUID
    at: datetime
    why: str = field(repr=False)


@dataclass(frozen=True)
class Told:
    """The words of a decision about a record."""

    row: MatchDecision
    other: RecordShown
    why: str = field(repr=False)
    undone: str = field(repr=False)


def decide(
    actor: Actor, subject_a: UUID, subject_b: UUID, decision: Decision | str, why: str
) -> MatchDecision:
    """Say whether two people of two records are one. "Same" waits for a second officer."""
    actor.require(Permission.MATCH_DECIDE)
    decision = _decision(decision)
    check_why(why)
    with transaction():
        ring = _officers_ring(actor)
        one, other = (
            queries.subject(actor, subject_id) for subject_id in sorted((subject_a, subject_b))
        )
        _check_pair(ring, one, other)
        before = queries.between(actor, one.id, other.id)
        if before is not None:
            _replace(ring, before, decision, why)
        row = _row(actor, one, other, decision)
        sealing.seal_why(ring, row, why)
        db.session.add(row)
        record(actor, MatchDecided(row.id, str(decision)))
    return row


def decide_all(actor: Actor, said: Iterable[tuple[UUID, UUID, str, str]]) -> int:
    """Decide about several pairs at once (two people, the decision, why), all of them or none."""
    with transaction():
        return len([decide(actor, *each) for each in said])


def confirm(actor: Actor, *decision_ids: UUID) -> None:
    """Confirm as a second officer that people are one: all of these, or none.

    Never the one who decided it.
    """
    actor.require(Permission.MATCH_DECIDE)
    with transaction():
        ring = _officers_ring(actor)
        for decision_id in decision_ids:
            row = _open_decision(ring, decision_id)
            if row.decision != Decision.SAME or row.undone_at or row.confirmed_at:
                raise Changed("revision", DECIDED)
            if row.by_person_id == actor.person_id:
                raise Refused(ANOTHER_PERSON)
            row.confirmed_by, row.confirmed_at = actor.person_id, clock.now()
            record(actor, MatchConfirmed(row.id))


def undo(actor: Actor, decision_id: UUID, why: str) -> MatchDecision:
    """Take a decision back, with the reason. Any officer may who can open both records."""
    actor.require(Permission.MATCH_DECIDE)
    check_why(why)
    with transaction():
        ring = _officers_ring(actor)
        row = _open_decision(ring, decision_id)
        if row.undone_at:
            raise Changed("revision", DECIDED)
        undo_row(ring, row, why)
    return row


def links(actor: Actor, record_id: UUID) -> list[Link]:
    """Return the records with which this one shares a person, the latest referred first.

    For officers also where a second one has still to confirm; for anybody else only what is
    confirmed. Only records that open for the actor; ``NotVisible`` if this one does not.
    """
    return linked(Ring(actor), record_id)


def linked(ring: Ring, record_id: UUID) -> list[Link]:
    """``links`` for a page that has its ring already."""
    actor = ring.actor
    _ = ring.me
    if not ports.shown(ring, [record_id]):
        raise NotVisible()
    rows = [
        row
        for row in queries.live_decisions(actor, [record_id])
        if row.decision == Decision.SAME
        and (row.confirmed_at or actor.may(Permission.MATCH_DECIDE))
    ]
    shown = ports.shown(ring, {_other(row, record_id) for row in rows})
    heard = ports.last_heard(actor, set(shown))
    found = [
        replace(_link(record, [row for row in rows if _other(row, record_id) == record.id]),
                heard_on=heard.get(record.id))
        for record in shown.values()
    ]  # fmt: skip
    return sorted(found, key=lambda link: link.referred_on, reverse=True)


def earlier_pairs(actor: Actor, record_id: UUID) -> list[Link]:
    """Return the records of the same victim and the same perpetrator, the latest referred first.

    Each with the two dates from which an area counts a repeat (domain.md §1.3).
    """
    return [link for link in links(actor, record_id) if link.is_same_pair]


def waiting(actor: Actor) -> list[Waiting]:
    """Open what other officers decided and this one may confirm, with the trail of it."""
    actor.require(Permission.MATCH_DECIDE)
    with transaction():
        ring = _officers_ring(actor)
        together, shown = _waiting(ring)
        found = [
            _one_waiting(ring, rows, [shown[each] for each in _both(rows[0])]) for rows in together
        ]
        record(actor, MatchesSought(None, len(found)))
    return found


def how_many_wait(actor: Actor) -> int:
    """Count the pairs of records about which this officer may confirm something."""
    try:
        return len(_waiting(Ring(actor))[0])
    except Refused:
        return 0


def _waiting(ring: Ring) -> tuple[list[list[MatchDecision]], dict[UUID, RecordShown]]:
    """Return what waits, what one officer said of two records together, if both are shown."""
    rows = queries.waiting(ring.actor)
    if not rows:
        return [], {}
    shown = ports.shown(ring, {each for row in rows for each in _both(row)})
    together: dict[object, list[MatchDecision]] = defaultdict(list)
    for row in rows:
        if set(_both(row)) <= set(shown):
            together[frozenset(_both(row)), row.by_person_id].append(row)
    return list(together.values()), shown


def _one_waiting(ring: Ring, rows: list[MatchDecision], both: list[RecordShown]) -> Waiting:
    one, other = sorted(both, key=lambda each: (each.referred_on, each.id.hex), reverse=True)
    kinds = list(PartyKind)
    said = dict.fromkeys(sealing.open_why(ring, row) for row in rows)
    return Waiting(
        tuple(row.id for row in rows),
        one,
        other,
        tuple(sorted((PartyKind(row.one_kind) for row in rows), key=kinds.index)),
        rows[0].by_person_id,
        rows[0].at,
        "\n".join(filter(None, said)),
    )


def _both(row: MatchDecision) -> tuple[UUID, UUID]:
    return row.one_record_id, row.other_record_id


def told(ring: Ring, record_id: UUID) -> list[Told]:
    """Open what was said of each decision about a record; the caller writes the trail."""
    actor = ring.actor
    rows = [
        *queries.live_decisions(actor, [record_id]),
        *queries.undone_decisions(actor, record_id),
    ]
    shown = ports.shown(ring, {_other(row, record_id) for row in rows})
    return [
        Told(
            row,
            shown[_other(row, record_id)],
            sealing.open_why(ring, row),
            sealing.open_undone(ring, row),
        )
        for row in rows
        if _other(row, record_id) in shown
    ]


def undo_row(ring: Ring, row: MatchDecision, why: str) -> None:
    """Take a decision back, in an open transaction; words that could not be read again are left."""
    row.undone_by, row.undone_at = ring.actor.person_id, clock.now()
    if all(ring.may_open(secret) for secret in (row.secret_id, row.inner_id) if secret):
        sealing.seal_undone(ring, row, why)
    record(ring.actor, MatchUndone(row.id))


def _officers_ring(actor: Actor) -> Ring:
    """Return the ring of somebody who holds the area's index key, as confirmed officers do."""
    ring = Ring(actor)
    ring.key(queries.index_secret(actor))
    return ring


def _decision(given: Decision | str) -> Decision:
    try:
        return Decision(given)
    except ValueError:
        raise RuleBroken("decision", "Select whether this is the same person.") from None


def _check_pair(ring: Ring, one: MatchSubject, other: MatchSubject) -> None:
    if one.record_id == other.record_id:
        raise RuleBroken("decision", ONE_RECORD)
    _require_both(ring, one.record_id, other.record_id)


def _require_both(ring: Ring, *record_ids: UUID) -> None:
    if not set(record_ids) <= set(ports.shown(ring, record_ids)):
        raise NotVisible()


def _open_decision(ring: Ring, decision_id: UUID) -> MatchDecision:
    row = queries.decision(ring.actor, decision_id)
    _require_both(ring, row.one_record_id, row.other_record_id)
    return row


def _replace(ring: Ring, before: MatchDecision, decision: Decision, why: str) -> None:
    """Another decision takes an open one back; what two officers confirmed must be undone first."""
    if before.confirmed_at:
        raise RuleBroken("decision", "Two officers confirmed this. Take it back first.")
    if before.decision == decision:
        raise RuleBroken("decision", DECIDED)
    undo_row(ring, before, why)


def _row(actor: Actor, one: MatchSubject, other: MatchSubject, decision: Decision) -> MatchDecision:
    return MatchDecision(
        id=new_id(),
        area_id=actor.area_id,
        one_id=one.id,
        other_id=other.id,
        one_record_id=one.record_id,
        other_record_id=other.record_id,
        one_kind=one.kind,
        other_kind=other.kind,
        decision=decision,
        by_person_id=actor.person_id,
        at=clock.now(),
    )


def _other(row: MatchDecision, record_id: UUID) -> UUID:
    return row.other_record_id if row.one_record_id == record_id else row.one_record_id


def _link(shown: RecordShown, rows: Iterable[MatchDecision]) -> Link:
    rows = list(rows)
    both = [row.one_kind for row in rows if row.one_kind == row.other_kind]
    return Link(
        other_record_id=shown.id,
        record=shown,
        victim=PartyKind.VICTIM in both,
        perpetrator=PartyKind.PERPETRATOR in both,
        decision=Decision.SAME,
        confirmed=all(row.confirmed_at for row in rows),
        persons=len(rows),
    )
