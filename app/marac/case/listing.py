"""Puts a case on the list: exclusions first, then its keys, then everything that it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.person.queries import person
from app.audit import record
from app.audit.events import CaseMade
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Exclusion, SecretKind
from app.confidentiality.circle.service import exclude, say_why
from app.db import db, new_id, transaction
from app.marac.case.model import Case
from app.marac.case.opened import seal_texts
from app.marac.case.rules import Label, label_of
from app.marac.party.rules import Details, PartyKind
from app.marac.party.service import add
from app.marac.referral import queries as referrals
from app.marac.referral.rules import ReferralState, Summary, check_summary
from app.marac.referral.service import new_reference
from app.marac.risk.service import NewAssessment, record_assessment
from app.refusals import RuleBroken


@dataclass(frozen=True)
class KeptFrom:
    """Somebody, or a whole agency, from whom a case is kept from its first moment."""

    person_id: UUID | None = None
    agency_id: UUID | None = None
    reason: str = ""


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
    """Make a case. Whom it is kept from comes first, so that no grant is ever made to them."""
    actor.require(Permission.CASE_LIST)
    check_summary(summary)
    people = [Someone(kind, details) for kind, details in parties]
    _check(actor, people, referrer_id, idva_id)
    with transaction():
        case_id = new_id()
        kept = [(each, _keep_from(actor, case_id, each)) for each in exclusions]
        ring, case = _keyed(actor, case_id, agency_id, referrer_id, idva_id)
        seal_texts(ring, case, label_of(label, people, clock.today()), summary)
        db.session.add(case)
        db.session.flush()
        for someone in people:
            add(ring, case_id, case.secret_id, someone.kind, someone.details)
        new = assessment or NewAssessment()
        record_assessment(ring, case_id, case.secret_id, case.compartment_id, new)
        _say_why(actor, kept, case.secret_id)
        _take_off_the_queue(actor, referral_id)
        record(actor, CaseMade(case_id, referral_id))
    return case


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
    actor: Actor, case_id: UUID, agency_id: UUID, referrer_id: UUID, idva_id: UUID | None
) -> tuple[Ring, Case]:
    """Make the case's key and its compartment's, and give them to those who begin with them."""
    ring = Ring(actor)
    assigned = [Holder(idva_id, Because.ASSIGNED)] if idva_id else []
    holders = [Holder(referrer_id, Because.REFERRER), *assigned]
    secret = new_secret(actor, SecretKind.CASE, case_id, holders, ring=ring)
    compartment = new_secret(actor, SecretKind.COMPARTMENT, case_id, assigned, ring=ring)
    return ring, Case(
        id=case_id,
        area_id=actor.area_id,
        reference=new_reference(),
        agency_id=agency_id,
        referrer_id=referrer_id,
        idva_id=idva_id,
        secret_id=secret.id,
        compartment_id=compartment.id,
        opened_at=clock.now(),
    )


def _take_off_the_queue(actor: Actor, referral_id: UUID | None) -> None:
    if referral_id is not None:
        referrals.referral(actor, referral_id).state = ReferralState.LISTED
