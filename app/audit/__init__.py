"""The trail of who did and saw what: it only grows, and every row is tied to the one before."""

from app.audit.event import Event
from app.audit.service import record

__all__ = ["Event", "record"]
