"""Approves a draft for the chair's signature: its words become the leaves of a tree."""

from collections.abc import Collection, Sequence
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import MinutesApproved
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import transaction
from app.marac.meeting import queries as meetings
from app.marac.minutes import chasing, drafting, gathering, growing, queries, signers
from app.marac.minutes.drafting import OpenPart
from app.marac.minutes.growing import Said
from app.marac.minutes.model import LeafKind, Minutes, MinutesVersion
from app.refusals import Changed, NotVisible, RuleBroken

NOTHING = "Everything in these minutes has been signed already. Change a part first."
NOT_ALL = "A case of this meeting has no minutes yet. Write them from the board first."
NOBODY_ELSE = (
    "Nobody but you could sign these minutes, and nobody signs what they approved alone. "
    "Ask a coordinator or a deputy to approve them."
)
MEANWHILE = "Somebody has changed these minutes meanwhile. Read them again, then approve."


def approve(
    actor: Actor,
    minutes_id: UUID,
    revision: int | None,
    seen: Collection[UUID] | None = None,
) -> MinutesVersion:
    """Approve the words as they stand: those not signed yet, which is all of them the first time.

    ``revision`` is the state that the approver saw, and ``seen`` who could sign then: the approver
    signs that it is these, and nobody for themself.
    """
    actor.require(Permission.MINUTES_WRITE)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        ring = Ring(actor, chain)
        minutes = queries.minutes(actor, minutes_id)
        people = _signers(actor, chain, minutes)
        if minutes.revision != revision or (seen is not None and set(seen) != people):
            raise Changed("minutes", MEANWHILE)
        parts = _parts(actor, ring, minutes)
        said = [Said.of_draft(part.draft, part.final) for part in parts]
        version = growing.grow(ring, minutes, actor.person_id, said)
        minutes.approved_id, minutes.edits = version.id, minutes.edits + 1
        signers.name(actor, chain, minutes.meeting_id, people)
        record(actor, MinutesApproved(minutes.id, version_id=version.id, parts=len(parts)))
    return version


def _signers(actor: Actor, chain: Chain, minutes: Minutes) -> set[UUID]:
    """Who besides the approver may sign; there must be somebody, or else the approver, as another
    officer signed it before."""
    meeting = drafting.closed_meeting(actor, minutes.meeting_id)
    people = {person.id for person in chasing.signers(actor, minutes, meeting)}
    if not people and not signers.is_named(chain, meeting.id, actor.person_id):
        raise RuleBroken("minutes", NOBODY_ELSE)
    return people


def _parts(actor: Actor, ring: Ring, minutes: Minutes) -> list[OpenPart]:
    """Return the parts to sign; every case that was on the agenda must have been written."""
    meeting = drafting.closed_meeting(actor, minutes.meeting_id)
    documents = drafting.opened(actor, ring, meeting)
    mine = next((parts for each, parts in documents if each.id == minutes.id), None)
    if mine is None:
        raise NotVisible()
    if minutes.case_id is None:
        _require_all(actor, ring, meeting.id, mine)
    to_sign = [part for part in mine if part.is_to_sign]
    if not to_sign:
        raise RuleBroken("minutes", NOTHING)
    return to_sign


def _require_all(actor: Actor, ring: Ring, meeting_id: UUID, parts: Sequence[OpenPart]) -> None:
    listed = {row.item.case_id for row in meetings.agenda(actor, meeting_id)}
    listed -= gathering.kept_from_an_officer(ring, listed)
    written = {part.draft.case_id for part in parts if part.draft.kind == LeafKind.CASE}
    if not listed <= written:
        raise RuleBroken("minutes", NOT_ALL)
