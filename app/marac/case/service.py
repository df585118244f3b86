"""What is done with a case: list it, open it, change it. Each act and its trail are one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import (
    AssessmentMade,
    CaseChanged,
    CaseListed,
    CaseOpened,
    CaseRefused,
    CompartmentOpened,
)
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.confidentiality.circle.queries import generations
from app.confidentiality.circle.rules import promise
from app.db import transaction
from app.marac.case import queries
from app.marac.case.listing import list_case, list_referral
from app.marac.case.model import Case
from app.marac.case.opened import (
    OpenedCase,
    OpenedSupport,
    OwnCase,
    is_writer,
    open_label,
    open_summary,
    open_support,
    open_whole,
    require_compartment,
    seal_texts,
)
from app.marac.case.rules import Label, OpeningReason, label_of
from app.marac.party import queries as party_queries
from app.marac.party import service as party_service
from app.marac.party.rules import Details, PartyKind
from app.marac.party.service import SAVED_MEANWHILE
from app.marac.referral.rules import KeptFrom, Summary, check_summary
from app.marac.risk.rules import Immigration
from app.marac.risk.service import NewAssessment, record_assessment
from app.refusals import Changed, NotVisible, Refused

__all__ = [
    "KeptFrom",
    "add_party",
    "assess",
    "change_party",
    "change_summary",
    "how_many_own",
    "labels",
    "list_case",
    "list_referral",
    "may_ask",
    "may_ask_about_compartment",
    "open_case",
    "open_compartment",
    "own_cases",
]

A_YEAR = timedelta(days=365)
NOT_A_WRITER = "Officers, the referrer and the assigned IDVA change a case. Ask one of them."


def open_case(actor: Actor, case_id: UUID, reason: OpeningReason) -> OpenedCase:
    """Open a case for reading. The trail is written before anything is returned."""
    with _not_in_vain(actor, case_id), transaction():
        ring, case = _enter(actor, case_id)
        opened = open_whole(ring, case)
        record(actor, CaseOpened(case_id, reason))
    return opened


def open_compartment(actor: Actor, case_id: UUID, reason: OpeningReason) -> OpenedSupport:
    """Open the immigration section for somebody who holds its key."""
    with _not_in_vain(actor, case_id), transaction():
        ring, case = _enter(actor, case_id)
        opened = open_support(ring, case)
        record(actor, CompartmentOpened(case_id, reason))
    return opened


def may_ask(actor: Actor, case_id: UUID) -> str:
    """Return the case's reference for the page that asks why; ``NotVisible`` as if opening it."""
    with _not_in_vain(actor, case_id):
        ring, case = _enter(actor, case_id)
        ring.key(case.secret_id, of=case.id)
        return case.reference


def may_ask_about_compartment(actor: Actor, case_id: UUID) -> str:
    """Return the case's reference if this person holds its compartment, else ``NotVisible``."""
    with _not_in_vain(actor, case_id):
        ring, case = _enter(actor, case_id)
        require_compartment(ring, case)
        return case.reference


def labels(actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, Label]:
    """Return the labels of those cases that open for this person, leaving no gap for the others.

    For an agenda: whoever shows it writes the trail of that (``AgendaOpened``).
    """
    ring = Ring(actor)
    rows = queries.cases(actor, case_ids)
    ring.preload(row.secret_id for row in rows)
    return {row.id: open_label(ring, row) for row in rows if _opens(ring, row)}


def how_many_own(actor: Actor) -> int:
    """Count the past year's cases that are the actor's own work, without opening a word."""
    return len(_own(actor)[1])


def own_cases(actor: Actor) -> list[OwnCase]:
    """Open the labels of the actor's own cases, with the trail of it written first."""
    with transaction():
        ring, rows = _own(actor)
        opened = [OwnCase(row, open_label(ring, row)) for row in rows]
        record(actor, CaseListed(None, len(opened)))
    return opened


def change_summary(actor: Actor, case_id: UUID, summary: Summary, revision: int) -> None:
    """Write what happened; ``Changed`` if somebody did so since it was read."""
    with transaction():
        ring, case = _enter_to_write(actor, case_id)
        if case.revision != revision:
            raise Changed("revision", SAVED_MEANWHILE)
        check_summary(summary)
        _seal(ring, case, open_label(ring, case), summary)
        record(actor, CaseChanged(case_id, "summary", None))


def change_party(
    actor: Actor, case_id: UUID, party_id: UUID, details: Details, revision: int
) -> None:
    """Write what is known of a person; ``Changed`` if somebody did so since it was read."""
    with transaction():
        ring, case = _enter_to_write(actor, case_id)
        row = party_queries.party(actor, case_id, party_id)
        party_service.rewrite(ring, row, details, revision)
        _label_again(ring, case)
        record(actor, CaseChanged(case_id, "party", party_id))


def add_party(actor: Actor, case_id: UUID, kind: PartyKind, details: Details) -> None:
    """Add somebody to a case. The victim of a case is one person and is never added."""
    if kind is PartyKind.VICTIM:
        raise Refused("A case has one victim. Refer another victim separately.")
    with transaction():
        ring, case = _enter_to_write(actor, case_id)
        secret_id = ring.current(case.secret_id, of=case.id)
        row = party_service.add(ring, case_id, secret_id, kind, details)
        _label_again(ring, case)
        record(actor, CaseChanged(case_id, "party", row.id))


def assess(
    actor: Actor, case_id: UUID, new: NewAssessment, standing: Immigration | None = None
) -> None:
    """Record another assessment beside those before it; nothing earlier is changed.

    Its immigration section is sealed under a new generation of the case's compartment, whatever it
    holds, so that its writer need not be able to open what others wrote there (architecture §3).
    ``standing`` is the section as it stands, where the writer has opened it.
    """
    with transaction():
        ring, case = _enter_to_write(actor, case_id, Permission.ASSESSMENT_WRITE)
        compartment_id = _next_compartment(ring, case)
        secret_id = ring.current(case.secret_id, of=case.id)
        row = record_assessment(ring, case_id, secret_id, compartment_id, new, standing)
        record(actor, AssessmentMade(case_id, row.id))


@contextmanager
def _not_in_vain(actor: Actor, case_id: UUID) -> Iterator[None]:
    """Note in the trail that somebody asked for what is not theirs, whether or not it exists."""
    try:
        yield
    except NotVisible:
        with transaction():
            record(actor, CaseRefused(case_id))
        raise


def _enter(actor: Actor, case_id: UUID) -> tuple[Ring, Case]:
    """Ask who the actor is before asking about the record, so that no answer depends on it."""
    ring = Ring(actor)
    _ = ring.me
    return ring, queries.case(actor, case_id)


def _enter_to_write(
    actor: Actor, case_id: UUID, permission: Permission = Permission.CASE_CHANGE
) -> tuple[Ring, Case]:
    actor.require(permission)
    ring, case = _enter(actor, case_id)
    ring.key(case.secret_id, of=case.id)
    if not is_writer(actor, case):
        raise Refused(NOT_A_WRITER)
    return ring, case


def _next_compartment(ring: Ring, case: Case) -> UUID:
    before = generations(SecretKind.COMPARTMENT, case.id)
    idva = _signed_idva(ring, case)
    holders = [Holder(idva, Because.ASSIGNED)] if idva else []
    made = new_secret(
        ring.actor,
        SecretKind.COMPARTMENT,
        case.id,
        holders,
        generation=before[0].generation + 1,
        ring=ring,
    )
    return made.id


def _signed_idva(ring: Ring, case: Case) -> UUID | None:
    """Return the IDVA, if an officer signed that they are the case's: a row alone says nothing."""
    if case.idva_id is None:
        return None
    promised = ring.secret(case.secret_id).promised
    return case.idva_id if promise(Because.ASSIGNED, case.idva_id) in promised else None


def _own(actor: Actor) -> tuple[Ring, list[Case]]:
    ring = Ring(actor)
    try:
        _ = ring.me
    except Refused:  # not confirmed or not signed yet: nothing opens, so there is nothing to list
        return ring, []
    rows = queries.own_cases(actor, clock.now() - A_YEAR)
    ring.preload(row.secret_id for row in rows)
    return ring, [row for row in rows if _opens(ring, row)]


def _opens(ring: Ring, case: Case) -> bool:
    """Say whether the case opens. What was tampered with is not passed over: it is raised."""
    try:
        ring.key(case.secret_id, of=case.id)
    except NotVisible:
        return False
    return True


def _label_again(ring: Ring, case: Case) -> None:
    """Keep the agenda's name and flags true when the people of a case change."""
    before = open_label(ring, case)
    after = label_of(before, party_service.open_all(ring, case.id), clock.today())
    if after != before:
        _seal(ring, case, after, open_summary(ring, case))


def _seal(ring: Ring, case: Case, label: Label, summary: Summary) -> None:
    """Seal both texts of a case under its newest key."""
    case.secret_id = ring.current(case.secret_id, of=case.id)
    seal_texts(ring, case, label, summary)
