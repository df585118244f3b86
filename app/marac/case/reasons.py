"""Why the signed-in person opens a case: asked once per case and session, and kept in it."""

from uuid import UUID

from flask import session

from app.access.actor import Actor
from app.marac.case import ports
from app.marac.case.rules import OpeningReason

CASE = "case_reasons"
COMPARTMENT = "compartment_reasons"


def reason_for(actor: Actor, case_id: UUID) -> OpeningReason | None:
    """Return that the case is being heard, or what this person said; None if nobody asked yet."""
    if ports.is_heard_by(actor, case_id):
        return OpeningReason.HEARING
    return said(CASE, case_id)


def said(about: str, case_id: UUID) -> OpeningReason | None:
    """Return what this person answered in this session."""
    kept = session.get(about, {}).get(str(case_id))
    return OpeningReason(kept) if kept else None


def keep(about: str, case_id: UUID, reason: str) -> None:
    """Remember the answer until the session ends."""
    session[about] = session.get(about, {}) | {str(case_id): OpeningReason(reason).value}
