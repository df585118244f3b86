"""Sends what was written: a referral for the first time, or one that was changed, again."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import AssessmentMade, ReferralOpened, ReferralSentAgain
from app.confidentiality.circle import queries as secrets
from app.confidentiality.circle.grants import Ring, new_secret
from app.confidentiality.circle.model import SecretKind
from app.db import db, new_id, transaction
from app.marac.referral import drafting, queries
from app.marac.referral.drafting import PEOPLE, Draft
from app.marac.referral.model import EqualityAnswers, Referral
from app.marac.referral.reading import Reading, read_referral
from app.marac.referral.risky import answers_as_told, circumstances_as_told
from app.marac.referral.rules import CHANGEABLE, ReferralState
from app.marac.referral.service import (
    EQUALITY,
    OpenReferral,
    as_judged,
    check_referred,
    keep_apart,
    open_quietly,
    refer,
    seal_told,
)
from app.marac.referral.steps import answered_pages, take_up
from app.marac.risk.content import Answered
from app.marac.risk.service import (
    NewAssessment,
    OpenAssessment,
    record_assessment,
    shows_judgement,
)
from app.refusals import Changed, NotVisible, Refused, RuleBroken

KEPT_FROM_FIRST = (
    "Say first whom this must be kept from. If you know of nobody, open the page and continue."
)
NOT_NOW = "This referral was decided about meanwhile, so it cannot be changed. Look at it again."
MEANWHILE = (
    "Somebody did something with this referral after you began to change it. Look at the referral, "
    "then send it again."
)


def read_draft(actor: Actor, draft: Draft) -> Reading:
    """Read a draft as what it will be; ``RuleBroken`` at the path of what is still wrong."""
    if "kept-from" not in draft.saved:
        raise RuleBroken("kept_from", KEPT_FROM_FIRST)
    return read_referral(actor, draft.given())


def send(actor: Actor, draft_id: UUID) -> UUID:
    """Send a draft, and throw it away with the same stroke; return the referral's id.

    A referral takes its draft's id, so sending one twice finds it sent and makes no second one.
    """
    actor.require(Permission.REFERRAL_MAKE)
    with transaction():
        try:
            draft = drafting.load(actor, draft_id)
        except NotVisible:
            return queries.own(actor, draft_id).id
        read = read_draft(actor, draft)
        pages = answered_pages(draft.told, draft.saved)
        reading = replace(read, referred=replace(read.referred, answered=pages))
        if draft.referral_id is not None:
            send_again(actor, draft.referral_id, draft.revision or 0, reading)
        else:
            summary = replace(reading.referred.summary, referred_on=clock.today())
            refer(
                actor,
                replace(reading.referred, summary=summary),
                assessment=reading.assessment,
                equality=reading.equality,
                kept_from=reading.kept_from,
                urgent=reading.urgent,
                referral_id=draft.id,
            )
        drafting.discard(actor, draft.id)
    return draft.id


def send_again(actor: Actor, referral_id: UUID, revision: int, reading: Reading) -> None:
    """Put what was changed in place of what was sent; whom it is kept from stays as it is.

    ``Changed`` if the referral is not as it was when the change was begun. An immigration section
    that was left empty stays as it was sent; one that was answered goes into a compartment of its
    own, because its writer cannot open the one before.
    """
    actor.require(Permission.REFERRAL_MAKE)
    check_referred(reading.referred)
    with transaction():
        row = _changeable(actor, referral_id)
        if row.revision != revision:
            raise Changed("revision", MEANWHILE)
        ring = Ring(actor)
        before = open_quietly(ring, referral_id)
        row.secret_id = ring.current(row.secret_id, of=row.id)
        _assess_again(ring, row, before, as_judged(reading.referred, reading.assessment))
        row.sealed_summary = seal_told(ring, row, reading.referred)
        row.urgent = reading.urgent
        row.state = ReferralState.SUBMITTED
        row.decided_at = None
        _equality_again(ring, row, reading)
        record(actor, ReferralSentAgain(row.id))


def begin_change(actor: Actor, referral_id: UUID) -> UUID:
    """Begin to change a referral that was sent: a draft with all of it but the immigration section.

    Opening it is on the trail, as every opening is. What was begun before is gone on with.
    """
    actor.require(Permission.REFERRAL_MAKE)
    with transaction():
        row = _changeable(actor, referral_id)
        ring = Ring(actor)
        opened = open_quietly(ring, referral_id)
        record(actor, ReferralOpened(referral_id))
        told = _as_told(ring, row, opened)
        draft = Draft(
            id=row.id,
            kept_at=clock.now(),
            referral_id=row.id,
            told=told,
            saved=take_up(told, opened.referred.answered),
            revision=row.revision,
        )
        return drafting.start_again(actor, draft)


def renew_change(actor: Actor, draft_id: UUID) -> None:
    """Note that the writer has looked at the referral again, so that it can be sent over it."""
    with transaction():
        draft = drafting.load(actor, draft_id)
        row = queries.own(actor, draft.id)
        drafting.save(actor, draft_id, lambda told: None, revision=row.revision)


def _changeable(actor: Actor, referral_id: UUID) -> Referral:
    row = queries.own(actor, referral_id)
    if row.state not in CHANGEABLE:
        raise Refused(NOT_NOW)
    return row


def _assess_again(ring: Ring, row: Referral, before: OpenReferral, new: NewAssessment) -> None:
    """Record anew what was answered, if anything was.

    A judgement that was shown before is shown still: it may stand for what only the section knows,
    which its writer cannot read back and which still stands if it was left untouched. Where only
    the section is new and the circle is shown nothing else by it, only the section is recorded: a
    second assessment like the first would say that a section was written.
    """
    earlier = before.assessment.answered if before.assessment else Answered({})
    untouched = new.immigration.is_untouched
    if untouched and earlier.judgement.made:
        new = replace(new, judgement=replace(new.judgement, made=True))
    if _said(new, earlier) and (earlier.judgement.made or not shows_judgement(ring.actor, new)):
        if untouched:
            return
        new = NewAssessment(immigration=new.immigration, instrument=new.instrument)
    known = secrets.generations(SecretKind.COMPARTMENT, row.id)
    compartment = new_secret(
        ring.actor,
        SecretKind.COMPARTMENT,
        row.id,
        generation=1 + max((each.generation for each in known), default=0),
        ring=ring,
    )
    row.compartment_id = compartment.id
    made = record_assessment(ring, row.id, row.secret_id, compartment.id, new)
    record(ring.actor, AssessmentMade(row.id, made.id))


def _said(new: NewAssessment, earlier: Answered) -> bool:
    """Say whether an assessment says only what was said before."""
    return (new.instrument, new.answers, new.judgement, new.circumstances, new.other_tools) == (
        earlier.instrument.id,
        earlier.answers,
        earlier.judgement,
        earlier.circumstances,
        earlier.other_tools,
    )


def _equality_again(ring: Ring, row: Referral, reading: Reading) -> None:
    db.session.execute(delete(EqualityAnswers).where(EqualityAnswers.referral_id == row.id))
    if reading.equality:
        keep_apart(ring, row, reading.equality)


def _as_told(ring: Ring, row: Referral, opened: OpenReferral) -> dict[str, Any]:
    told = opened.referred.to_dict()
    del told["answered"]
    for name in PEOPLE:
        told[name] = [each | {"id": str(new_id())} for each in told[name]]
    told["urgent"] = opened.urgent
    if opened.assessment is not None:
        told["risk"] = _risk_as_told(opened.assessment)
    kept = db.session.get(EqualityAnswers, row.id)
    if kept is not None:
        told["equality"] = ring.read(
            kept.secret_id, EQUALITY, row.id, kept.sealed_answers, of=row.id
        )
    return told


def _risk_as_told(assessment: OpenAssessment) -> dict[str, Any]:
    answered = assessment.answered
    judged = circumstances_as_told(answered.judgement, answered.circumstances, answered.other_tools)
    return {
        "instrument": answered.instrument.id,
        "answers": answers_as_told(answered.answers),
        **judged,
    }
