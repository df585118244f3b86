"""Tables of agency research: what is asked of one agency about one case, and its own lines."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.research.rules import ResearchState


class ResearchRequest(Base):
    """One agency is asked to look up one case before one meeting.

    ``sealed_who`` (names and dates of birth) and ``sealed_sent`` (what it sent to be read out) lie
    under the slip; the agency's own lines under keys of its own, whose record is this row's id.
    """

    __tablename__ = "research_request"
    __table_args__ = (UniqueConstraint("meeting_id", "case_id", "agency_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    slip_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"), index=True)
    sealed_who: Mapped[bytes] = mapped_column(Sealed("research.who"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[ResearchState] = mapped_column(String(14), default=ResearchState.ASKED)
    state_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    state_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_sent: Mapped[bytes | None] = mapped_column(Sealed("research.sent"))
    sent_under: Mapped[UUID | None] = mapped_column(ForeignKey("secret.id"))
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class ResearchLine(Base):
    """One line of an agency's own research. All but who wrote it and when is sealed under the
    agency's key: the words, fact or opinion, source, date, and whether it is meant to be shared."""

    __tablename__ = "research_line"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("research_request.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_words: Mapped[bytes] = mapped_column(Sealed("research.line"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
