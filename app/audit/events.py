"""Every event of the trail, in the order of the work.

A new one is a small class: its tag, what its subject is, and its exact fields.
"""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event

# Getting in and out


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


# People, agencies and settings


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
    """Somebody was invited to make an account."""

    agency_id: UUID


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
class PersonLeft(Event, tag="person:leave", about="person"):
    """A person left their agency or the MARAC."""


@dataclass(frozen=True)
class SettingChanged(Event, tag="area:setting", about="area"):
    """A setting of the area was changed."""

    setting: str


@dataclass(frozen=True, kw_only=True)
class FirewallBlocked(Event, tag="firewall:block", about="firewall"):
    """The Home Office firewall refused something: where, and by which rule."""

    subject_id: UUID | None = None
    where: str
    rule: str


# The circle of confidentiality


@dataclass(frozen=True)
class KeyPairMade(Event, tag="key_pair:make", about="key_pair"):
    """A person made a key pair; it opens nothing until confirmed."""

    person_id: UUID


@dataclass(frozen=True)
class KeyPairConfirmed(Event, tag="key_pair:confirm", about="key_pair"):
    """An officer checked who a key pair belongs to and signed it."""

    person_id: UUID
    how: str


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
class RecoveryRehearsed(Event, tag="area:recovery_rehearsal", about="area"):
    """Two custodians showed that the recovery words open."""


@dataclass(frozen=True)
class RecoveryUsed(Event, tag="area:recovery", about="area"):
    """Two custodians used the recovery words."""

    person_id: UUID


# The meeting


@dataclass(frozen=True)
class MeetingPlanned(Event, tag="meeting:plan", about="meeting"):
    """A meeting was put into the calendar with its cases."""

    count: int


@dataclass(frozen=True)
class MeetingOpened(Event, tag="meeting:open", about="meeting"):
    """The chair opened a meeting."""


@dataclass(frozen=True)
class DeclarationRead(Event, tag="meeting:declare", about="meeting"):
    """The chair recorded that the declaration was read out."""

    wording_id: UUID


@dataclass(frozen=True)
class AttendanceSigned(Event, tag="meeting:attend", about="meeting"):
    """Somebody signed the declaration for this meeting."""

    attendance_id: UUID


@dataclass(frozen=True)
class AttendanceWitnessed(Event, tag="meeting:witness", about="meeting"):
    """The chair witnessed that somebody agreed aloud."""

    attendance_id: UUID


@dataclass(frozen=True)
class AgendaOpened(Event, tag="meeting:agenda", about="meeting"):
    """Somebody was shown the cases of an agenda."""

    count: int


@dataclass(frozen=True)
class HearingBegun(Event, tag="case:hear", about="case"):
    """The hearing of a case began, or was taken up again."""

    item_id: UUID


@dataclass(frozen=True)
class ContributionWritten(Event, tag="case:contribute", about="case"):
    """An agency shared something about a case."""

    contribution_id: UUID


@dataclass(frozen=True)
class RiskIdentified(Event, tag="case:risk", about="case"):
    """A risk was named at the meeting."""

    risk_id: UUID


@dataclass(frozen=True)
class ActionAgreed(Event, tag="action:agree", about="action"):
    """An action was agreed."""

    case_id: UUID
    agency_id: UUID


@dataclass(frozen=True)
class CaseConcluded(Event, tag="case:conclude", about="case"):
    """The hearing of a case ended."""

    outcome: str


@dataclass(frozen=True)
class MeetingClosed(Event, tag="meeting:close", about="meeting"):
    """The chair closed a meeting."""


# Cases, referrals and actions


@dataclass(frozen=True)
class CaseListed(Event, tag="case:list", about="meeting"):
    """Somebody was shown a list of cases."""

    count: int


@dataclass(frozen=True)
class CaseMade(Event, tag="case:make", about="case"):
    """A case was put on the list."""

    referral_id: UUID | None


@dataclass(frozen=True)
class CaseChanged(Event, tag="case:change", about="case"):
    """Something that a case says was changed: which part, and of whom."""

    part: str
    party_id: UUID | None


@dataclass(frozen=True)
class CaseRefused(Event, tag="case:refuse", about="case"):
    """Somebody asked for a case that is not theirs to see, or that is not there."""


@dataclass(frozen=True)
class CaseOpened(Event, tag="case:open", about="case"):
    """Somebody was shown a case."""

    reason: str


@dataclass(frozen=True)
class CompartmentOpened(Event, tag="compartment:open", about="case"):
    """Somebody was shown the immigration section of a case."""

    reason: str


@dataclass(frozen=True)
class ReferralMade(Event, tag="referral:make", about="referral"):
    """A referral was made."""

    case_id: UUID | None = None


@dataclass(frozen=True)
class ReferralOpened(Event, tag="referral:open", about="referral"):
    """Somebody was shown a referral."""


@dataclass(frozen=True)
class ActionOpened(Event, tag="action:open", about="action"):
    """Somebody was shown an action."""


@dataclass(frozen=True)
class ActionsListed(Event, tag="action:list", about="person"):
    """Somebody was shown their own actions."""

    count: int


@dataclass(frozen=True)
class ActionLogged(Event, tag="action:log", about="action"):
    """Progress or completion of an action was written down."""

    state: str


@dataclass(frozen=True)
class DraftKept(Event, tag="draft:keep", about="draft"):
    """Something typed but not sent was kept, sealed."""

    form: str
