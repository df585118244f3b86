"""Reads the register of recipients, always the actor's own area."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.model import Agency
from app.confidentiality.circle.chain import Chain
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.confidentiality.recipient.rules import NRPF_SECTOR, NRPF_WARNING, REVIEW_WARNING
from app.confidentiality.recipient.trust import good_checks
from app.db import db
from app.refusals import NotVisible


def recipient(actor: Actor, recipient_id: UUID) -> Recipient:
    """Return one entry, open or not; ``NotVisible`` for what is not on this area's register."""
    actor.require(Permission.RECIPIENT_READ)
    found = db.session.get(Recipient, recipient_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    return found


def recipients(actor: Actor) -> list[Recipient]:
    """Return the whole register, by name; the closed entries too."""
    actor.require(Permission.RECIPIENT_READ)
    rows = db.session.scalars(select(Recipient).where(Recipient.area_id == actor.area_id))
    return sorted(rows, key=lambda row: row.name.casefold())


def open_recipients(actor: Actor, today: date) -> list[Recipient]:
    """Return whoever can receive today: not closed, in date, both signatures fit. By name."""
    rows = recipients(actor)
    good = good_checks(Chain.of(actor), rows, today)
    return [row for row in rows if row.id in good]


def warnings(rows: Sequence[Recipient]) -> dict[UUID, str]:
    """Return, for those of these recipients of which one must be told, where it may lead (AC-24).

    Show it wherever somebody chooses a recipient.
    """
    found = {row.id: REVIEW_WARNING for row in rows if row.needs_review}
    agencies = {row.agency_id for row in rows if row.agency_id}
    teams = set(
        db.session.scalars(
            select(Agency.id).where(Agency.id.in_(agencies), Agency.sector == NRPF_SECTOR)
        )
    )
    return found | {row.id: NRPF_WARNING for row in rows if row.agency_id in teams}


def checks(recipient_ids: Collection[UUID]) -> Sequence[RecipientCheck]:
    """Return every check of these entries, the newest first."""
    return db.session.scalars(
        select(RecipientCheck)
        .where(RecipientCheck.recipient_id.in_(recipient_ids))
        .order_by(RecipientCheck.proposed_at.desc(), RecipientCheck.id.desc())
    ).all()


def waiting_check(recipient_id: UUID) -> RecipientCheck | None:
    """Return the check that waits for a second person: the newest, unless it was decided."""
    newest = next(iter(checks([recipient_id])), None)
    if newest is None or newest.confirmed_by is not None or newest.refused_by is not None:
        return None
    return newest


def was_ever_confirmed(recipient_id: UUID) -> bool:
    """Say whether a second person ever confirmed an entry, so that somebody may rely on it."""
    confirmed = exists().where(
        RecipientCheck.recipient_id == recipient_id, RecipientCheck.confirmed_by.is_not(None)
    )
    return bool(db.session.scalar(select(confirmed)))


def was_ever_refused(actor: Actor) -> bool:
    """Say whether an entry of this person's was ever not confirmed."""
    refused = exists().where(
        RecipientCheck.proposed_by == actor.person_id, RecipientCheck.refused_by.is_not(None)
    )
    return bool(db.session.scalar(select(refused)))


def is_name_taken(actor: Actor, name: str, except_id: UUID | None = None) -> bool:
    """Say whether another entry has this name, in whatever letters."""
    return any(
        row.name.casefold() == name.casefold() and row.id != except_id for row in recipients(actor)
    )
