"""What the trail says of confirmations that are over, whatever their rows say now.

That somebody was put out, or confirmed anew in another office, lets older confirmations lapse: that
is a column, which whoever owns the file can clear. The trail is not to be changed unseen: its rows
are chained, and another organisation holds its head. A row more at its end breaks nothing, so none
takes anybody back or gives an office: rows only end what was signed before them.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from app.audit.events import (
    KeyPairConfirmed,
    KeyPairRefused,
    PersonExpelled,
    PersonLeft,
    RecoveryMade,
)
from app.audit.queries import entries_of
from app.confidentiality.agreement.rules import moment
from app.confidentiality.circle.statements import PairRow

_TAGS = (
    PersonExpelled.tag,
    PersonLeft.tag,
    KeyPairRefused.tag,
    KeyPairConfirmed.tag,
    RecoveryMade.tag,
)
OWN = timedelta(minutes=1)
"""So long after a confirmation was signed its own row is in the trail at the latest."""


@dataclass(frozen=True)
class _Confirmed:
    seq: int
    at: datetime
    confirmation_id: str


@dataclass(frozen=True)
class _Gone:
    seq: int
    at: datetime


@dataclass
class Ended:
    """When people and key pairs of an area were put out last, and when each was confirmed.

    ``gone`` is where and when each went: put out, or marked by an administrator as having left.
    """

    put_out: dict[UUID, str] = field(default_factory=dict)
    gone: dict[UUID, list[_Gone]] = field(default_factory=lambda: defaultdict(list))
    confirmed: dict[UUID, list[_Confirmed]] = field(default_factory=lambda: defaultdict(list))
    recovery: str = ""

    def is_recovery(self, digest: str) -> bool:
        """Say whether these are the recovery keys that the area was founded with: they are made
        once, and who has the root's key can sign others for ever. An area from before the trail
        said which has those that are signed."""
        return self.recovery in ("", digest)

    def is_put_out(self, row: PairRow) -> bool:
        """Say whether the pair or its person was put out after this was signed."""
        last = max(self.put_out.get(row.key_pair_id, ""), self.put_out.get(row.person_id, ""))
        return last >= moment(row.at)

    def is_replaced(self, row: PairRow) -> bool:
        """Say whether the person was confirmed anew since, with this pair or another.

        A confirmation is known in the trail by the first row that names it, for only later ones
        can be added; one that has none (founded, recovered, carried over), by the time.
        """
        return self._next(row) < math.inf

    def end_of(self, row: PairRow) -> float:
        """Where the trail has the end of what was confirmed: a later confirmation of the person, or
        that they went; infinity while there is none."""
        went = (*self.gone.get(row.key_pair_id, ()), *self.gone.get(row.person_id, ()))
        first = min((one.seq for one in went if one.at >= row.at), default=math.inf)
        return min(self._next(row), first)

    def ended_at(self, row: PairRow) -> datetime | None:
        """When what was confirmed ended, as the trail has it; None while it has not."""
        end = self.end_of(row)
        moments = {one.seq: one.at for own in self.gone.values() for one in own}
        moments |= {one.seq: one.at for own in self.confirmed.values() for one in own}
        return None if end == math.inf else moments[int(end)]

    def _next(self, row: PairRow) -> float:
        name, rows = str(row.confirmation_id), self.confirmed.get(row.person_id, [])
        own = next((one.seq for one in rows if one.confirmation_id == name), math.inf)
        later = (
            one.seq
            for one in rows
            if one.confirmation_id != name and (one.at > row.at + OWN or one.seq > own)
        )
        return min(later, default=math.inf)


def read_ended(area_id: UUID) -> Ended:
    """Read of an area's trail whose confirmations are over."""
    found = Ended()
    for entry in entries_of(area_id, _TAGS):
        if entry.tag == KeyPairConfirmed.tag:
            name = str(entry.detail.get("confirmation_id"))
            one = _Confirmed(entry.seq, datetime.fromisoformat(entry.at), name)
            found.confirmed[UUID(entry.detail["person_id"])].append(one)
        elif entry.tag == RecoveryMade.tag:
            found.recovery = found.recovery or entry.detail["digest"]
        elif entry.subject_id is not None:
            found.gone[entry.subject_id].append(_Gone(entry.seq, datetime.fromisoformat(entry.at)))
            if entry.tag == PersonLeft.tag:
                continue
            before = found.put_out.get(entry.subject_id, "")
            found.put_out[entry.subject_id] = max(before, entry.at)
    return found
