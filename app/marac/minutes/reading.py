"""Reads signed minutes: whoever signed the meeting, each without the cases kept from them.

A case that is left out leaves no trace: cases are numbered for each reader anew, a version of which
nothing is theirs is not there, and what was amended is said in the part it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import CaseMinutesRead, MinutesRead
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.minutes import leaves, queries
from app.marac.minutes.leaves import OpenLeaf, SignedPart
from app.marac.minutes.model import LeafKind
from app.refusals import NotVisible


@dataclass(frozen=True)
class Reading:
    """The minutes of one meeting as one person reads them, in the order of reading."""

    meeting: Meeting
    parts: Sequence[SignedPart]
    leaves: Sequence[OpenLeaf]
    names: dict[UUID, str]
    signers: dict[UUID, str]
    older: Sequence[SignedPart] = ()

    @property
    def general(self) -> OpenLeaf | None:
        """The part about the meeting itself."""
        return next((each for each in self.leaves if each.row.kind == LeafKind.GENERAL), None)

    @property
    def cases(self) -> list[OpenLeaf]:
        """The cases that were heard; their place in this list is their number for this reader."""
        return [each for each in self.leaves if each.row.kind == LeafKind.CASE]

    @property
    def later(self) -> list[OpenLeaf]:
        """The cases that only run on."""
        return [each for each in self.leaves if each.row.kind == LeafKind.LATER]


def index(actor: Actor) -> list[tuple[Meeting, bool]]:
    """Return the meetings whose minutes are this person's, and whether any were signed."""
    actor.require(Permission.MINUTES_READ)
    found = queries.readable_meetings(actor)
    signed = {minutes.meeting_id for minutes, _, _ in queries.signed(actor, [m.id for m in found])}
    return [(meeting, meeting.id in signed) for meeting in found]


def read(actor: Actor, meeting_id: UUID, version_id: UUID | None = None) -> Reading:
    """Open the minutes of a meeting; ``NotVisible`` unless they are signed and this person's.

    With ``version_id``, as that version had them: an amended one stays readable.
    """
    actor.require(Permission.MINUTES_READ)
    with transaction():
        found = opened(actor, Ring(actor), meeting_id, version_id)
        record(actor, MinutesRead(found.meeting.id))
        for each in found.leaves:
            if each.row.case_id:
                record(actor, CaseMinutesRead(each.row.case_id, found.meeting.id, draft=False))
    return found


def opened(actor: Actor, ring: Ring, meeting_id: UUID, version_id: UUID | None = None) -> Reading:
    """Open them within a transaction; the caller writes the trail."""
    meeting = queries.readable_meeting(actor, meeting_id)
    every = leaves.signed_parts(actor, ring, meeting.id)
    if version_id is not None:
        parts = [part for part in every if part.version.id == version_id]
    else:
        parts = leaves.current(every)
    if not parts:
        raise NotVisible()
    places = {row.item.case_id: row.number for row in meetings.agenda(actor, meeting.id)}
    mine = leaves.in_reading_order([each for part in parts for each in part.leaves], places)
    return Reading(
        meeting=meeting,
        parts=parts,
        leaves=mine,
        names=leaves.names_of(actor, ring, [each.row.case_id for each in mine]),
        signers=person_names(part.signature.by_person_id for part in parts),
        older=every if len(every) > 1 else (),
    )
