"""The ways this system says no; each is answered in one place with one page."""

from uuid import UUID


class NotVisible(Exception):
    """There is nothing to see: absent, excluded or another's, always the same answer (404)."""


class Refused(Exception):
    """The person may not do this; the reason may be shown to them (403)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RuleBroken(Exception):
    """A rule of the work was not kept; the message belongs to a field of the form."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class Blocked(RuleBroken):
    """The firewall said no. ``attempt_id`` is in the register of attempts; ``road`` is a code."""

    def __init__(self, field: str, message: str, attempt_id: UUID, road: str) -> None:
        super().__init__(field, message)
        self.attempt_id = attempt_id
        self.road = road


class Changed(RuleBroken):
    """Somebody else has changed the same thing meanwhile."""


class Unavailable(Exception):
    """The system cannot keep its promises at this moment, so it does nothing (503)."""


class NotSignedIn(Exception):
    """Nobody is signed in (401)."""
