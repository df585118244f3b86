"""Risk assessments, the immigration section in a compartment of its own; and the area's forms."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id


class Assessment(Base):
    """One assessment: the questions as asked, the answers, the worker's judgement.

    Every assessment carries an immigration section, also where nothing was asked, so that its
    presence says nothing. It opens only with the compartment's secret.
    """

    __tablename__ = "assessment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    instrument: Mapped[str] = mapped_column(String(40))
    instrument_version: Mapped[str] = mapped_column(String(20))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_answers: Mapped[bytes] = mapped_column(Sealed("assessment.answers"))
    compartment_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_immigration: Mapped[bytes] = mapped_column(Sealed("assessment.immigration"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RiskInstrument(Base):
    """One wording of a risk form that an area has loaded. It holds questions and no answers."""

    __tablename__ = "risk_instrument"
    __table_args__ = (UniqueConstraint("area_id", "name", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
