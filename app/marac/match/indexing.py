"""Makes the people of a record findable, in an officer's session and nowhere else.

Whoever refers makes no token and asks none, so nothing that a referrer sees or measures depends on
whether somebody is known here (abuse cases 06 and 57). A record that changed since, that was never
indexed, or that was first kept from somebody after that is noticed by its mark, and done again
when an officer next looks at matches or at the queue.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, insert

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import PeopleIndexed
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.match import ports, queries, sealing
from app.marac.match.deciding import undo_row
from app.marac.match.model import IndexedRecord, MatchSubject, MatchToken
from app.marac.match.rules import Card, compare
from app.marac.match.tokens import VERSION, kept_under, keyed
from app.marac.party.rules import Details, PartyKind
from app.refusals import NotVisible

AT_ONCE = 40
"""How many records one look brings up to date, so that nobody waits long for a page."""
DONE_IN, MORE = "match.done_in", "match.more"
IS_SOMEBODY_ELSE = "Who this is was changed on the record, so the decision no longer holds."


def index_people(
    actor: Actor, record_id: UUID, parties: Iterable[tuple[PartyKind, Details]]
) -> int:
    """Make these the people of a record under which it is found; return how many there are.

    What was indexed of it before is replaced. Decisions stay with the person they were about.
    """
    actor.require(Permission.MATCH_DECIDE)
    with transaction():
        ring = Ring(actor)
        return _index(ring, record_id, list(parties))


def index_missing(actor: Actor, limit: int = AT_ONCE) -> int:
    """Index records that were never indexed or changed since; return how many it did."""
    actor.require(Permission.MATCH_DECIDE)
    with transaction():
        ring = Ring(actor)
        _ = ring.me
        index_id = queries.index_secret(actor)
        done = 0
        for source in ports.sources():
            for record_id in source.stale(actor, index_id, limit - done):
                done += _index_from(ring, source, record_id)
    return done


def index_once(actor: Actor) -> bool:
    """``index_missing`` once in a transaction, however many records are looked at in it.

    Say whether there may be more to do.
    """
    session = db.session()
    if session.info.get(DONE_IN) is not session.get_transaction():
        session.info[MORE] = index_missing(actor) >= AT_ONCE
        session.info[DONE_IN] = session.get_transaction()
    return bool(session.info[MORE])


def bring_up_to_date(ring: Ring, record_id: UUID) -> bool:
    """Index one record if it is not as it stands; say whether it did. In an open transaction."""
    index_id = queries.index_secret(ring.actor)
    was = queries.indexed(record_id)
    kept = bool(queries.kept_from_anybody([record_id]))
    for source in reversed(ports.sources()):
        mark = source.mark(ring.actor, record_id)
        if mark is None:
            continue
        if was and _is_current(was, mark, index_id) and (was.kept or not kept):
            return False
        return _index_from(ring, source, record_id)
    return False


def _is_current(was: IndexedRecord, mark: int, index_id: UUID) -> bool:
    return (was.mark, was.index_id, was.version) == (mark, index_id, VERSION)


def _index_from(ring: Ring, source: ports.Source, record_id: UUID) -> bool:
    """Index a record as its noun has it; what does not open for this officer waits for another.

    So does what is hidden from them, because they may know somebody in it.
    """
    if ports.hidden(ring, [record_id]):
        return False
    try:
        people = source.people(ring, record_id)
    except NotVisible:
        return False
    _index(ring, record_id, people)
    return True


def _index(ring: Ring, record_id: UUID, people: Iterable[tuple[PartyKind, Details]]) -> int:
    actor = ring.actor
    if not ports.shown(ring, [record_id]):
        raise NotVisible()
    kept = bool(queries.kept_from_anybody([record_id]))
    index_id = queries.index_secret(actor)
    key, secret_id = ring.key(index_id), sealing.card_secret(ring, record_id, kept)
    before = [
        (row, sealing.open_card(ring, row)) for row in queries.subjects_of(actor, [record_id])
    ]
    cards = [(kind, Card.of(details)) for kind, details in people]
    for kind, card in cards:
        subject = _same_as_before(before, kind, card) or _new(actor, record_id, kind)
        subject.secret_id = secret_id
        sealing.seal_card(ring, subject, card)
        db.session.add(subject)
        db.session.flush()
        _write_tokens(subject.number, keyed(key, kept_under(card)))
    for gone, _ in before:
        _forget(ring, gone)
    _note(actor, record_id, index_id, kept)
    if kept:
        sealing.reseal(ring, queries.live_decisions(actor, [record_id]))
        sealing.reseal(ring, queries.undone_decisions(actor, record_id))
    record(actor, PeopleIndexed(record_id, len(cards)))
    return len(cards)


def _same_as_before(
    before: list[tuple[MatchSubject, Card]], kind: PartyKind, card: Card
) -> MatchSubject | None:
    """Take out the subject that this person was when the record was last indexed, if any."""
    like = [
        (compare(card, old, around=True), row) for row, old in before if PartyKind(row.kind) is kind
    ]
    like = [(likeness, row) for likeness, row in like if likeness.is_shown]
    if not like:
        return None
    _, found = max(like, key=lambda each: each[0].points)
    before[:] = [each for each in before if each[0] is not found]
    return found


def _new(actor: Actor, record_id: UUID, kind: PartyKind) -> MatchSubject:
    return MatchSubject(id=new_id(), area_id=actor.area_id, record_id=record_id, kind=kind)


def _write_tokens(number: int, tokens: list[int]) -> None:
    db.session.execute(delete(MatchToken).where(MatchToken.subject == number))
    if tokens:
        rows = [{"token": token, "subject": number} for token in tokens]
        db.session.execute(insert(MatchToken), rows)


def _forget(ring: Ring, subject: MatchSubject) -> None:
    """Take a person out of the index, and with them what was decided about them."""
    for row in queries.live_decisions_about(subject.id):
        undo_row(ring, row, IS_SOMEBODY_ELSE)
    db.session.execute(delete(MatchToken).where(MatchToken.subject == subject.number))
    db.session.delete(subject)
    db.session.flush()


def _note(actor: Actor, record_id: UUID, index_id: UUID, kept: bool) -> None:
    marks = (source.mark(actor, record_id) for source in reversed(ports.sources()))
    row = queries.indexed(record_id) or IndexedRecord(record_id=record_id, area_id=actor.area_id)
    row.index_id, row.kept, row.version = index_id, kept, VERSION
    row.mark = next((mark for mark in marks if mark is not None), 0)
    row.by_person_id, row.at = actor.person_id, clock.now()
    db.session.add(row)
    db.session.flush()
