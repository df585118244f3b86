"""What an officer does with a referral: look at it, ask, return, keep it from somebody, accept it.

Each act asks first whether the officer may know somebody in it. Whoever says so goes no further.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.area.queries import settings_of
from app.audit import record
from app.audit.events import (
    ConflictDeclared,
    ConflictDismissed,
    ConflictNoticed,
    EverybodyNamed,
    IdvaAssigned,
    MatchesSought,
    ReferralOpened,
    ReferralsListed,
)
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.excluding import ExclusionShown
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.agenda.service import put_on_agenda
from app.marac.case.assigning import require_idva
from app.marac.case.model import Case
from app.marac.case.service import list_referral
from app.marac.conflict.clearing import cleared_by
from app.marac.match.indexing import bring_up_to_date, index_once
from app.marac.match.ports import shown
from app.marac.match.searching import find
from app.marac.match.service import Link, linked
from app.marac.referral import talking
from app.marac.referral.model import Referral
from app.marac.referral.rules import OPEN_STATES, KeptFrom, Referred
from app.marac.referral.service import OpenReferral, open_quietly
from app.marac.referral.talking import DECIDED, Note
from app.marac.risk.rules import Circumstances, Criterion, is_repeat
from app.marac.risk.service import thresholds_of
from app.marac.triage import queries, rules
from app.marac.triage.conflicts import Conflict
from app.marac.triage.queries import Answers
from app.marac.triage.rules import ClearReason, Gap
from app.marac.triage.standing import (
    Standing,
    found_conflicts,
    is_last,
    standing_of,
    undecided,
)
from app.refusals import Changed, NotVisible, Refused, RuleBroken

KEPT_CHANGED = "Whom it is kept from has changed meanwhile. It is shown again. Look, then accept."
DECIDE_FIRST = (
    "Somebody whom the referrer named, or who stood aside, is still to be decided about. Keep it "
    "from them, or say why they need not be kept out."
)
NOT_TO_DECIDE = "Select somebody about whom this is still to be decided."
MOST_COUNTED = 25


__all__ = ["Standing"]


@dataclass(frozen=True)
class Repeat:
    """Whether to call it a repeat: what is proposed, and the earlier records it rests on."""

    proposed: bool
    links: tuple[Link, ...]
    claimed: bool


@dataclass(frozen=True)
class InTriage:
    """One referral as the officer who takes it in sees it."""

    opened: OpenReferral
    notes: list[Note]
    gaps: list[Gap]
    conflicts: list[Conflict]
    kept: list[ExclusionShown]
    repeat: Repeat
    answers: Answers = field(default_factory=Answers)
    undecided: list[Conflict] = field(default_factory=list)

    @property
    def told(self) -> Referred:
        """What the referrer said."""
        return self.opened.referred

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.opened.state in OPEN_STATES


@dataclass(frozen=True)
class Acceptance:
    """What an officer decided when accepting. ``kept_seen``: how many exclusions were shown."""

    idva_id: UUID | None
    why_no_idva: str = ""
    repeat: bool = False
    meeting_id: UUID | None = None
    kept_seen: int | None = None


def standing(actor: Actor, referral_id: UUID) -> Standing:
    """Say whether this officer may look, must first say whom they know, or stood aside.

    Nothing is shown for it; that it was asked is in the trail.
    """
    actor.require(Permission.REFERRAL_TRIAGE)
    with transaction():
        opened = open_quietly(Ring(actor), referral_id)
        found = standing_of(opened.ring, referral_id, opened.referred)
        if found is not Standing.FREE:
            record(actor, ConflictNoticed(referral_id))
        if found is Standing.ASKED and is_last(opened.ring, referral_id, opened.referred):
            record(actor, EverybodyNamed(referral_id))
    return found


def declare(actor: Actor, referral_id: UUID) -> None:
    """Stand aside: from now on this officer does nothing with the referral, and others are told."""
    actor.require(Permission.REFERRAL_TRIAGE)
    with transaction():
        open_quietly(Ring(actor), referral_id)
        record(actor, ConflictDeclared(referral_id))


def dismiss(actor: Actor, referral_id: UUID) -> None:
    """Declare that the likeness of a name means nothing, and go on."""
    actor.require(Permission.REFERRAL_TRIAGE)
    with transaction():
        opened = open_quietly(Ring(actor), referral_id)
        stands = standing_of(opened.ring, referral_id, opened.referred)
        if stands in (Standing.ASIDE, Standing.OUT):
            raise NotVisible()
        record(actor, ConflictDismissed(referral_id))


def look(actor: Actor, referral_id: UUID) -> InTriage:
    """Open one referral with all that triage asks about it. The trail is written first."""
    with transaction():
        found = _look(actor, referral_id)
        record(actor, ReferralOpened(referral_id))
    return found


def queue(actor: Actor) -> tuple[Sequence[Referral], dict[UUID, int]]:
    """Return what waits, with how many other records may be of the same people."""
    actor.require(Permission.REFERRAL_TRIAGE)
    with transaction():
        rows = queries.undecided(actor)
        record(actor, ReferralsListed(None, len(rows)))
        return rows, _possible_matches(actor, [row.id for row in rows[:MOST_COUNTED]])


def possible_matches(actor: Actor, referral_id: UUID) -> int:
    """Count the other records that may be of somebody in this one and that nobody decided about."""
    with transaction():
        return _possible_matches(actor, [referral_id]).get(referral_id, 0)


def _possible_matches(actor: Actor, referral_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Count them for several referrals with one ring of keys; no name leaves this function."""
    ring = Ring(actor)
    _ = ring.me
    index_once(actor)
    counted: dict[UUID, int] = {}
    for referral_id in shown(ring, referral_ids):
        bring_up_to_date(ring, referral_id)
        found = find(ring, referral_id)
        record(actor, MatchesSought(referral_id, len(found)))
        counted[referral_id] = len({each.record.id for each in found if each.decision is None})
    return counted


def ask(actor: Actor, referral_id: UUID, text: str) -> None:
    """Ask the referrer for more."""
    with transaction():
        _require_free(actor, referral_id)
        talking.ask(actor, referral_id, text)


def send_back(actor: Actor, referral_id: UUID, why: str, what_would_help: str) -> None:
    """Return a referral with reasons and what would help."""
    with transaction():
        _require_free(actor, referral_id)
        talking.send_back(actor, referral_id, why, what_would_help)


def keep_from(actor: Actor, referral_id: UUID, kept: KeptFrom) -> None:
    """Keep a referral, and the case that it becomes, from somebody before anybody is told."""
    with transaction():
        opened = _require_free(actor, referral_id)
        circle.exclude(
            actor,
            referral_id,
            person_id=kept.person_id,
            agency_id=kept.agency_id,
            reason=kept.reason,
            secret_id=opened.secret_id,
        )


def clear(actor: Actor, referral_id: UUID, who: UUID, reason: str) -> None:
    """Decide that somebody whom the referrer named, or who stood aside, need not be kept out.

    ``who`` is a person or an agency about whom something is to be decided; nobody clears
    themselves. An officer who is cleared goes on as if nothing had pointed to them.
    """
    actor.require(Permission.CASE_EXCLUDE)
    with transaction():
        seen = _look(actor, referral_id)
        if not any(who in (each.person_id, each.agency_id) for each in seen.undecided):
            raise RuleBroken("who", NOT_TO_DECIDE)
        record(actor, cleared_by(actor, referral_id, who, ClearReason(reason)))


def accept(actor: Actor, referral_id: UUID, accepted: Acceptance) -> Case:
    """Make a case of a referral: its IDVA can begin, and the meeting chosen will hear it.

    All of it or nothing. ``Refused`` if another officer decided first.
    """
    actor.require(Permission.CASE_LIST)
    with transaction():
        opened = _require_free(actor, referral_id)
        if opened.state not in OPEN_STATES:
            raise Refused(DECIDED)
        _check_idva(actor, referral_id, accepted)
        kept = circle.exclusions(actor, referral_id)
        if accepted.kept_seen is not None and accepted.kept_seen != len(kept):
            raise Changed("kept_seen", KEPT_CHANGED)
        if _undecided(actor, opened, kept):
            raise RuleBroken("seen", DECIDE_FIRST)
        case = list_referral(actor, referral_id, idva_id=accepted.idva_id, repeat=accepted.repeat)
        if accepted.idva_id:
            record(actor, IdvaAssigned(case.id, person_id=accepted.idva_id))
        else:
            talking.say_accepted(actor, referral_id, accepted.why_no_idva)
        if accepted.meeting_id:
            put_on_agenda(actor, accepted.meeting_id, case.id)
    return case


def _check_idva(actor: Actor, referral_id: UUID, accepted: Acceptance) -> None:
    if accepted.idva_id:
        require_idva(actor, referral_id, accepted.idva_id)
    elif not accepted.why_no_idva.strip():
        raise RuleBroken("why_no_idva", "Say why no IDVA is assigned yet.")


def _require_free(actor: Actor, referral_id: UUID) -> OpenReferral:
    """Open a referral for an officer who knows nobody in it; to others it is not there."""
    actor.require(Permission.REFERRAL_TRIAGE)
    opened = open_quietly(Ring(actor), referral_id)
    if standing_of(opened.ring, referral_id, opened.referred) is not Standing.FREE:
        raise NotVisible()
    return opened


def _look(actor: Actor, referral_id: UUID) -> InTriage:
    opened = _require_free(actor, referral_id)
    told, kept = opened.referred, circle.exclusions(actor, referral_id)
    assessed = opened.assessment is not None and not opened.assessment.answered.is_empty
    districts = settings_of(actor).postcode_districts
    return InTriage(
        opened=opened,
        notes=talking.notes(opened.ring, referral_id),
        gaps=rules.gaps(told, assessed=assessed, is_kept=bool(kept), districts=districts),
        conflicts=found_conflicts(actor, told),
        kept=kept,
        repeat=_repeat(opened),
        answers=queries.answers(opened.ring.chain, referral_id),
        undecided=_undecided(actor, opened, kept),
    )


def _undecided(actor: Actor, opened: OpenReferral, kept: list[ExclusionShown]) -> list[Conflict]:
    out = {each for row in kept for each in (row.person_id, row.agency_id) if each}
    found = found_conflicts(actor, opened.referred)
    return undecided(actor, found, out, queries.answers(opened.ring.chain, opened.id))


def _repeat(opened: OpenReferral) -> Repeat:
    """Propose a repeat where the same pair was referred or heard within the area's window."""
    actor = opened.ring.actor
    pairs = tuple(link for link in linked(opened.ring, opened.id) if link.is_same_pair)
    claimed = Criterion.REPEAT in opened.referred.criteria
    came_in = clock.london(opened.submitted_at).date()
    proposed = any(_is_within(actor, link, came_in) for link in pairs)
    return Repeat(proposed=proposed or (claimed and not pairs), links=pairs, claimed=claimed)


def _is_within(actor: Actor, link: Link, came_in: date) -> bool:
    dates = Circumstances(
        abused_again=True, last_referred_on=link.referred_on, last_heard_on=link.heard_on
    )
    return is_repeat(dates, thresholds_of(actor), came_in)
