"""Tables of feedback: who is asked to tell a victim of her meeting, and what came of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id

__all__ = ["Feedback", "FeedbackAsked"]


class FeedbackAsked(Base):
    """Somebody other than the case's IDVA is to tell the victim of one hearing.

    ``sealed_words`` says who, under the case's key: a row that was rewritten asks nobody.
    """

    __tablename__ = "feedback_asked"
    __table_args__ = (UniqueConstraint("item_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_words: Mapped[bytes] = mapped_column(Sealed("feedback.asked"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Feedback(Base):
    """One attempt to tell the victim of a hearing, sealed under the case's key.

    Outside the seal stand only whether something is left to do (``is_settled``) and when.
    """

    __tablename__ = "feedback"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    is_settled: Mapped[bool]
    next_on: Mapped[date | None]
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_words: Mapped[bytes] = mapped_column(Sealed("feedback.words"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
