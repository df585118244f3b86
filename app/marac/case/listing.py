"""Puts a case on the list: exclusions first, then its keys, then everything that it says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.person.queries import person
from app.audit import record
from app.audit.events import CaseMade
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Exclusion, SecretKind
from app.confidentiality.circle.service import exclude, promise_to, say_why
from app.db import db, new_id, transaction
from app.marac.case.model import Case
from app.marac.case.opened import seal_texts
from app.marac.case.rules import Label, label_of
from app.marac.party.rules import Details, PartyKind
from app.marac.party.service import add
from app.marac.referral import queries as referrals
from app.marac.referral.model import Referral
from app.marac.referral.rules import (
    OPEN_STATES,
    KeptFrom,
    ReferralState,
    Summary,
    check_summary,
)
from app.marac.referral.service import new_reference, open_quietly
from app.marac.risk.service import NewAssessment, record_assessment, reseal
from app.refusals import Refused, RuleBroken

DECIDED = "Somebody has decided about this referral meanwhile. Look at it again."


@dataclass(frozen=True)
class Someone:
    """A person of a case that is being listed."""

    kind: PartyKind
    details: Details


def list_case(
    actor: Actor,
    *,
    agency_id: UUID,
    referrer_id: UUID,
    idva_id: UUID | None,
    label: Label,
    summary: Summary,
    parties: Iterable[tuple[PartyKind, Details]],
    assessment: NewAssessment | None = None,
    exclusions: Iterable[KeptFrom] = (),
    referral_id: UUID | None = None,
) -> Case:
    """Make a case. Whom it is kept from comes first, so that no grant is ever made to them.

    A case that comes from a referral takes its id and its reference, and with them whom it was kept
    from, its assessments and its immigration section, which the officer need not open.
    """
    actor.require(Permission.CASE_LIST)
    check_summary(summary)
    people = [Someone(kind, details) for kind, details in parties]
    _check(actor, people, referrer_id, idva_id)
    with transaction():
        referral = _still_open(actor, referral_id)
        case_id = referral.id if referral else new_id()
        kept = [(each, _keep_from(actor, case_id, each)) for each in exclusions]
        ring, case = _keyed(actor, case_id, agency_id, referrer_id, idva_id, referral)
        seal_texts(ring, case, label_of(label, people, clock.today()), summary)
        db.session.add(case)
        db.session.flush()
        for someone in people:
            add(ring, case_id, case.secret_id, someone.kind, someone.details)
        if referral is not None:
            reseal(ring, case_id, case.secret_id)
            _take_off_the_queue(referral)
        if assessment is not None or referral is None or referral.compartment_id is None:
            new = assessment or NewAssessment()
            record_assessment(ring, case_id, case.secret_id, case.compartment_id, new)
        _say_why(actor, kept, case.secret_id)
        record(actor, CaseMade(case_id, referral_id))
    return case


def list_referral(
    actor: Actor,
    referral_id: UUID,
    *,
    idva_id: UUID | None,
    repeat: bool = False,
    exclusions: Iterable[KeptFrom] = (),
) -> Case:
    """Make a case of a referral, as it was told; ``Refused`` if it was decided meanwhile.

    Whom the referrer wants watched for stays with the referral, for the officers.
    """
    with transaction():
        opened = open_quietly(Ring(actor), referral_id)
        told = opened.referred
        return list_case(
            actor,
            agency_id=opened.agency_id,
            referrer_id=opened.referrer_id,
            idva_id=idva_id,
            label=Label(told.victim.name, repeat, told.summary.transfer_from),
            summary=replace(told.summary, watch_for=""),
            parties=told.parties,
            exclusions=exclusions,
            referral_id=referral_id,
        )


def _check(actor: Actor, people: list[Someone], referrer_id: UUID, idva_id: UUID | None) -> None:
    if sum(each.kind is PartyKind.VICTIM for each in people) != 1:
        raise RuleBroken("parties", "A case is about one victim. Refer each victim separately.")
    person(actor, referrer_id)
    if idva_id is not None and Role.IDVA not in person(actor, idva_id).roles:
        raise RuleBroken("idva", "Select somebody who is an IDVA.")


def _keep_from(actor: Actor, case_id: UUID, kept: KeptFrom) -> Exclusion:
    return exclude(actor, case_id, person_id=kept.person_id, agency_id=kept.agency_id)


def _say_why(actor: Actor, kept: list[tuple[KeptFrom, Exclusion]], secret_id: UUID) -> None:
    for each, exclusion in kept:
        if each.reason:
            say_why(actor, exclusion, secret_id, each.reason)


def _keyed(
    actor: Actor,
    case_id: UUID,
    agency_id: UUID,
    referrer_id: UUID,
    idva_id: UUID | None,
    referral: Referral | None,
) -> tuple[Ring, Case]:
    """Make the case's key and its compartment's, and give them to those who begin with them."""
    ring = Ring(actor)
    assigned = [Holder(idva_id, Because.ASSIGNED)] if idva_id else []
    holders = [Holder(referrer_id, Because.REFERRER), *assigned]
    secret = new_secret(actor, SecretKind.CASE, case_id, holders, ring=ring)
    return ring, Case(
        id=case_id,
        area_id=actor.area_id,
        reference=referral.reference if referral else new_reference(),
        agency_id=agency_id,
        referrer_id=referrer_id,
        idva_id=idva_id,
        secret_id=secret.id,
        compartment_id=_compartment(actor, case_id, assigned, referral, ring),
        opened_at=clock.now(),
    )


def _compartment(
    actor: Actor, case_id: UUID, assigned: list[Holder], referral: Referral | None, ring: Ring
) -> UUID:
    """Return the compartment that the referrer wrote into, promised to the IDVA; or a new one."""
    if referral is None or referral.compartment_id is None:
        return new_secret(actor, SecretKind.COMPARTMENT, case_id, assigned, ring=ring).id
    for holder in assigned:
        promise_to(actor, case_id, (SecretKind.COMPARTMENT,), holder.because, holder.person_id)
    return referral.compartment_id


def _still_open(actor: Actor, referral_id: UUID | None) -> Referral | None:
    if referral_id is None:
        return None
    found = referrals.referral(actor, referral_id)
    if found.state not in OPEN_STATES:
        raise Refused(DECIDED)
    return found


def _take_off_the_queue(referral: Referral) -> None:
    referral.state = ReferralState.LISTED
    referral.decided_at = clock.now()
