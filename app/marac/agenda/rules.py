"""What can be typed into an agenda, in which order its cases come, and who is needed when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.refusals import RuleBroken

LEAST_MINUTES, MOST_MINUTES = 3, 60
BREAKS = (10, 15, 20, 30)


@dataclass(frozen=True)
class Visit:
    """From when to when an agency is needed, and for how many cases."""

    agency_id: UUID
    begins: datetime
    ends: datetime
    cases: int


def minutes_from(text: str, field: str = "minutes") -> int:
    """Read how many minutes a case gets; ``field`` is the box it was typed in."""
    given = text.strip()
    if not given.isdecimal() or not LEAST_MINUTES <= int(given[:4]) <= MOST_MINUTES:
        raise RuleBroken(field, f"Enter from {LEAST_MINUTES} to {MOST_MINUTES} minutes.")
    return int(given)


def place_from(text: str, most: int) -> int:
    """Read the place of a case on an agenda of so many."""
    given = text.strip()
    if not given.isdecimal() or not 1 <= int(given[:4]) <= most:
        raise RuleBroken("place", f"Enter a place from 1 to {most}.")
    return int(given)


def pause_from(text: str) -> int:
    """Read how long the break before a case is: one of those on offer, else none."""
    return next((each for each in BREAKS if str(each) == text), 0)


def moved(order: Sequence[UUID], item_id: UUID, place: int) -> list[UUID]:
    """Put one case in a place, counted from 1; the others keep their order."""
    rest = [each for each in order if each != item_id]
    rest.insert(max(0, place - 1), item_id)
    return rest


def placed(order: Sequence[UUID], places: Mapping[UUID, int]) -> list[UUID]:
    """Put several cases in places that were typed; whoever was not moved fills what is left.

    Of two cases with one place, the one that was ahead stays ahead.
    """
    wanted = {
        item_id: place
        for item_id, place in places.items()
        if item_id in order and order.index(item_id) + 1 != place
    }
    found = [each for each in order if each not in wanted]
    for item_id in sorted(wanted, key=lambda each: (wanted[each], order.index(each))):
        found.insert(min(wanted[item_id] - 1, len(found)), item_id)
    return found


def by_agency(order: Sequence[UUID], agency_of: Mapping[UUID, str]) -> list[UUID]:
    """Bring the cases of one agency together, so that its people come and go.

    The agency that comes first stays first, and within an agency nothing changes.
    """
    agencies = list(dict.fromkeys(agency_of.get(each, "") for each in order))
    return sorted(order, key=lambda each: agencies.index(agency_of.get(each, "")))


def visits(
    agency_of: Sequence[tuple[datetime, int, Collection[UUID]]],
) -> list[Visit]:
    """From when to when each agency is needed, in the order in which they come.

    Takes for each case when it begins, its minutes, and the agencies that have it in hand.
    """
    found: dict[UUID, Visit] = {}
    for begins, minutes, agencies in agency_of:
        ends = begins + timedelta(minutes=minutes)
        for agency_id in agencies:
            before = found.get(agency_id)
            found[agency_id] = Visit(
                agency_id,
                min(begins, before.begins) if before else begins,
                max(ends, before.ends) if before else ends,
                before.cases + 1 if before else 1,
            )
    return sorted(found.values(), key=lambda visit: (visit.begins, visit.ends))
