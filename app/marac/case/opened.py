"""A case opened for one person, as plain values that a page can show."""

from dataclasses import dataclass, field

from app.access.actor import Actor
from app.confidentiality.circle.grants import Ring
from app.marac.case.model import Case
from app.marac.case.rules import Label, may_change
from app.marac.party.rules import PartyKind
from app.marac.party.service import OpenParty, open_all
from app.marac.referral.rules import Summary
from app.marac.risk.history import Earlier, Standing, counted_more, standing, yes_before
from app.marac.risk.instrument import Topic
from app.marac.risk.service import OpenAssessment, OpenSection, open_every, open_sections
from app.refusals import NotVisible

LABEL = "case.label"
SUMMARY = "case.summary"


@dataclass(frozen=True)
class OpenedCase:
    """All of a case but its immigration section. Made only by services that write the trail."""

    ring: Ring = field(repr=False)
    case: Case
    label: Label
    summary: Summary
    parties: tuple[OpenParty, ...]
    assessments: tuple[OpenAssessment, ...]
    may_see_compartment: bool
    may_change: bool

    @property
    def assessed(self) -> list[OpenAssessment]:
        """The assessments in which anything outside the immigration section was recorded."""
        return [each for each in self.assessments if not each.answered.is_empty]

    @property
    def assessment(self) -> OpenAssessment | None:
        """The newest of them; the newest at all where nothing was recorded."""
        return next(iter([*self.assessed, *self.assessments]), None)

    @property
    def standing(self) -> list[Standing]:
        """Why the case is heard, by all its assessments together."""
        return standing(self.assessed)

    @property
    def yes_before(self) -> list[tuple[Topic, Earlier]]:
        """What was answered yes earlier and was not asked again."""
        return yes_before(self.assessed)

    @property
    def counted_more(self) -> OpenAssessment | None:
        """An earlier assessment that counted more than the newest does."""
        return counted_more(self.assessed)

    @property
    def victim(self) -> OpenParty | None:
        """The person whom the case is about."""
        return next(iter(self.of_kind(PartyKind.VICTIM)), None)

    def of_kind(self, kind: str) -> list[OpenParty]:
        """The people of one kind."""
        return [party for party in self.parties if party.kind == kind]


@dataclass(frozen=True)
class OpenedSupport:
    """The immigration section of a case, for somebody who holds its compartment."""

    case: Case
    sections: tuple[OpenSection, ...]

    @property
    def section(self) -> OpenSection | None:
        """The newest section in which anything was asked."""
        return next(iter(self.sections), None)


@dataclass(frozen=True)
class OwnCase:
    """A case in a person's own list: the row and what an agenda would show of it."""

    case: Case
    label: Label


def open_whole(ring: Ring, case: Case) -> OpenedCase:
    """Open everything under the case's key."""
    return OpenedCase(
        ring=ring,
        case=case,
        label=open_label(ring, case),
        summary=open_summary(ring, case),
        parties=open_all(ring, case.id),
        assessments=tuple(open_every(ring, case.id)),
        may_see_compartment=_holds_compartment(ring, case),
        may_change=is_writer(ring.actor, case),
    )


def open_support(ring: Ring, case: Case) -> OpenedSupport:
    """Open what lies in the compartment; ``NotVisible`` for whoever does not hold it."""
    require_compartment(ring, case)
    return OpenedSupport(case, tuple(open_sections(ring, case.id)))


def require_compartment(ring: Ring, case: Case) -> None:
    """Raise ``NotVisible`` unless this person holds the compartment's first key or its newest.

    Each assessment has a key of its own, and the door may not have brought both yet.
    """
    try:
        ring.key(case.compartment_id, of=case.id)
    except NotVisible:
        ring.key(ring.current(case.compartment_id, of=case.id), of=case.id)


def open_label(ring: Ring, case: Case) -> Label:
    """Open the name and the flags."""
    payload = ring.read(case.secret_id, LABEL, case.id, case.sealed_label, of=case.id)
    return Label.from_dict(payload)


def open_summary(ring: Ring, case: Case) -> Summary:
    """Open what happened."""
    payload = ring.read(case.secret_id, SUMMARY, case.id, case.sealed_summary, of=case.id)
    return Summary.from_dict(payload)


def seal_texts(ring: Ring, case: Case, label: Label, summary: Summary) -> None:
    """Seal both texts of a case under the key that its row points to."""
    secret_id = case.secret_id
    case.sealed_label = ring.seal(secret_id, LABEL, case.id, label.to_dict(), of=case.id)
    case.sealed_summary = ring.seal(secret_id, SUMMARY, case.id, summary.to_dict(), of=case.id)


def is_writer(actor: Actor, case: Case) -> bool:
    """Say whether this person may change what the case says."""
    return may_change(
        actor.person_id,
        is_officer=actor.is_officer,
        referrer_id=case.referrer_id,
        idva_id=case.idva_id,
    )


def _holds_compartment(ring: Ring, case: Case) -> bool:
    newest = ring.current(case.compartment_id, of=case.id)
    return any(ring.may_open(each, of=case.id) for each in (case.compartment_id, newest))
