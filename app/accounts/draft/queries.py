"""Reads a draft: only the person's own, with the person's own keys."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.accounts.draft.model import Draft
from app.accounts.draft.rules import LASTS, Fields
from app.accounts.draft.sealing import open_own
from app.db import db

FIELDS = "draft.fields"


@dataclass(frozen=True)
class Kept:
    """What somebody had typed into a page, and when it was kept."""

    kept_at: datetime
    fields: Fields = field(repr=False)


def draft_at(actor: Actor, path: str) -> Kept | None:
    """Return the actor's draft for a page; None if there is none, or it was for other keys."""
    row = db.session.scalars(
        select(Draft).where(
            Draft.person_id == actor.person_id,
            Draft.path == path,
            Draft.kept_at > clock.now() - LASTS,
        )
    ).first()
    if row is None:
        return None
    fields = open_own(
        actor,
        row.key_pair_id,
        row.wrapped_key,
        row.sealed_fields,
        contract=FIELDS,
        row_id=row.id,
        context=context_of(row),
    )
    return None if fields is None else Kept(row.kept_at, fields)


def has_draft(actor: Actor, path: str) -> bool:
    """Say whether there is a draft to throw away."""
    statement = select(Draft.id).where(Draft.person_id == actor.person_id, Draft.path == path)
    return db.session.scalar(statement) is not None


def paths_under(actor: Actor, place: str) -> set[str]:
    """Return the pages beneath a page for which the actor has a draft; nothing is opened."""
    beneath = Draft.path.startswith(f"{place}/", autoescape=True)
    fresh = Draft.kept_at > clock.now() - LASTS
    return set(
        db.session.scalars(
            select(Draft.path).where(Draft.person_id == actor.person_id, beneath, fresh)
        )
    )


def context_of(row: Draft) -> str:
    """Bind a draft's key to its row, so that it opens no other."""
    return f"draft:{row.id}"
