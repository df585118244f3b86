"""The table of risk assessments. The immigration section lies in a compartment of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
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
