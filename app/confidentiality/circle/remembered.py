"""What the trail says of a record whose rows and lists may have been changed: who is kept out.

That somebody is out is a row, which whoever owns the file can take away, and a signed list, which
any officer can sign anew, so also the one whom it names. The trail is not to be changed unseen: its
rows are chained, and another organisation holds its head. Whom it says to be out is out, until it
says that somebody else let them in again. And an action is in the hand into which it was given last
by the trail: that row taken away, it is in nobody's, and not in the hand before.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

from app.audit.events import (
    ActionAgreed,
    ActionPassedOn,
    AgencyExcluded,
    CircleRotated,
    ExclusionLifted,
    PersonExcluded,
)
from app.audit.queries import Act, Entry, acts_about_oneself, acts_each, rows_each
from app.confidentiality.circle.rules import named

Believes = Callable[[Act, int], bool]
_TAGS = (PersonExcluded.tag, AgencyExcluded.tag, ExclusionLifted.tag)


@dataclass
class Handed:
    """For which agency an action was agreed, and to whom it was given on since, one by one."""

    agency_id: UUID | None = None
    receivers: list[UUID] = field(default_factory=list)


def anything(act: Act, after: int) -> bool:
    """Believe what the trail says, as pages do; keys ask whether an officer signed it."""
    return True


def kept_out(
    record_ids: Collection[UUID], believes: Believes = anything
) -> defaultdict[UUID, set[str]]:
    """Return who is kept from these records by the trail, as signed lists name them.

    ``believes`` judges a row that lets somebody in again, given the number of the row before it
    that kept them out (``lifted``).
    """
    out: defaultdict[UUID, set[str]] = defaultdict(set)
    last: dict[tuple[UUID, str], int] = {}
    for act in acts_each(_TAGS, record_ids):
        one = act.subject_id, _name(act)
        if act.tag != ExclusionLifted.tag:
            out[act.subject_id].add(one[1])
            last[one] = act.seq
        elif _is_anothers(act) and believes(act, last.get(one, 0)):
            out[act.subject_id].discard(one[1])
    return out


def last_acts(record_id: UUID, names: Collection[str]) -> list[Entry]:
    """Return the rows of the trail that kept these from a record last, as lists name them."""
    if not names:
        return []
    rows = rows_each((PersonExcluded.tag, AgencyExcluded.tag), [record_id]).get(record_id, [])
    last = {_name(row): row for row in rows}
    return [last[name] for name in sorted(names) if name in last]


def went_out(area_id: UUID) -> dict[UUID, set[str]]:
    """Return who is out of which record of an area by their own word, as signed lists name them.

    New keys follow their word with an officer's next page; an officer's word has them at once.
    """
    own = {act.subject_id: set[str]() for act in acts_about_oneself(PersonExcluded.tag, area_id)}
    for act in acts_each(_TAGS, own):
        if act.tag == PersonExcluded.tag and not _is_anothers(act):
            own[act.subject_id].add(_name(act))
        elif act.tag == ExclusionLifted.tag and _is_anothers(act):
            own[act.subject_id].discard(_name(act))
    return {record_id: names for record_id, names in own.items() if names}


def was_made_before(secret_id: UUID, record_id: UUID, name: str) -> bool:
    """Say whether the trail has a new key of a record before it last says of somebody that the
    record is kept from them."""
    made = rows_each((CircleRotated.tag,), [secret_id]).get(secret_id, [])
    out = last_acts(record_id, [name])
    return bool(made and out) and made[0].seq < out[0].seq


def let_in_again(
    record_ids: Collection[UUID], believes: Believes = anything
) -> set[tuple[UUID, UUID]]:
    """Return which person somebody else let into which of these records again, and left there."""
    found: set[tuple[UUID, UUID]] = set()
    last: dict[tuple[UUID, UUID], int] = {}
    for act in acts_each((PersonExcluded.tag, ExclusionLifted.tag), record_ids):
        one = act.subject_id, UUID(act.detail["person_id"])
        if act.tag == PersonExcluded.tag:
            found.discard(one)
            last[one] = act.seq
        elif _is_anothers(act) and believes(act, last.get(one, 0)):
            found.add(one)
    return found


def handed(action_id: UUID) -> Handed:
    """Return for which agency an action was agreed and into whose hands it went, by the trail."""
    found = Handed()
    for act in acts_each((ActionAgreed.tag, ActionPassedOn.tag), [action_id]):
        if act.tag == ActionAgreed.tag:  # once: a row more moves it to no other agency
            found.agency_id = found.agency_id or UUID(act.detail["agency_id"])
        else:
            found.receivers.append(UUID(act.detail["person_id"]))
    return found


def _is_anothers(act: Act) -> bool:
    """Nobody lets themself in."""
    return act.actor_id is not None and str(act.actor_id) != act.detail["person_id"]


def _name(act: Act | Entry) -> str:
    person, agency = act.detail.get("person_id"), act.detail.get("agency_id")
    return named(UUID(person) if person else None, UUID(agency) if agency else None)
