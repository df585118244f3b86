"""The table of callers. Outside the seal: what they claim, people at work, times; no case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.confidentiality.register.asking import RUNG_BACK, Claims, How, Outcome
from app.db import Base, Sealed, UtcDateTime, new_id

_RUNG_BACK = ", ".join(f"'{claims.value}'" for claims in sorted(RUNG_BACK))


class Enquiry(Base):
    """Somebody from outside asked for something. There is no column for a case.

    ``sealed_words`` (the name and organisation they gave, what they asked for) open to the officers
    and to whoever wrote them down. ``outcome`` is empty while somebody is to be rung back.
    """

    __tablename__ = "enquiry"
    __table_args__ = (
        # Nobody is answered who was not rung back on the register's number, whatever the code says.
        CheckConstraint(
            f"outcome <> 'answered' or (called_back_at is not null and claims in ({_RUNG_BACK}))",
            name="answered_after_call_back",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    claims: Mapped[Claims] = mapped_column(String(20))
    how: Mapped[How] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_words: Mapped[bytes] = mapped_column(Sealed("enquiry.words"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(String(16))
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_back_agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    called_back_number: Mapped[str | None] = mapped_column(String(30))
    called_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    called_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
