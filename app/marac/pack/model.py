"""Tables of paper packs: who asked, who agreed, whose copies there are, what became of each.

Nothing here is about a victim. What two agreed to does not grow: a copy holds, of the cases that
stood on the signed agenda when it was asked for, those that its reader may hear when it is printed.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, new_id
from app.marac.pack.rules import Close, Fate, Reason

__all__ = ["Close", "Fate", "Pack", "PackCopy", "Reason"]


class Pack(Base):
    """Paper for one meeting. Two officers of two agencies signed for the same copies."""

    __tablename__ = "pack"
    __table_args__ = (
        CheckConstraint("agreed_by is null or agreed_by <> asked_by", name="two_people"),
        CheckConstraint(
            "closed_by is null or (closed_by <> asked_by and closed_by <> agreed_by)",
            name="a_third_closes",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    reason: Mapped[Reason] = mapped_column(String(10))
    cases: Mapped[list[str]] = mapped_column(JSON)
    """The ids of the cases of the signed agenda when it was asked for: no other is ever in it."""
    meeting_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_statement: Mapped[bytes]
    asked_signature: Mapped[bytes]
    asked_with: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_statement: Mapped[bytes | None]
    agreed_signature: Mapped[bytes | None]
    agreed_with: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"))
    late_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_why: Mapped[Close | None] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class PackCopy(Base):
    """One copy for one named person, with its number and code."""

    __tablename__ = "pack_copy"
    __table_args__ = (
        UniqueConstraint("pack_id", "person_id"),
        UniqueConstraint("pack_id", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    pack_id: Mapped[UUID] = mapped_column(ForeignKey("pack.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    times_printed: Mapped[int] = mapped_column(default=0)
    fate: Mapped[Fate | None] = mapped_column(String(10))
    done: Mapped[list[str]] = mapped_column(JSON, default=list)
    accounted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    accounted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
