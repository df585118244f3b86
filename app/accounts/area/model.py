"""The table of areas. A row per MARAC; every other table carries its area."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, new_id


class Area(Base):
    """A MARAC area. The public keys here are for show: each keyring pins its own root."""

    __tablename__ = "area"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    root_public: Mapped[bytes | None]
    recovery_receiving_public: Mapped[bytes | None]
    recovery_signing_public: Mapped[bytes | None]
    recovery_statement: Mapped[bytes | None]
    recovery_signature: Mapped[bytes | None]
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
