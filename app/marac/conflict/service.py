"""Declares a conflict of interest, and decides what follows from one; each is one transaction.

A declaration takes effect at once and beats every role. Nobody but the officers who remain learns
who it was or why; whoever is out of the case finds it nowhere, and is not told that it is there.
"""

from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person import queries as people
from app.audit import record
from app.audit.events import ConflictsOpened
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.stepping_out import known_secrets
from app.confidentiality.circle.vouching import require_officer
from app.db import transaction
from app.marac.case.model import Case
from app.marac.case.queries import case as case_of
from app.marac.conflict import matching, opened, ordering, queries, rules, sealing
from app.marac.conflict.opened import Opened
from app.marac.conflict.rules import Content, Decision, Kind
from app.marac.meeting import queries as meetings
from app.refusals import RuleBroken

KEPT_ALREADY = "This case is kept from this person already."
DECIDED_ALREADY = "Another officer has decided about this meanwhile. Look at it again."


def may_declare(actor: Actor, case_id: UUID) -> str:
    """Return the reference of a case that somebody can declare about: they can open some of it.

    ``NotVisible`` for any other, as for one that never was.
    """
    actor.require(Permission.CONFLICT_DECLARE)
    ring = Ring(actor)
    _ = ring.me
    case = case_of(actor, case_id)
    known_secrets(ring, case.id)
    return case.reference


def declare(actor: Actor, case_id: UUID, person_id: UUID, reason: str, words: str = "") -> None:
    """Declare that somebody knows a person in a case: it is closed to them from this moment.

    Anybody declares for themself, officers for anybody. ``reason`` is a ``Relation``. Nobody can
    undo it but an officer who remains, by an act of her own (``decide``).
    """
    actor.require(Permission.CONFLICT_DECLARE)
    how = rules.relation_of(reason)
    rules.check_words(words)
    with transaction():
        case = case_of(actor, case_id)
        if person_id == actor.person_id:
            circle.step_out(actor, case.id)
            kind = Kind.DECLARED
        else:
            _keep_out(actor, case, person_id)
            kind = Kind.FOR_THEM
        sealing.enter(actor, case.id, Content(person_id, kind, how, words.strip()))
        ordering.hear_last(case.id)


def look(actor: Actor, conflict_id: UUID) -> tuple[Case, Opened]:
    """Open one conflict for the officer who decides; the trail is written first."""
    actor.require(Permission.CONFLICT_READ)
    with transaction():
        case, found = opened.open_one(actor, conflict_id)
        record(actor, ConflictsOpened(None, 1))
    return case, found


def decide(actor: Actor, conflict_id: UUID, decision: str, reason: str) -> None:
    """Keep somebody out, or let them in again, with a reason, by a signed act of an officer.

    Never about oneself: whom it is about finds nothing here.
    """
    actor.require(Permission.CASE_EXCLUDE)
    chosen = _decision(decision)
    rules.check_reason(reason)
    with transaction():
        ring = Ring(actor)
        require_officer(actor, ring.chain)
        case, found = opened.open_one(actor, conflict_id)
        kind, last = found.content.kind, found.decided[-1][0] if found.decided else None
        if not rules.may_decide(kind, chosen, last, is_out=found.is_out):
            raise RuleBroken("decision", DECIDED_ALREADY)
        row = queries.conflict(actor, conflict_id)
        sealing.decide(ring, row, chosen, reason.strip())
        _act(actor, case, found, chosen)


def who_can_be_named(actor: Actor, case_id: UUID) -> list[tuple[str, str]]:
    """Return for whom an officer can declare in a case: everybody at work who is not out of it."""
    case = case_of(actor, case_id)
    Ring(actor).key(case.secret_id, of=case.id)
    out = queries.people_kept_from(actor, {case.id}).get(case.id, set())
    everybody = queries.everybody(actor)
    agencies = opened.agencies_of(everybody)
    return [
        (str(each.id), f"{each.name}, {agencies[each.id]}")
        for each in everybody
        if each.id != actor.person_id and each.id not in out
    ]


def compare_again(actor: Actor, meeting_id: UUID) -> None:
    """Compare the names of everybody who works here with those in a meeting's cases once more.

    It reaches the cases that were kept from the officer who published the agenda, too.
    """
    actor.require(Permission.CASE_EXCLUDE)
    with transaction():
        ring = Ring(actor)
        require_officer(actor, ring.chain)
        meeting = meetings.meeting(actor, meeting_id)
        matching.when_published(actor, ring, meeting.id)


def _keep_out(actor: Actor, case: Case, person_id: UUID) -> None:
    """An officer keeps a case from somebody else; circle.exclude asks whether she is one."""
    actor.require(Permission.CASE_EXCLUDE)
    require_officer(actor, Chain.of(actor))
    out = queries.people_kept_from(actor, {case.id}).get(case.id, set())
    if people.person(actor, person_id).id in out:
        raise RuleBroken("person", KEPT_ALREADY)
    Ring(actor).key(case.secret_id, of=case.id)
    circle.exclude(actor, case.id, person_id=person_id)


def _act(actor: Actor, case: Case, found: Opened, decision: Decision) -> None:
    person_id = found.content.person_id
    if decision is Decision.KEEP_OUT and not found.is_out:
        circle.exclude(actor, case.id, person_id=person_id)
        ordering.hear_last(case.id)
    if decision is Decision.LET_IN and found.is_out:
        circle.lift(actor, case.id, person_id)


def _decision(decision: str) -> Decision:
    try:
        return Decision(decision)
    except ValueError:
        raise RuleBroken("decision", "Select what is to happen.") from None
