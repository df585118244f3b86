"""Reads the audit trail in tests: which tags were written, and about what."""

from sqlalchemy import select

from app.audit.model import AuditRow
from app.db import db


def tags() -> list[str]:
    """Every tag of the trail, in order."""
    return list(db.session.scalars(select(AuditRow.tag).order_by(AuditRow.seq)))


def count(tag: str) -> int:
    """How often a tag was written."""
    return tags().count(tag)


def last() -> AuditRow:
    """The latest row."""
    return db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
