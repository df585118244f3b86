"""Writes one row of the trail inside the transaction of the act itself."""

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.audit.body import body, canonical
from app.audit.event import Event
from app.audit.model import FIRST_PREV, AuditRow
from app.db.session import GuardedSession
from app.db.transaction import writing_session
from app.refusals import Unavailable
from app.vault import digests

if TYPE_CHECKING:
    from app.access.actor import Actor

DECIDES_NOTHING = frozenset({"case:open", "case:contribute", "case:risk", "case:note"})
"""What is written on a board, and that it was read: no check ever asks the trail for it. Any other
row may decide something, so it ends what was made sure of before (``app.db.memory``)."""

# Asked for every row of the trail: built once, so that asking costs little but the asking.
_LAST = sa.select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
_APPEND = sa.insert(AuditRow)


def record(actor: "Actor | None", event: Event, *, area_id: UUID | None = None) -> None:
    """Add the event to the trail, last in its transaction. If it cannot be, nothing is kept.

    A refused act that must leave a trace (a blocked commitment) is recorded in a transaction of
    its own before the refusal is raised, or the refusal would undo the row as well.
    """
    session = writing_session()
    session.flush()
    try:
        _append(session, _columns(actor, event, area_id))
    except (SQLAlchemyError, Unavailable) as error:
        session.doomed = True
        raise Unavailable from error
    if session.turn is not None and event.tag not in DECIDES_NOTHING:
        session.turn.has_moved = True


def _append(session: GuardedSession, row: dict[str, object]) -> None:
    connection = session.connection()
    last = connection.execute(_LAST).one_or_none()
    row["seq"] = last[0] + 1 if last else 1
    row["prev"] = last[1] if last else FIRST_PREV
    row["hash"] = digests.chain(last[1] if last else FIRST_PREV, body(row))
    connection.execute(_APPEND, row)


def _columns(actor: "Actor | None", event: Event, area_id: UUID | None) -> dict[str, object]:
    return {
        "at": clock.now().isoformat(timespec="microseconds"),
        "area_id": _text(area_id or (actor.area_id if actor else None)),
        "actor_id": _text(actor.person_id if actor else None),
        "agency_id": _text(actor.agency_id if actor else None),
        "session_ref": _session_ref(actor.session_ref if actor else None),
        "tag": event.tag,
        "subject_kind": event.subject_kind,
        "subject_id": _text(event.subject_id),
        "detail": canonical(event.detail()),
    }


def _text(identity: UUID | None) -> str | None:
    return str(identity) if identity else None


def _session_ref(reference: str | None) -> str | None:
    """One session's rows can be seen to belong together; the session cannot be found from them."""
    if reference is None:
        return None
    return digests.sha256_hex(b"audit session:" + reference.encode())[:32]
