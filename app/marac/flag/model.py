"""Tables of the 12-month list: what each agency was told to flag, its answer, and early ends."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.flag.rules import Answer, Ask

__all__ = ["Answer", "Ask", "FlagEnd", "FlagNotice"]


class FlagNotice(Base):
    """One agency asked to set or clear its flag on the records of one case's people.

    ``sealed_details`` (names, dates of birth, until when) and ``sealed_why`` (why it cannot be
    done) are under the slip, which named people of the agency hold. The newest notice of a case
    for an agency is the one that counts.
    """

    __tablename__ = "flag_notice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    ask: Mapped[Ask] = mapped_column(String(8))
    until: Mapped[date]
    slip_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_details: Mapped[bytes] = mapped_column(Sealed("flag.details"))
    told_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[Answer | None] = mapped_column(String(8))
    sealed_why: Mapped[bytes | None] = mapped_column(Sealed("flag.why"))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class FlagEnd(Base):
    """A case that an officer took off the list early; a later hearing puts it back."""

    __tablename__ = "flag_end"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_reason: Mapped[bytes] = mapped_column(Sealed("flag.end"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
