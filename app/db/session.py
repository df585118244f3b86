"""A session that reads by default and writes only inside `transaction()`."""

from typing import TYPE_CHECKING, Any

from flask_sqlalchemy.session import Session
from sqlalchemy import event

if TYPE_CHECKING:
    from app.db.connection import GatedConnection


class WrittenOutside(RuntimeError):
    """Something tried to write outside `transaction()`: a fault in the code, never the user's."""

    def __init__(self) -> None:
        super().__init__("Writes happen inside `with transaction():` and nowhere else.")


class GuardedSession(Session):
    """Knows whether it is inside `transaction()`, and whether that must still fail."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.writing = False
        self.doomed = False
        self.turn: GatedConnection | None = None

    def commit(self) -> None:
        """Only `transaction()` commits, so that an act is kept whole or not at all."""
        raise RuntimeError("`transaction()` commits. Nothing else does.")

    def commit_whole(self) -> None:
        """What `transaction()` calls at its end."""
        super().commit()


@event.listens_for(GuardedSession, "before_flush")
def _only_inside(session: GuardedSession, context: Any, instances: Any) -> None:
    if not session.writing:
        raise WrittenOutside
