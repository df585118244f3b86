"""Makes a referral and opens it for the officers who take it in, and for its referrer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ReferralMade, ReferralOpened
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Exclusion, SecretKind
from app.confidentiality.circle.rules import promise
from app.confidentiality.circle.service import exclude, say_why
from app.db import db, new_id, transaction
from app.marac.party.rules import check
from app.marac.referral import queries
from app.marac.referral.model import EqualityAnswers, Referral
from app.marac.referral.rules import LETTERS, KeptFrom, ReferralState, Referred, check_summary
from app.marac.risk.rules import Criterion
from app.marac.risk.service import NewAssessment, OpenAssessment, open_latest, record_assessment
from app.refusals import RuleBroken
from app.vault import digests
from app.vault.errors import Forged

CONTRACT = "referral.summary"
EQUALITY = "referral.equality"
HALF = 4
JUDGED = Criterion.PROFESSIONAL_JUDGEMENT
NOT_FROM_YOURSELF = "You are making this referral, so it cannot be kept from you or your agency."


@dataclass(frozen=True)
class OpenReferral:
    """A referral as an officer or its referrer sees it. Its immigration section is not in it."""

    id: UUID
    reference: str
    agency_id: UUID
    referrer_id: UUID
    state: ReferralState
    urgent: bool
    submitted_at: datetime
    secret_id: UUID
    revision: int
    referred: Referred
    assessment: OpenAssessment | None
    ring: Ring = field(repr=False)


def refer(
    actor: Actor,
    referred: Referred | Mapping[str, Any],
    *,
    assessment: NewAssessment | None = None,
    equality: Mapping[str, Any] | None = None,
    kept_from: Iterable[KeptFrom] = (),
    urgent: bool = False,
    referral_id: UUID | None = None,
) -> Referral:
    """Seal a referral to the officers, and to its referrer; nobody's score is asked for.

    Whom it is kept from comes first, so that no key is ever made for them. The immigration section
    goes into a compartment that neither its writer nor the officers can open (architecture §3).
    ``referral_id`` is that of the draft it comes from, so that one draft never makes two.
    """
    actor.require(Permission.REFERRAL_MAKE)
    told = referred if isinstance(referred, Referred) else Referred.from_dict(referred)
    check_referred(told)
    with transaction():
        referral_id = referral_id or new_id()
        kept = [(each, _keep_from(actor, referral_id, each)) for each in kept_from]
        ring, row, compartment_id = _keyed(actor, referral_id, urgent)
        new = as_judged(told, assessment or NewAssessment())
        record_assessment(ring, row.id, row.secret_id, compartment_id, new)
        row.sealed_summary = seal_told(ring, row, told)
        db.session.add(row)
        db.session.flush()
        _say_why(ring, kept, row.secret_id)
        if equality:
            keep_apart(ring, row, equality)
        record(actor, ReferralMade(row.id, None))
    return row


def as_judged(told: Referred, new: NewAssessment) -> NewAssessment:
    """The assessment with the judgement that is made by its tick, its reasons or its criterion."""
    judged = new.judgement
    made = judged.made or bool(judged.reasons) or JUDGED in told.criteria
    return replace(new, judgement=replace(judged, made=made))


def seal_told(ring: Ring, row: Referral, told: Referred) -> bytes:
    """Seal what was told, with the criteria as its assessment shows them, in a transaction.

    A threshold that only the immigration section reaches shows as judgement. Were that criterion
    missing from those that were ticked, the two lists together would say what the section holds
    (AC-20). So it stands in both or in neither, and criteria stand in one order.
    """
    db.session.flush()
    assessment = open_latest(ring, row.id)
    shown = {JUDGED} if assessment and assessment.answered.judgement.made else set()
    said = shown | set(told.criteria)
    told = replace(told, criteria=tuple(each for each in Criterion if each in said))
    return ring.seal(row.secret_id, CONTRACT, row.id, told.to_dict(), of=row.id)


def check_referred(told: Referred) -> None:
    """Raise ``RuleBroken`` for what cannot be; nothing here looks at a score."""
    for _, person in told.parties:
        check(person, clock.today())
    check_summary(told.summary)


def open_referral(actor: Actor, referral_id: UUID) -> OpenReferral:
    """Open one referral, with the trail of it written first."""
    with transaction():
        opened = open_quietly(Ring(actor), referral_id)
        record(actor, ReferralOpened(referral_id))
    return opened


def open_quietly(ring: Ring, referral_id: UUID) -> OpenReferral:
    """Open one referral within a larger act, which writes the trail itself."""
    _ = ring.me
    row = queries.referral(ring.actor, referral_id)
    _check_referrer(ring, row)
    payload = ring.read(row.secret_id, CONTRACT, row.id, row.sealed_summary, of=row.id)
    return OpenReferral(
        id=row.id,
        reference=row.reference,
        agency_id=row.agency_id,
        referrer_id=row.referrer_id,
        state=ReferralState(row.state),
        urgent=row.urgent,
        submitted_at=row.submitted_at,
        secret_id=row.secret_id,
        revision=row.revision,
        referred=Referred.from_dict(payload),
        assessment=open_latest(ring, row.id),
        ring=ring,
    )


def _check_referrer(ring: Ring, row: Referral) -> None:
    """Raise ``Forged`` unless whoever made the referral signed into its key that it is theirs.

    A row can be rewritten by whoever holds the database, and an officer who accepts the referral
    gives the case to its referrer.
    """
    ring.key(row.secret_id, of=row.id)
    if promise(Because.REFERRER, row.referrer_id) not in ring.secret(row.secret_id).promised:
        raise Forged(f"referral {row.id} is not its referrer’s")


def new_reference() -> str:
    """Return a reference to quote: random, so that it tells neither order nor number."""
    return "-".join(digests.random_reference(LETTERS, HALF) for _ in range(2))


def _keep_from(actor: Actor, referral_id: UUID, kept: KeptFrom) -> Exclusion:
    if kept.person_id == actor.person_id or kept.agency_id == actor.agency_id:
        raise RuleBroken("kept_from", NOT_FROM_YOURSELF)
    return exclude(actor, referral_id, person_id=kept.person_id, agency_id=kept.agency_id)


def _say_why(ring: Ring, kept: list[tuple[KeptFrom, Exclusion]], secret_id: UUID) -> None:
    for each, exclusion in kept:
        if each.reason:
            say_why(ring.actor, exclusion, secret_id, each.reason, ring)


def _keyed(actor: Actor, referral_id: UUID, urgent: bool) -> tuple[Ring, Referral, UUID]:
    """Make the referral's key and its compartment's."""
    ring = Ring(actor)
    holders = [Holder(actor.person_id, Because.REFERRER)]
    secret = new_secret(actor, SecretKind.REFERRAL, referral_id, holders, ring=ring)
    compartment = new_secret(actor, SecretKind.COMPARTMENT, referral_id, ring=ring)
    row = Referral(
        id=referral_id,
        area_id=actor.area_id,
        reference=new_reference(),
        agency_id=actor.agency_id,
        referrer_id=actor.person_id,
        urgent=urgent,
        secret_id=secret.id,
        compartment_id=compartment.id,
        submitted_at=clock.now(),
    )
    return ring, row, compartment.id


def keep_apart(ring: Ring, row: Referral, answers: Mapping[str, Any]) -> None:
    """Seal equality answers apart from the referral, under its key, in a transaction."""
    sealed = ring.seal(row.secret_id, EQUALITY, row.id, dict(answers), of=row.id)
    db.session.add(
        EqualityAnswers(
            referral_id=row.id,
            area_id=row.area_id,
            secret_id=row.secret_id,
            sealed_answers=sealed,
        )
    )
