"""Events of people: getting in and out, agencies, settings."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class SignedIn(Event, tag="person:sign_in", about="person"):
    """Somebody signed in with passphrase and second factor."""


@dataclass(frozen=True)
class SignInFailed(Event, tag="person:sign_in_failed", about="person"):
    """Signing in failed; the subject is empty when nobody has that address."""

    reason: str


@dataclass(frozen=True)
class SignedOut(Event, tag="person:sign_out", about="person"):
    """A session ended: by the person, by time-out or by somebody else."""

    reason: str


@dataclass(frozen=True)
class PassphraseReset(Event, tag="person:passphrase_reset", about="person"):
    """A forgotten passphrase was replaced; the old key pair is gone."""


@dataclass(frozen=True)
class PassphraseChanged(Event, tag="person:passphrase", about="person"):
    """A person changed their passphrase; the key pair stays the same."""


@dataclass(frozen=True)
class SecondFactorChanged(Event, tag="person:second_factor", about="person"):
    """A person moved their codes to another authenticator."""


@dataclass(frozen=True)
class AreaCreated(Event, tag="area:create", about="area"):
    """A MARAC area was set up."""


@dataclass(frozen=True)
class AgencyCreated(Event, tag="agency:create", about="agency"):
    """An agency was entered on the register."""


@dataclass(frozen=True)
class AgencyChanged(Event, tag="agency:change", about="agency"):
    """An agency's entry on the register was changed."""

    field: str


@dataclass(frozen=True)
class PersonInvited(Event, tag="person:invite", about="person"):
    """Somebody was invited to make an account.

    ``is_another``: although an account of a like name was there, the inviter said it is another's.
    """

    agency_id: UUID
    is_another: bool = False


@dataclass(frozen=True)
class InvitationRenewed(Event, tag="person:invite_again", about="person"):
    """A person was sent another link: to join, or after a forgotten passphrase."""

    purpose: str


@dataclass(frozen=True)
class PersonJoined(Event, tag="person:join", about="person"):
    """A person used their invitation and made an account."""


@dataclass(frozen=True)
class RoleChanged(Event, tag="person:role", about="person"):
    """A person's role was given or taken."""

    role: str
    held: bool


@dataclass(frozen=True)
class JobChanged(Event, tag="person:job", about="person"):
    """Another job title was written down for a person."""


@dataclass(frozen=True)
class PersonLeft(Event, tag="person:leave", about="person"):
    """A person left their agency or the MARAC."""


@dataclass(frozen=True)
class SettingChanged(Event, tag="area:setting", about="area"):
    """A setting of the area was changed."""

    setting: str


@dataclass(frozen=True, kw_only=True)
class FirewallBlocked(Event, tag="firewall:block", about="firewall"):
    """The Home Office firewall refused something: where, by which rule, which road is open.

    The subject is the attempt itself, which has no other record: never what was typed.
    """

    where: str
    rule: str
    road: str
