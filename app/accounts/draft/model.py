"""The table of drafts, each sealed to its writer's public key; nobody else can read one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id


class Draft(Base):
    """One form's fields for one person; ``wrapped_key`` opens with that person's key pair."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "path"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    path: Mapped[str] = mapped_column(String(200))
    wrapped_key: Mapped[bytes]
    sealed_fields: Mapped[bytes] = mapped_column(Sealed("draft.fields"))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
