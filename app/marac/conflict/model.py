"""Tables of conflicts of interest. Who, how they know somebody and what was found is all sealed.

Outside the seal is only that there is something about a case: a plain row that said whose name was
found would say a name that is in the case.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id


class Conflict(Base):
    """A conflict of interest in one case: declared, or found by the names; for its officers only.

    ``sealed_words`` lies under a secret of the officers', which whoever else hears the case does
    not hold. ``statement`` binds it to who wrote it and when; their key signed it.
    """

    __tablename__ = "conflict"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_words: Mapped[bytes] = mapped_column(Sealed("conflict.words"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConflictDecision(Base):
    """What an officer signed of a conflict, with the reason; the newest counts, none is lost."""

    __tablename__ = "conflict_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    conflict_id: Mapped[UUID] = mapped_column(ForeignKey("conflict.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_reason: Mapped[bytes] = mapped_column(Sealed("conflict.decision"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
