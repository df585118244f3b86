"""Events of the gate: what was prepared, released, received, taken back."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class PackagePrepared(Event, tag="package:prepare", about="case"):
    """A chair had the bytes made that would leave the circle."""

    package_id: UUID


@dataclass(frozen=True)
class PackageShown(Event, tag="package:show", about="case"):
    """Somebody was shown a package before it was signed."""

    package_id: UUID


@dataclass(frozen=True)
class Released(Event, tag="release:make", about="case"):
    """A chair signed that these bytes go to this recipient."""

    release_id: UUID
    recipient_id: UUID


@dataclass(frozen=True)
class ConditionsAccepted(Event, tag="release:accept", about="release"):
    """A reader accepted the conditions of receipt."""


@dataclass(frozen=True)
class ReleaseReceived(Event, tag="release:receive", about="release"):
    """Somebody received the bytes: read, handed over or collected. One row for each receipt."""

    receipt_id: UUID
    recipient_id: UUID
    how: str


@dataclass(frozen=True)
class ReleaseRecalled(Event, tag="release:recall", about="release"):
    """An officer took a release back before anybody had received it."""


@dataclass(frozen=True)
class ReleaseStopped(Event, tag="release:stop", about="release"):
    """A release was stopped because what it rests on was changed or withdrawn."""
