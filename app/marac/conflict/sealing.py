"""Writes conflicts and decisions, sealed for the officers who remain, and opens them for those.

Each lies under a secret of its own, which is sealed to every officer but whoever it is about and
whoever is kept from the case. The people who hear the case hold no key to it. A prompt names nobody
outside its seal: whose family name is found would tell a family name in the case.
"""

from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.audit import record
from app.audit.events import ConflictDecided, ConflictEntered
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import make_secret
from app.confidentiality.circle.lifted import believed_by
from app.confidentiality.circle.model import SecretKind
from app.confidentiality.circle.queries import exclusions
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import named
from app.db import db, new_id
from app.marac.conflict import statements
from app.marac.conflict.model import Conflict, ConflictDecision
from app.marac.conflict.rules import SHUTS_OUT, Content, Decision
from app.vault import sealing

WORDS = "conflict.words"
DECISION = "conflict.decision"


def enter(actor: Actor, case_id: UUID, content: Content) -> Conflict:
    """Write a conflict down, in an open transaction; its writer cannot read it back as such."""
    row = Conflict(
        id=new_id(),
        area_id=actor.area_id,
        case_id=case_id,
        by_person_id=actor.person_id,
        key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    chain = Chain.of(actor)
    kept = exclusions([case_id], believed_by(chain)).get(case_id, set())
    if content.kind in SHUTS_OUT:
        kept |= {named(content.person_id, None)}
    giver = Giver(actor, Holders(chain))
    made = make_secret(actor, giver, SecretKind.REFERRAL, row.id, kept)
    row.secret_id = made.id
    row.sealed_words = sealing.seal_json(made.key, WORDS, row.id, content.to_dict())
    row.statement = statements.entered(row)
    row.signature = actor.keys.sign(row.statement)
    db.session.add(row)
    db.session.flush()
    record(actor, ConflictEntered(case_id, conflict_id=row.id))
    return row


def decide(ring: Ring, about: Conflict, decision: Decision, reason: str) -> ConflictDecision:
    """Write and sign what an officer decided, in an open transaction."""
    actor = ring.actor
    row = ConflictDecision(
        id=new_id(),
        area_id=about.area_id,
        conflict_id=about.id,
        case_id=about.case_id,
        secret_id=ring.current(about.secret_id, of=about.id),
        by_person_id=actor.person_id,
        key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    said = {"decision": decision.value, "reason": reason}
    row.sealed_reason = ring.seal(row.secret_id, DECISION, row.id, said, of=about.id)
    row.statement = statements.decided(row)
    row.signature = actor.keys.sign(row.statement)
    db.session.add(row)
    db.session.flush()
    record(actor, ConflictDecided(about.case_id, conflict_id=about.id))
    return row


def content_of(ring: Ring, row: Conflict) -> Content:
    """Open a conflict; ``NotVisible`` for whom it is about, and for whoever is no officer."""
    read = ring.read(row.secret_id, WORDS, row.id, row.sealed_words, of=row.id)
    return Content.from_dict(read)


def decided(ring: Ring, row: ConflictDecision) -> tuple[Decision, str]:
    """Open a decision: what, and why."""
    read = ring.read(row.secret_id, DECISION, row.id, row.sealed_reason, of=row.conflict_id)
    return Decision(read["decision"]), str(read["reason"])
