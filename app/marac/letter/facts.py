"""What a letter takes from the case: names and days, and what must never stand in it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app import clock
from app.confidentiality.circle.ring import Ring
from app.marac.board.service import read_risks, read_shared
from app.marac.case.model import Case
from app.marac.case.opened import open_summary
from app.marac.meeting import queries as meetings
from app.marac.meeting.rules import ItemState
from app.marac.party.rules import Details, PartyKind
from app.marac.party.service import open_all


@dataclass(frozen=True)
class Facts:
    """Names and days for the paper; the rest only for the checks and the warnings.

    ``hidden``: addresses and numbers of the victim, the children and others at risk. ``his``: the
    same of the perpetrators. ``told``: what was written and said about the case.
    """

    victim: Details
    perpetrators: dict[UUID, Details]
    referred_on: date
    heard_on: date | None
    hidden: tuple[str, ...] = field(default=(), repr=False)
    his: tuple[str, ...] = field(default=(), repr=False)
    told: tuple[str, ...] = field(default=(), repr=False)

    def name_of(self, perpetrator_id: UUID | None) -> str:
        """Return the name of the perpetrator who was chosen, or nothing."""
        chosen = self.perpetrators.get(perpetrator_id) if perpetrator_id else None
        return chosen.name if chosen else ""


def facts_of(ring: Ring, case: Case) -> Facts:
    """Read them with a ring that opens the case; the caller writes the trail."""
    parties = open_all(ring, case.id)
    summary = open_summary(ring, case)
    hearings = meetings.hearings(ring.actor, case.id)
    heard = [item for _, item in hearings if item.state == ItemState.HEARD]
    days = [clock.london(item.concluded_at).date() for item in heard if item.concluded_at]
    listed_on = clock.london(case.opened_at).date()
    hers = [each.details for each in parties if each.kind is not PartyKind.PERPETRATOR]
    his = {each.id: each.details for each in parties if each.kind is PartyKind.PERPETRATOR}
    told = [summary.what_happened, summary.own_words, summary.worker_view, summary.in_place]
    for _, item in hearings:
        told += [each.text for each in read_shared(ring, item.id)]
        told += [each.text for each in read_risks(ring.actor, ring, item.id)]
    return Facts(
        victim=next(
            (each.details for each in parties if each.kind is PartyKind.VICTIM), Details(name="")
        ),
        perpetrators=his,
        referred_on=min(listed_on, summary.referred_on or listed_on),
        heard_on=max(days, default=None),
        hidden=_ways(hers),
        his=_ways(list(his.values())),
        told=tuple(filter(None, told)),
    )


def _ways(people: list[Details]) -> tuple[str, ...]:
    """Every line by which somebody can be found."""
    found: list[str] = []
    for each in people:
        found += [each.postcode, each.phone, *each.address.splitlines()]
    return tuple(filter(None, found))
