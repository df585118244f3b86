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
class ConditionsShown(Event, tag="release:conditions", about="release"):
    """A reader was shown the conditions of receipt."""


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


@dataclass(frozen=True)
class PassphraseShown(Event, tag="release:passphrase", about="release"):
    """Whoever receives a locked file or hands it over was shown its passphrase."""


@dataclass(frozen=True)
class NoticeSent(Event, tag="release:notice", about="release"):
    """Somebody was told by e-mail that there is something to read. ``outcome``: a code."""

    person_id: UUID
    outcome: str


@dataclass(frozen=True)
class CollectionMade(Event, tag="collection:make", about="release"):
    """Whoever hands a release over made a link for one named person of the recipient."""

    collection_id: UUID


@dataclass(frozen=True)
class CollectionClosed(Event, tag="collection:close", about="release"):
    """A link was closed: by whoever made it, or since another was made or it was not sent."""

    collection_id: UUID


@dataclass(frozen=True)
class CollectionTried(Event, tag="collection:try", about="collection"):
    """Somebody tried a passphrase on a link that was open; if it was right, a receipt follows."""


@dataclass(frozen=True)
class CollectionMissed(Event, tag="collection:miss", about="area"):
    """Passphrases were tried on links that there are not, or that are closed. One row an hour;
    ``count``: how many since the last."""

    count: int


@dataclass(frozen=True)
class HandOverShown(Event, tag="release:hand_over_shown", about="release"):
    """Whoever hands something over was shown who said that it has arrived."""


@dataclass(frozen=True)
class HandOverNoted(Event, tag="release:handed_over", about="release"):
    """It was noted how and when a file or a paper was handed over."""

    hand_over_id: UUID
    how: str


@dataclass(frozen=True)
class ArrivalNoted(Event, tag="release:arrived", about="release"):
    """The recipient said, on the register's number, that it has arrived."""

    hand_over_id: UUID


@dataclass(frozen=True)
class LogRead(Event, tag="case:log", about="case"):
    """Somebody read who was told what about a case."""

    count: int


@dataclass(frozen=True)
class ToldNoted(Event, tag="case:told", about="case"):
    """The IDVA noted that she told the victim of a sharing, or of a decision not to share."""

    about_id: UUID
