"""Finds who on the area's records may be somebody of one record, and says why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import MatchesSought
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.match import ports, queries, sealing
from app.marac.match.deciding import Told, told
from app.marac.match.indexing import bring_up_to_date, index_once
from app.marac.match.likeness import Comparing, comparing
from app.marac.match.model import MatchDecision
from app.marac.match.queries import SubjectRow
from app.marac.match.rules import Card, Likeness, compare_if_shown
from app.marac.match.tokens import keyed, sought_under
from app.marac.party.rules import PartyKind
from app.refusals import NotVisible

MOST_SHOWN = 24
AROUND = frozenset({PartyKind.VICTIM, PartyKind.PERPETRATOR})
"""Whose likeness makes that of the others in the same two records likelier."""


@dataclass(frozen=True)
class Person:
    """Somebody of a record as an officer compares them."""

    id: UUID
    kind: PartyKind
    card: Card = field(repr=False)


@dataclass(frozen=True)
class Candidate:
    """Somebody of this record, somebody of another, and how like each other they are."""

    own: Person
    other: Person
    record: ports.RecordShown
    likeness: Likeness
    decision: MatchDecision | None = None


@dataclass(frozen=True)
class Looked:
    """What a page shows of one record: who was compared, with whom, what was decided before.

    ``records``: with how many others it was compared. ``left_out``: how many were less like and
    are not shown. ``more``: some records are still to be indexed.
    """

    record: ports.RecordShown
    own: tuple[Person, ...]
    candidates: tuple[Candidate, ...]
    told: tuple[Told, ...]
    records: int
    left_out: int
    more: bool


def look(actor: Actor, record_id: UUID) -> Looked:
    """Find who may be the same as somebody of this record, the likeliest first.

    Brings the index up to date before it looks. ``NotVisible`` if the record does not open for
    this officer, whatever the reason. Nobody of a record that is kept from them is among them.
    """
    actor.require(Permission.MATCH_DECIDE)
    with transaction():
        ring = Ring(actor)
        _ = ring.me
        shown = ports.shown(ring, [record_id])
        if not shown:
            raise NotVisible()
        bring_up_to_date(ring, record_id)
        more = index_once(actor)
        found = find(ring, record_id)
        kept = _likeliest(found)
        record(actor, MatchesSought(record_id, len(kept)))
        return Looked(
            shown[record_id],
            tuple(people(ring, queries.people_of(actor, [record_id]))),
            tuple(kept),
            tuple(told(ring, record_id)),
            queries.how_many_records(actor) - 1,
            len(found) - len(kept),
            more,
        )


def candidates(actor: Actor, record_id: UUID) -> list[Candidate]:
    """Return who may be the same as somebody of this record, as ``look`` does."""
    return list(look(actor, record_id).candidates)


def find(ring: Ring, record_id: UUID) -> list[Candidate]:
    """Look for everybody of an indexed record. The caller writes the trail."""
    own = people(ring, queries.people_of(ring.actor, [record_id]))
    rows: dict[UUID, SubjectRow] = {}
    for person in own:
        rows.update((row.id, row) for row in _sharing(ring, person.card, record_id))
    others = _with_those_around(ring, own, rows)
    shown = ports.shown(ring, set(others))
    decided = _decided(ring.actor, record_id)
    found = [
        Candidate(one, other, shown[of], likeness, decided.get(frozenset({one.id, other.id})))
        for of, pairs in others.items()
        if of in shown
        for one, other, likeness in pairs
    ]
    return sorted(found, key=lambda each: -each.likeness.points)


def _likeliest(found: list[Candidate]) -> list[Candidate]:
    """Keep what was decided about, and no more of the rest than somebody will read."""
    open_ones = [each for each in found if each.decision is None]
    left_out = {id(each) for each in open_ones[MOST_SHOWN:]}
    return [each for each in found if id(each) not in left_out]


def search(ring: Ring, card: Card, but: UUID) -> list[Person]:
    """Open the cards of everybody who shares a token with one card, but those of one record."""
    return people(ring, _sharing(ring, card, but))


def people(ring: Ring, rows: Iterable[SubjectRow]) -> list[Person]:
    """Open the cards of these people; a card that does not open is passed over."""
    opened = sealing.open_cards(ring, rows)
    return [Person(row.id, PartyKind(row.kind), card) for row, card in opened]


def _sharing(ring: Ring, card: Card, but: UUID) -> list[SubjectRow]:
    key = ring.key(queries.index_secret(ring.actor))
    return queries.sharing(ring.actor, keyed(key, sought_under(card)), but)


Pairs = list[tuple[Person, Person, Likeness]]


def _with_those_around(
    ring: Ring, own: Sequence[Person], rows: dict[UUID, SubjectRow]
) -> dict[UUID, Pairs]:
    """Compare; then everybody of those records in which the victim or perpetrator is likely."""
    by = comparing()
    others = _by_record(ring, rows.values())
    near = {of: likely for of, some in others.items() if (likely := _likely(own, some, by))}
    around = [row for row in queries.people_of(ring.actor, near) if row.id not in rows]
    for of, some in _by_record(ring, around).items():
        others[of] += some
    pairs = {of: _pairs(own, some, near.get(of, []), by) for of, some in others.items()}
    return {of: found for of, found in pairs.items() if found}


def _by_record(ring: Ring, rows: Iterable[SubjectRow]) -> dict[UUID, list[Person]]:
    found: dict[UUID, list[Person]] = defaultdict(list)
    for row, card in sealing.open_cards(ring, rows):
        found[row.record_id].append(Person(row.id, PartyKind(row.kind), card))
    return found


def _likely(
    own: Sequence[Person], others: Sequence[Person], by: Comparing
) -> list[tuple[Person, Person]]:
    return [
        (one, other)
        for one, other in product(own, others)
        if one.kind is other.kind
        and one.kind in AROUND
        and (likeness := compare_if_shown(one.card, other.card, by=by))
        and likeness.is_likely
    ]


def _pairs(
    own: Sequence[Person],
    others: Sequence[Person],
    likely: list[tuple[Person, Person]],
    by: Comparing,
) -> Pairs:
    found: Pairs = []
    for one, other in product(own, others):
        beside = any(one is not left and other is not right for left, right in likely)
        around = beside and one.kind is other.kind
        if likeness := compare_if_shown(one.card, other.card, around=around, by=by):
            found.append((one, other, likeness))
    return found


def _decided(actor: Actor, record_id: UUID) -> dict[frozenset[UUID], MatchDecision]:
    rows = queries.live_decisions(actor, [record_id])
    return {frozenset({row.one_id, row.other_id}): row for row in rows}
