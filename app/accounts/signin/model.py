"""The table of failed sign-ins, which slows guessing down for one account at a time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, new_id


class SignInFailure(Base):
    """A failed attempt; ``account`` is a keyed hash of the email address typed."""

    __tablename__ = "sign_in_failure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[bytes] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
