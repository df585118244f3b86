"""The table of the trail. Every value is kept exactly as it was hashed, on every engine."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base

FIRST_PREV = bytes(32)


class AuditRow(Base):
    """One act: who, when, what, on which record. It holds ids, codes and counts, never words."""

    __tablename__ = "audit_row"
    __table_args__ = (sa.Index("ix_audit_row_tag_subject_id", "tag", "subject_id"),)

    seq: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[str] = mapped_column(sa.String(32))
    area_id: Mapped[str | None] = mapped_column(sa.String(36))
    actor_id: Mapped[str | None] = mapped_column(sa.String(36), index=True)
    agency_id: Mapped[str | None] = mapped_column(sa.String(36))
    session_ref: Mapped[str | None] = mapped_column(sa.String(32))
    tag: Mapped[str] = mapped_column(sa.String(64))
    subject_kind: Mapped[str] = mapped_column(sa.String(32))
    subject_id: Mapped[str | None] = mapped_column(sa.String(36), index=True)
    detail: Mapped[str] = mapped_column(sa.Text())
    prev: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
