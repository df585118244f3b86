"""A small application of its own on a fresh encrypted database: two tables and the audit trail."""

from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.audit.model import AuditRow
from app.config import Config
from app.db import Sealed, db, new_id
from app.db.keyfile import create_keys
from app.db.maintenance import schema_change
from app.db.startup import init_storage
from app.db.version import stamp_head


class OwnBase(DeclarativeBase):
    """Apart from the real tables, so that tests of those never see these."""


class Note(OwnBase):
    """Something written down."""

    __tablename__ = "note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    text: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(Sealed("note.sealed"))


class Remark(OwnBase):
    """Something written down about a note."""

    __tablename__ = "remark"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    note_id: Mapped[UUID] = mapped_column(sa.ForeignKey("note.id"))


def make_instance(folder: Path) -> Path:
    """An instance folder with keys and an up-to-date database."""
    create_keys(folder)
    with schema_change(folder) as connection:
        OwnBase.metadata.create_all(connection)
        AuditRow.__table__.create(connection)
        stamp_head(connection)
    return folder


def make_app(instance: Path) -> Flask:
    """An application with storage and nothing else."""
    app = Flask("small_app")
    app.config["MARAC"] = Config("testing", instance)
    init_storage(app)
    return app


def close(app: Flask) -> None:
    """Close every connection of the application."""
    with app.app_context():
        db.engine.dispose()


def texts() -> list[str]:
    """Every note's text, in order."""
    return list(db.session.scalars(sa.select(Note.text).order_by(Note.text)))
