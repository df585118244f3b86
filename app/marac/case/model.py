"""The table of cases. Outside the seal: a random reference, agencies, people at work, dates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id


class Case(Base):
    """One victim's situation. ``sealed_label`` is what an agenda shows once opened (her name and
    the flags of the list); ``sealed_summary`` is the rest. Both under the case's secret."""

    __tablename__ = "case_"
    # Answers "which cases are there" without reading what is sealed in them (match indexes them).
    __table_args__ = (Index("ix_case__area_id_id", "area_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    referrer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    idva_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    compartment_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_label: Mapped[bytes] = mapped_column(Sealed("case.label"))
    sealed_summary: Mapped[bytes] = mapped_column(Sealed("case.summary"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Telling(Base):
    """That the IDVA told the victim of one sharing, or one decision not to share (``about_id``).

    Sealed under the case's secret: the day, and whether it was safe to tell.
    """

    __tablename__ = "telling"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    about_id: Mapped[UUID] = mapped_column(index=True)
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_words: Mapped[bytes] = mapped_column(Sealed("telling.words"))


class OutsideNote(Base):
    """That an agency considered or did a duty of its own, outside. ``sealed_note`` says which."""

    __tablename__ = "outside_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_note: Mapped[bytes] = mapped_column(Sealed("outside.note"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
