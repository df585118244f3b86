"""The table of answers to invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, new_id
from app.marac.invitation.rules import Answer

__all__ = ["Answer", "Reply"]


class Reply(Base):
    """What somebody of an invited agency answered: comes, sends a deputy, or cannot come."""

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Answer] = mapped_column(String(10))
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    sends_information: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
