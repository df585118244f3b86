"""Makes a referral and opens it for the officers who take it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ReferralMade, ReferralOpened
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.db import db, new_id, transaction
from app.marac.party.rules import check
from app.marac.referral import queries
from app.marac.referral.model import Referral
from app.marac.referral.rules import LETTERS, Referred, check_summary
from app.vault import digests

CONTRACT = "referral.summary"
HALF = 4


@dataclass(frozen=True)
class OpenReferral:
    """A referral as an officer sees it."""

    id: UUID
    reference: str
    agency_id: UUID
    referrer_id: UUID
    submitted_at: datetime
    referred: Referred


def refer(actor: Actor, referred: Referred | Mapping[str, Any]) -> Referral:
    """Seal a referral to the officers, and to its referrer; nobody's score is asked for."""
    actor.require(Permission.REFERRAL_MAKE)
    told = referred if isinstance(referred, Referred) else Referred.from_dict(referred)
    for person in (told.victim, *told.perpetrators, *told.children):
        check(person, clock.today())
    check_summary(told.summary)
    with transaction():
        row = _sealed(actor, told)
        db.session.add(row)
        record(actor, ReferralMade(row.id, None))
    return row


def open_referral(actor: Actor, referral_id: UUID) -> OpenReferral:
    """Open one referral, with the trail of it written first."""
    actor.require(Permission.REFERRAL_READ)
    with transaction():
        ring = Ring(actor)
        _ = ring.me
        row = queries.referral(actor, referral_id)
        payload = ring.read(row.secret_id, CONTRACT, row.id, row.sealed_summary, of=row.id)
        record(actor, ReferralOpened(row.id))
    return OpenReferral(
        id=row.id,
        reference=row.reference,
        agency_id=row.agency_id,
        referrer_id=row.referrer_id,
        submitted_at=row.submitted_at,
        referred=Referred.from_dict(payload),
    )


def new_reference() -> str:
    """Return a reference to quote: random, so that it tells neither order nor number."""
    return "-".join(digests.random_reference(LETTERS, HALF) for _ in range(2))


def _sealed(actor: Actor, told: Referred) -> Referral:
    ring = Ring(actor)
    referral_id = new_id()
    holders = [Holder(actor.person_id, Because.REFERRER)]
    secret = new_secret(actor, SecretKind.REFERRAL, referral_id, holders, ring=ring)
    return Referral(
        id=referral_id,
        area_id=actor.area_id,
        reference=new_reference(),
        agency_id=actor.agency_id,
        referrer_id=actor.person_id,
        secret_id=secret.id,
        sealed_summary=ring.seal(secret.id, CONTRACT, referral_id, told.to_dict(), of=referral_id),
        submitted_at=clock.now(),
    )
