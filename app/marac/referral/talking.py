"""What officers and the referrer write to each other about a referral, sealed like the referral.

Nothing of it leaves the system: no message says more than a home page does, that something waits.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import (
    ReferralAnswered,
    ReferralAsked,
    ReferralReturned,
    ReferralWithdrawn,
)
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.referral import queries
from app.marac.referral.model import Referral, ReferralNote
from app.marac.referral.reasons import refuse_a_score
from app.marac.referral.rules import (
    CHANGEABLE,
    LONGEST_TEXT,
    OPEN_STATES,
    NoteKind,
    ReferralState,
)
from app.refusals import NotVisible, Refused, RuleBroken

CONTRACT = "referral.note"
DECIDED = "Somebody has decided about this referral meanwhile. Look at it again."
RETURNED = "This referral was returned to you. Change it and send it again, or withdraw it."
ENDED = "This referral is on the list already, or was withdrawn. Nothing can be added to it here."
NOT_THEIRS = "Only whoever made this referral can answer for it or withdraw it."


@dataclass(frozen=True)
class Note:
    """One thing that was written. ``would_help`` stands only in a return."""

    kind: NoteKind
    text: str
    by_person_id: UUID
    at: datetime
    would_help: str = ""


def notes(ring: Ring, referral_id: UUID) -> list[Note]:
    """Open what was written about a referral, the oldest first, within an act that is audited.

    ``NotVisible`` for whoever has no key of the referral, even when nothing was written.
    """
    row = queries.referral(ring.actor, referral_id)
    ring.key(row.secret_id, of=row.id)
    return [_opened(ring, note) for note in _rows(row)]


def ask(actor: Actor, referral_id: UUID, text: str) -> None:
    """Ask the referrer for more. Whoever wrote it, the referrer reads it as the officers' words."""
    _require_text("text", text, "what you need to know")
    with transaction():
        row = _as_officer(actor, referral_id)
        _write(actor, row, NoteKind.QUESTION, {"text": text.strip()})
        row.state = ReferralState.ASKED
        record(actor, ReferralAsked(row.id))


def answer(actor: Actor, referral_id: UUID, text: str) -> None:
    """Answer as the referrer, or add something that nobody asked for."""
    _require_text("text", text, "your answer")
    with transaction():
        row = _as_referrer(actor, referral_id)
        if row.state not in OPEN_STATES:
            raise Refused(RETURNED if row.state == ReferralState.RETURNED else ENDED)
        _write(actor, row, NoteKind.ANSWER, {"text": text.strip()})
        row.state = ReferralState.SUBMITTED
        record(actor, ReferralAnswered(row.id))


def send_back(actor: Actor, referral_id: UUID, why: str, what_would_help: str) -> None:
    """Return a referral with reasons and what would help; a score is never a reason."""
    _require_text("why", why, "why you return it")
    _require_text("what_would_help", what_would_help, "what would help")
    refuse_a_score("why", why)
    refuse_a_score("what_would_help", what_would_help)
    with transaction():
        row = _as_officer(actor, referral_id)
        said = {"text": why.strip(), "would_help": what_would_help.strip()}
        _write(actor, row, NoteKind.RETURNED, said)
        row.state = ReferralState.RETURNED
        row.decided_at = clock.now()
        record(actor, ReferralReturned(row.id))


def say_accepted(actor: Actor, referral_id: UUID, text: str) -> None:
    """Add what an officer says on accepting, in the transaction of the acceptance."""
    _require_text("why_no_idva", text, "why no IDVA is assigned yet")
    row = queries.referral(actor, referral_id)
    _write(actor, row, NoteKind.ACCEPTED, {"text": text.strip()})


def withdraw(actor: Actor, referral_id: UUID, why: str) -> None:
    """Withdraw a referral that is not on the list yet; its words stay with the officers."""
    _require_text("why", why, "why you withdraw it")
    with transaction():
        row = _as_referrer(actor, referral_id)
        if row.state not in CHANGEABLE:
            raise Refused(ENDED)
        _write(actor, row, NoteKind.WITHDRAWN, {"text": why.strip()})
        row.state = ReferralState.WITHDRAWN
        row.decided_at = clock.now()
        record(actor, ReferralWithdrawn(row.id))


def _as_officer(actor: Actor, referral_id: UUID) -> Referral:
    """Return a referral that is still to be decided, for an officer by the chain."""
    actor.require(Permission.REFERRAL_TRIAGE)
    row = queries.referral(actor, referral_id)
    ring = Ring(actor)
    ring.key(row.secret_id, of=row.id)
    require_officer(actor, ring.chain)
    if row.state not in OPEN_STATES:
        raise Refused(DECIDED)
    return row


def _as_referrer(actor: Actor, referral_id: UUID) -> Referral:
    actor.require(Permission.REFERRAL_MAKE)
    row = queries.referral(actor, referral_id)
    if row.referrer_id != actor.person_id:
        if actor.may(Permission.REFERRAL_READ):
            raise Refused(NOT_THEIRS)
        raise NotVisible()
    return row


def _write(actor: Actor, row: Referral, kind: NoteKind, said: dict[str, Any]) -> None:
    """Seal a note under the newest key of the referral, for its officers and its referrer."""
    ring = Ring(actor)
    ring.key(row.secret_id, of=row.id)
    note_id, secret_id = new_id(), ring.current(row.secret_id, of=row.id)
    db.session.add(
        ReferralNote(
            id=note_id,
            area_id=row.area_id,
            referral_id=row.id,
            kind=kind,
            secret_id=secret_id,
            sealed_text=ring.seal(secret_id, CONTRACT, note_id, said, of=row.id),
            by_person_id=actor.person_id,
            at=clock.now(),
        )
    )


def _rows(row: Referral) -> list[ReferralNote]:
    found = db.session.scalars(
        select(ReferralNote)
        .where(ReferralNote.referral_id == row.id, ReferralNote.area_id == row.area_id)
        .order_by(ReferralNote.at, ReferralNote.id)
    )
    return list(found)


def _opened(ring: Ring, row: ReferralNote) -> Note:
    said = ring.read(row.secret_id, CONTRACT, row.id, row.sealed_text, of=row.referral_id)
    return Note(
        kind=NoteKind(row.kind),
        text=str(said["text"]),
        by_person_id=row.by_person_id,
        at=row.at,
        would_help=str(said.get("would_help", "")),
    )


def _require_text(field: str, text: str, what: str) -> None:
    if not text.strip():
        raise RuleBroken(field, f"Enter {what}.")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(field, f"This must be {LONGEST_TEXT} characters or fewer.")
