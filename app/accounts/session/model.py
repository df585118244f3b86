"""The table of sessions. Contents are sealed under a secret that exists only in the cookie."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id


class WebSession(Base):
    """A browser's session. ``token_hash`` is all the database knows of the cookie.

    ``person_id`` is None while an invitation is being used. ``device`` is coarse, such as "Firefox
    on Windows", so that people can tell their own sessions apart.
    """

    __tablename__ = "web_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    key_pair_id: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"))
    device: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_data: Mapped[bytes] = mapped_column(Sealed("session.data"))
    sealed_keyring: Mapped[bytes | None] = mapped_column(Sealed("session.keyring"))
