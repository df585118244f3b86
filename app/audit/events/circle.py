"""Events of the circle: keys, wordings, exclusions, recovery."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class KeyPairMade(Event, tag="key_pair:make", about="key_pair"):
    """A person made a key pair; it opens nothing until confirmed."""

    person_id: UUID


@dataclass(frozen=True)
class KeyPairConfirmed(Event, tag="key_pair:confirm", about="key_pair"):
    """An officer checked who a key pair belongs to and signed it."""

    person_id: UUID
    how: str
    confirmation_id: UUID | None = None


@dataclass(frozen=True)
class KeyPairRefused(Event, tag="key_pair:refuse", about="key_pair"):
    """An officer found that a key pair is not its person's."""

    person_id: UUID


@dataclass(frozen=True)
class CircleFounded(Event, tag="circle:found", about="circle"):
    """A circle has its first key: the officers of an area, or the members of an agency."""

    secret_kind: str


@dataclass(frozen=True)
class AgreementPublished(Event, tag="wording:publish", about="wording"):
    """New words came into force."""

    kind: str
    version: int


@dataclass(frozen=True)
class AgreementSigned(Event, tag="wording:sign", about="wording"):
    """Somebody signed words in force."""

    kind: str
    version: int


@dataclass(frozen=True)
class GrantsMade(Event, tag="grant:make", about="person"):
    """Keys were sealed to a person."""

    count: int
    secret_kind: str
    because: str | None = None


@dataclass(frozen=True)
class GrantsTaken(Event, tag="grant:take", about="person"):
    """Keys of one record were taken from somebody whose work on it has ended."""

    record_id: UUID
    count: int
    because: str


@dataclass(frozen=True)
class PersonExcluded(Event, tag="case:exclude", about="case"):
    """A case must be kept from a person."""

    person_id: UUID


@dataclass(frozen=True)
class AgencyExcluded(Event, tag="case:exclude_agency", about="case"):
    """A case must be kept from everybody of an agency."""

    agency_id: UUID


@dataclass(frozen=True)
class CompartmentHolderNamed(Event, tag="compartment:holder", about="person"):
    """Somebody was named to hold every immigration section, or is so no longer."""

    held: bool


@dataclass(frozen=True)
class ChairLetIn(Event, tag="compartment:let_in", about="case"):
    """A holder let a chair into the immigration section of one case, with a reason."""

    person_id: UUID


@dataclass(frozen=True)
class PersonExpelled(Event, tag="person:expel", about="person"):
    """A person was put out of the circle; their grants are gone."""

    count: int


@dataclass(frozen=True)
class CircleRotated(Event, tag="circle:rotate", about="circle"):
    """A circle has a new key for what is written from now on."""

    secret_kind: str
    generation: int


@dataclass(frozen=True)
class RecoveryMade(Event, tag="area:recovery_keys", about="area"):
    """An area has its recovery keys; ``digest`` is that of what the root signed of them."""

    digest: str


@dataclass(frozen=True)
class RecoveryRehearsed(Event, tag="area:recovery_rehearsal", about="area"):
    """Two custodians showed that the recovery words open."""


@dataclass(frozen=True)
class RecoveryUsed(Event, tag="area:recovery", about="area"):
    """Two custodians used the recovery words."""

    person_id: UUID
