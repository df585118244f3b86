"""Events of the register of recipients."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class RecipientProposed(Event, tag="recipient:propose", about="recipient"):
    """Somebody signed an entry, which waits for a second person."""

    check_id: UUID


@dataclass(frozen=True)
class RecipientChanged(Event, tag="recipient:change", about="recipient"):
    """An entry was changed, so that no earlier check of it counts."""


@dataclass(frozen=True)
class RecipientConfirmed(Event, tag="recipient:confirm", about="recipient"):
    """The second person signed an entry: from now on it can receive."""

    check_id: UUID
    how: str


@dataclass(frozen=True)
class RecipientRefused(Event, tag="recipient:refuse", about="recipient"):
    """The second person would not sign an entry, or a change of one ("change"), which then stands
    as it was ("entry" otherwise)."""

    check_id: UUID
    because: str
    what: str


@dataclass(frozen=True)
class RecipientClosed(Event, tag="recipient:close", about="recipient"):
    """An entry was closed: it can receive nothing until it is checked anew."""


@dataclass(frozen=True)
class RecipientReopened(Event, tag="recipient:reopen", about="recipient"):
    """A closed entry was taken up again, and waits to be checked."""


@dataclass(frozen=True)
class RecipientsImported(Event, tag="recipient:import", about="area"):
    """A whole address book was proposed at once."""

    count: int
