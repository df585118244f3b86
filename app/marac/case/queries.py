"""Reads cases. Every select carries the area and asks the exclusion list first."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.access.actor import Actor
from app.audit.events import CaseChanged
from app.audit.queries import rows_about
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant, not_excluded
from app.db import db
from app.marac.case.model import Case, OutsideNote
from app.refusals import NotVisible


def case(actor: Actor, case_id: UUID) -> Case:
    """Return a case's row; ``NotVisible`` if absent, of another area or kept from the actor."""
    found = db.session.scalars(_visible(actor).where(Case.id == case_id)).one_or_none()
    if found is None:
        raise NotVisible()
    return found


def cases(actor: Actor, case_ids: Iterable[UUID]) -> Sequence[Case]:
    """Return the rows of those cases that are not kept from the actor."""
    return db.session.scalars(_visible(actor).where(Case.id.in_(set(case_ids)))).all()


def references(actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the random references of those cases that are not kept from the actor."""
    return {row.id: row.reference for row in cases(actor, case_ids)}


def own_cases(actor: Actor, since: datetime) -> Sequence[Case]:
    """Return the cases that the actor referred or is the IDVA of, the newest first."""
    mine = or_(Case.referrer_id == actor.person_id, Case.idva_id == actor.person_id)
    return db.session.scalars(
        _visible(actor).where(mine, Case.opened_at >= since).order_by(Case.opened_at.desc())
    ).all()


def last_change_of_summary(actor: Actor, case_id: UUID) -> UUID | None:
    """Return who last changed what happened, as the trail has it."""
    about = (row for row in rows_about(actor, case_id) if row.tag == CaseChanged.tag)
    return next((row.actor_id for row in about if row.detail["part"] == "summary"), None)


def outside_notes(case_id: UUID) -> Sequence[OutsideNote]:
    """Return what agencies did of their own duties, still sealed, for whoever opened the case."""
    return db.session.scalars(
        select(OutsideNote).where(OutsideNote.case_id == case_id).order_by(OutsideNote.at)
    ).all()


def due(area_id: UUID) -> Iterator[Due]:
    """Say who is due which key because of a case: its referrer, and its IDVA.

    Whether somebody may have it (excluded, of a barred sector, not confirmed) the circle decides.
    """
    for secret, person, because in (
        (Case.secret_id, Case.referrer_id, Because.REFERRER),
        (Case.secret_id, Case.idva_id, Because.ASSIGNED),
        (Case.compartment_id, Case.idva_id, Because.ASSIGNED),
    ):
        rows = db.session.execute(
            select(secret, Case.id, person)
            .where(Case.area_id == area_id, person.is_not(None))
            .where(lacks_grant(secret, person))
        )
        for secret_id, case_id, person_id in rows:
            if person_id is not None:
                yield Due(secret_id, case_id, person_id, because)


def _visible(actor: Actor) -> Select[Case]:
    return select(Case).where(Case.area_id == actor.area_id, not_excluded(actor, Case.id))
