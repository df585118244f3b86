"""Compares names again where something changed since: in an officer's session, at the door (AC-02).

A name is often learnt while agencies look a case up, and people join an agency after the agenda was
sent. Whoever is called as somebody in a case must not be given its slip by the next beat of the
door, so what is new is compared before that beat gives anything.
"""

from uuid import UUID

import sqlalchemy as sa

from app.access.actor import Actor
from app.audit.events import KeyPairConfirmed, NamesCompared, PersonInvited
from app.audit.queries import Entry, last_at, rows_each
from app.confidentiality.circle.queries import exclusions, not_excluded
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import keeps_out
from app.db import db
from app.marac.case.model import Case
from app.marac.conflict import matching
from app.marac.meeting.model import AgendaItem, Meeting
from app.marac.meeting.rules import TO_COME
from app.marac.party.model import Party

_JOINED = (KeyPairConfirmed.tag, PersonInvited.tag)


def is_due(actor: Actor, ring: Ring) -> bool:
    """Say whether this officer can compare something that nobody has compared as it is now."""
    return bool(_stale(actor, ring))


def look(actor: Actor, ring: Ring) -> None:
    """Compare everybody with the cases of each meeting where something is new, as its agenda was
    when it was published."""
    for meeting_id in sorted(_stale(actor, ring)):
        matching.when_published(actor, Ring(actor, ring.chain), meeting_id)


def _stale(actor: Actor, ring: Ring) -> set[UUID]:
    """Return the meetings to come whose names were compared, and not as they are now."""
    rows = db.session.execute(
        sa.select(
            AgendaItem.meeting_id,
            AgendaItem.case_id,
            Case.secret_id,
            sa.func.max(Party.updated_at, type_=Party.updated_at.type),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .join(Party, Party.record_id == AgendaItem.case_id)
        .where(Meeting.area_id == actor.area_id, Meeting.state.in_(TO_COME))
        .where(AgendaItem.concluded_at.is_(None), not_excluded(actor, AgendaItem.case_id))
        .group_by(AgendaItem.meeting_id, AgendaItem.case_id, Case.secret_id)
    ).all()
    if not rows:
        return set()
    looks = rows_each((NamesCompared.tag,), {row[0] for row in rows})
    joined = last_at(_JOINED, actor.area_id)
    changed = [row for row in rows if row[0] in looks]
    kept = exclusions({row[1] for row in changed})
    return {
        meeting_id
        for meeting_id, case_id, secret_id, at in changed
        if not any(
            _covers(
                look, max(at.isoformat(timespec="microseconds"), joined), kept.get(case_id, set())
            )
            for look in looks[meeting_id]
        )
        and ring.may_open(secret_id)
    }


def _covers(look: Entry, since: str, kept: set[str]) -> bool:
    """Say whether somebody compared a case after that moment who could open it."""
    if look.at < since or look.actor_id is None or look.agency_id is None:
        return False
    return not keeps_out(kept, look.actor_id, [look.agency_id])
