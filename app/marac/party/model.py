"""The table of people in a case. All that is said of them is sealed under the case's key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.party.rules import PartyKind


class Party(Base):
    """A person of a case. ``sealed_details`` is JSON (see ``party.rules.Details``).

    ``record_id`` is the case or the referral; a count of rows a case is all that shows outside.
    """

    __tablename__ = "party"
    # Answers "did the people of this record change" without reading a row of theirs.
    __table_args__ = (Index("ix_party_record_id_revision", "record_id", "revision"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[PartyKind] = mapped_column(String(20))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_details: Mapped[bytes] = mapped_column(Sealed("party.details"))
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
