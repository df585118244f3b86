"""Takes back what nobody has received yet, and stops what rests on something withdrawn."""

from collections.abc import Sequence
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ReleaseRecalled, ReleaseStopped
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.confidentiality.gate import collecting, queries, rules
from app.confidentiality.gate.model import Release
from app.confidentiality.gate.preparing import discard
from app.db import transaction
from app.refusals import Changed, NotVisible, Refused


def may_recall(actor: Actor, release_id: UUID) -> Release:
    """Return a release for an officer who holds its key; ``NotVisible`` for every other."""
    actor.require(Permission.RELEASE_RECALL)
    row = queries.release(actor, release_id)
    ring = Ring(actor)
    require_officer(actor, ring.chain)
    ring.key(row.slip_id, of=row.id)
    return row


def recall(actor: Actor, release_id: UUID, revision: int | None) -> Release:
    """Take back a release that has not reached its recipient. ``Refused`` once it has."""
    actor.require(Permission.RELEASE_RECALL)
    with transaction():
        row = may_recall(actor, release_id)
        if row.first_received_at is not None:
            raise Refused(rules.RECEIVED)
        if row.recalled_at is not None or row.stopped_at is not None:
            raise NotVisible()
        if row.revision != revision:
            raise Changed("recall", "Something has changed here. Look at it again.")
        row.recalled_at, row.recalled_by = clock.now(), actor.person_id
        record(actor, ReleaseRecalled(subject_id=row.id))
        collecting.close_all(actor, row)
    return row


def stop(actor: Actor, subject_id: UUID) -> int:
    """Stop every release of a subject; return how many of them nobody had received.

    Called inside the transaction in which the request or the letter is edited or withdrawn, or in
    which she takes her agreement back. Whoever has received one receives it no more.
    """
    with transaction():
        if queries.is_letter(subject_id):
            discard(subject_id)
        return _stop(actor, queries.of_subject(subject_id))


def stop_to(actor: Actor, recipient_id: UUID) -> int:
    """Stop everything that was released to an entry which means somebody else now, or is closed."""
    with transaction():
        return _stop(actor, queries.to_recipient(recipient_id))


def _stop(actor: Actor, rows: Sequence[Release]) -> int:
    open_ones = [row for row in rows if row.recalled_at is None and row.stopped_at is None]
    for row in open_ones:
        row.stopped_at = clock.now()
        record(actor, ReleaseStopped(subject_id=row.id))
        collecting.close_all(actor, row)
    return sum(row.first_received_at is None for row in open_ones)
