"""The typed base of every model and the handle that Flask knows."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, registry

from app.db.session import GuardedSession
from app.db.types import UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the system. Constraints have names, so that migrations can find them."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMES),
        type_annotation_map={
            uuid.UUID: sa.Uuid(),
            datetime: UtcDateTime(),
            bytes: sa.LargeBinary(),
        },
    )


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": GuardedSession, "expire_on_commit": False},
)
