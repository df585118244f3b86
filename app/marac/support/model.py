"""The area's directory of support, and the checked translations of the page for her.

Both are public words that say nothing about any case, so they are not sealed.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, new_id


class SupportOrganisation(Base):
    """An organisation that helps or advises. ``checked_on``: somebody went through all of it.

    ``numbers`` maps a regulator's code to the number on its public register, which
    ``register_checked_by`` found there on ``register_checked_on``; empty for the other kinds.
    """

    __tablename__ = "support_organisation"
    __table_args__ = (UniqueConstraint("area_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    about: Mapped[str] = mapped_column(String(500))
    who_for: Mapped[str] = mapped_column(String(300))
    telephone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(254))
    website: Mapped[str] = mapped_column(String(200))
    languages: Mapped[list[str]] = mapped_column(JSON)
    hours: Mapped[str] = mapped_column(String(200))
    no_recourse: Mapped[str] = mapped_column(String(12))
    cost: Mapped[str] = mapped_column(String(12))
    numbers: Mapped[dict[str, str]] = mapped_column(JSON)
    register_checked_on: Mapped[date | None]
    register_checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_on: Mapped[date]
    checked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1)


class Explanation(Base):
    """A translation of the page for her that somebody has checked; the newest version is shown.

    ``content`` is what ``explanation.Wording`` holds, as JSON; ``of_version`` names the version of
    the English text that it translates.
    """

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("area_id", "language", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    version: Mapped[int]
    of_version: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    checked_by: Mapped[str] = mapped_column(String(120))
    checked_on: Mapped[date]
    loaded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
