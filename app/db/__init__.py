"""Storage: the encrypted database, its sessions and the one way to write."""

from app.db.base import Base, db
from app.db.transaction import transaction
from app.db.types import Sealed, UtcDateTime, new_id

__all__ = ["Base", "Sealed", "UtcDateTime", "db", "new_id", "transaction"]
