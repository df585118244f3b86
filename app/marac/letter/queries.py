"""The only SELECTs on letters: for their drafter, the assigned IDVA and the officers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true

from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.confidentiality.gate.model import Release
from app.db import db
from app.marac.case.model import Case
from app.marac.letter.model import Letter
from app.marac.letter.rules import STANDING, LetterState
from app.marac.meeting.model import AgendaItem, ItemState
from app.refusals import NotVisible

MOST_CASES = 40


def letter(actor: Actor, letter_id: UUID) -> tuple[Letter, Case]:
    """Return a letter with its case; the same ``NotVisible`` for whoever may not see it."""
    found = db.session.execute(_visible(actor).where(Letter.id == letter_id)).first()
    if found is None:
        raise NotVisible()
    return found[0], found[1]


def letters(actor: Actor) -> Sequence[tuple[Letter, Case]]:
    """Return every letter that this person may see, what was changed last first."""
    rows = db.session.execute(_visible(actor).order_by(Letter.changed_at.desc()))
    return [(row[0], row[1]) for row in rows]


def letters_of(actor: Actor, case_id: UUID) -> Sequence[tuple[Letter, Case]]:
    """Return the letters about one case that this person may see, the newest first."""
    rows = _visible(actor).where(Letter.case_id == case_id).order_by(Letter.drafted_at.desc())
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def waiting(actor: Actor) -> int:
    """Count the letters that wait for a chair, as far as this person may see them."""
    rows = db.session.execute(_visible(actor).where(Letter.state == LetterState.ASKED))
    return len(rows.all())


def in_hand(actor: Actor) -> int:
    """Count a writer's own letters that wait for them: to finish, to hand over, to follow up."""
    rows = db.session.execute(
        _visible(actor).where(
            Letter.state.in_((LetterState.DRAFT, LetterState.REFUSED, LetterState.RELEASED)),
            or_(Letter.drafted_by == actor.person_id, Letter.requester_id == actor.person_id),
        )
    )
    return len(rows.all())


def cases_to_write_for(actor: Actor) -> Sequence[Case]:
    """Return whom somebody is the IDVA of; for officers also the cases heard most lately."""
    theirs: ColumnElement[bool] = Case.idva_id == actor.person_id
    mine = list(db.session.scalars(_cases(actor).where(theirs).order_by(Case.opened_at.desc())))
    if not actor.is_officer:
        return mine
    heard = (
        select(AgendaItem.case_id)
        .where(AgendaItem.area_id == actor.area_id, AgendaItem.state == ItemState.HEARD)
        .order_by(AgendaItem.concluded_at.desc())
        .limit(MOST_CASES)
    )
    others = db.session.scalars(_cases(actor).where(Case.id.in_(heard)))
    return mine + [each for each in others if each.idva_id != actor.person_id]


def stands(letter_id: UUID) -> int | None:
    """Return the edition at which a letter stands for the gate; None if it does not."""
    row = db.session.get(Letter, letter_id)
    return row.edition if row is not None and row.state in STANDING else None


def release_of(row: Letter) -> Release | None:
    """Return the release of a letter that a chair signed."""
    return db.session.get(Release, row.release_id) if row.release_id else None


def answered(actor: Actor) -> Sequence[tuple[Letter, Case]]:
    """Return the letters of which an outcome is recorded, as far as this person may see them."""
    rows = db.session.execute(_visible(actor).where(Letter.state == LetterState.ANSWERED))
    return [(row[0], row[1]) for row in rows]


def _cases(actor: Actor) -> Select[Case]:
    return select(Case).where(Case.area_id == actor.area_id, not_excluded(actor, Case.id))


def _visible(actor: Actor) -> Select[Letter, Case]:
    own = or_(Letter.drafted_by == actor.person_id, Case.idva_id == actor.person_id)
    theirs = true() if actor.is_officer else own
    return (
        select(Letter, Case)
        .join(Case, Case.id == Letter.case_id)
        .where(Letter.area_id == actor.area_id, not_excluded(actor, Letter.case_id), theirs)
    )
