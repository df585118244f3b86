"""Begins, opens, lists and withdraws letters; what is written into one is in ``writing``.

Each act and its row of the trail are one transaction. Whatever is changed voids what was signed of
it, and stops at the gate what nobody has received yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import (
    CaseListed,
    LetterOpened,
    LettersListed,
    LetterStarted,
    LetterWithdrawn,
)
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import service as gate
from app.confidentiality.recipient import queries as recipients
from app.db import db, new_id, transaction
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.case.opened import open_label
from app.marac.case.rules import Label
from app.marac.letter import content, queries, rules
from app.marac.letter.content import Content
from app.marac.letter.model import Letter
from app.marac.letter.objecting import reached
from app.marac.letter.opened import Opened, is_void, open_whole
from app.marac.letter.rules import LetterState, Purpose, WhyWithdrawn
from app.marac.letter.wordings import wording
from app.refusals import Changed, NotVisible, RuleBroken

SAVED_MEANWHILE = (
    "Somebody else has changed this letter meanwhile. Look at it again, then save once more."
)


@dataclass(frozen=True)
class Listed:
    """A letter in a list: how far it is, about whom, and what it is for."""

    letter: Letter
    case: Case
    label: Label
    content: Content
    recipient: str
    is_handed_over: bool
    is_void: bool = False

    @property
    def name(self) -> str:
        """What it is for, in words."""
        return wording(self.content.purpose).name

    @property
    def state(self) -> LetterState:
        """How far it is."""
        return LetterState(self.letter.state)


def cases_to_write_for(actor: Actor) -> list[tuple[Case, Label]]:
    """Open the labels of the cases that somebody writes letters for."""
    actor.require(Permission.LETTER_WRITE)
    with transaction():
        ring = Ring(actor)
        _ = ring.me
        rows = queries.cases_to_write_for(actor)
        ring.preload(row.secret_id for row in rows)
        found = [
            (row, open_label(ring, row)) for row in rows if ring.may_open(row.secret_id, of=row.id)
        ]
        record(actor, CaseListed(None, len(found)))
    return found


def begin(actor: Actor, case_id: UUID, purpose: str) -> Letter:
    """Begin a letter about a case: its assigned IDVA does, or an officer."""
    actor.require(Permission.LETTER_WRITE)
    chosen = rules.require_code(Purpose, "purpose", purpose, "Select what the letter is for")
    with transaction():
        ring, case = may_begin(actor, case_id)
        now = clock.now()
        row = Letter(
            id=new_id(),
            area_id=actor.area_id,
            case_id=case.id,
            state=LetterState.DRAFT,
            drafted_by=actor.person_id,
            secret_id=case.secret_id,
            drafted_at=now,
            changed_at=now,
        )
        words = wording(chosen)
        first = Content(chosen, words.version, birth=words.by_member, hands=(actor.person_id,))
        content.write(ring, row, first)
        db.session.add(row)
        record(actor, LetterStarted(row.id, case_id=case.id))
    return row


def may_begin(actor: Actor, case_id: UUID) -> tuple[Ring, Case]:
    """Return the case of somebody who may write letters for it, else ``NotVisible``."""
    ring = Ring(actor)
    _ = ring.me
    case = cases.case(actor, case_id)
    ring.key(case.secret_id, of=case.id)
    if not rules.may_begin(actor.person_id, is_officer=actor.is_officer, idva_id=case.idva_id):
        raise NotVisible()
    return ring, case


def open_letter(actor: Actor, letter_id: UUID, *, as_paper: bool = False) -> Opened:
    """Open a letter; the opening is in the trail before anything is shown."""
    actor.require(Permission.LETTER_READ)
    with transaction():
        opened = enter(actor, letter_id)
        record(actor, LetterOpened(letter_id, as_paper=as_paper))
        if opened.state is LetterState.RELEASED and not opened.is_void and _reaches_him(opened):
            gate.stop(actor, letter_id)
    return opened


def enter(actor: Actor, letter_id: UUID) -> Opened:
    """Open a letter inside a transaction whose caller writes the trail."""
    ring = Ring(actor)
    _ = ring.me
    row, case = queries.letter(actor, letter_id)
    ring.key(case.secret_id, of=case.id)
    return open_whole(ring, row, case)


def my_letters(actor: Actor) -> list[Listed]:
    """Open every letter that this person may see, for a list."""
    actor.require(Permission.LETTER_READ)
    with transaction():
        ring = Ring(actor)
        _ = ring.me
        found = _listed(ring, queries.letters(actor))
        record(actor, LettersListed(None, count=len(found)))
    return found


def letters_of(ring: Ring, case_id: UUID) -> list[Listed]:
    """Open the letters about one case that this person may see, for the page of the case."""
    rows = queries.letters_of(ring.actor, case_id)
    if not rows:
        return []
    with transaction():
        found = _listed(ring, rows)
        record(ring.actor, LettersListed(case_id, count=len(found)))
    return found


def withdraw(actor: Actor, letter_id: UUID, why: str, revision: int | None) -> int:
    """Take a letter back. What nobody has received yet is stopped; return how many."""
    actor.require(Permission.LETTER_WRITE)
    reason = rules.require_code(WhyWithdrawn, "why", why, "Select why it is withdrawn")
    with transaction():
        opened = enter(actor, letter_id)
        check_revision(opened.letter, revision)
        if opened.state in rules.OVER:
            raise RuleBroken("letter", "This letter is finished already.")
        changed = replace(
            opened.content,
            withdrawn_why=reason.value,
            withdrawn_by=actor.person_id,
            withdrawn_on=clock.today(),
        )
        content.write(opened.ring, opened.letter, changed)
        opened.letter.state = LetterState.WITHDRAWN
        opened.letter.changed_at = clock.now()
        stopped = gate.stop(actor, letter_id)
        record(actor, LetterWithdrawn(letter_id, stopped=stopped))
    return stopped


def check_revision(row: Letter, revision: int | None) -> None:
    """Raise ``Changed`` if somebody has changed the letter since it was shown."""
    if row.revision != revision:
        raise Changed("revision", SAVED_MEANWHILE)


def _reaches_him(opened: Opened) -> bool:
    """Say whether it became known since that he can come to what it says, and nobody has it."""
    return not opened.is_handed_over and bool(reached(opened))


def _listed(ring: Ring, rows: Sequence[tuple[Letter, Case]]) -> list[Listed]:
    ring.preload(case.secret_id for _, case in rows)
    found = []
    for row, case in rows:
        if not ring.may_open(case.secret_id, of=case.id):
            continue
        said, release = content.read(ring, row), queries.release_of(row)
        to = recipients.recipient(ring.actor, said.recipient_id) if said.recipient_id else None
        handed = release is not None and release.first_received_at is not None
        void = is_void(LetterState(row.state), release)
        label, name = open_label(ring, case), to.name if to else ""
        found.append(Listed(row, case, label, said, name, handed, void))
    return found
