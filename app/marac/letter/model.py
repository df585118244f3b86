"""The table of letters.

Outside the seal stand how far a letter is, people at work, days and the release. What it is for, to
whom it goes, her agreement and what came of it are sealed: an immigration adviser says something.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.letter.rules import LetterState


class Letter(Base):
    """A letter about one case. ``edition`` counts what it says: a chair releases one edition.

    ``requester_id`` asked for the signature and hands the letter over.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(
            "state not in ('released', 'answered') or release_id is not null",
            name="released_by_a_release",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    state: Mapped[LetterState] = mapped_column(String(10), default=LetterState.DRAFT)
    edition: Mapped[int] = mapped_column(default=1)
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    requester_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    requester_agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_content: Mapped[bytes] = mapped_column(Sealed("letter.content"))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
