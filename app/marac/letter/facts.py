"""What a letter takes from the case: names and days, and what must never stand in it."""

import re
from collections.abc import Iterator, Sequence
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
from app.marac.party.service import OpenParty, open_all
from app.marac.referral.rules import Summary
from app.marac.risk.service import open_every

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?[0-9][A-Z]{2}\b")


@dataclass(frozen=True)
class Facts:
    """Names and days for the paper; the rest only for the checks and the warnings.

    ``hidden``: addresses, numbers and schools of the victim, the children and others at risk.
    ``his``: the same of the perpetrators. ``names``: of children and others at risk, and whatever
    else anybody in the case is called. ``told``: what was written and said about the case.
    """

    victim: Details
    perpetrators: dict[UUID, Details]
    referred_on: date
    heard_on: date | None
    names: tuple[str, ...] = field(default=(), repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)
    his: tuple[str, ...] = field(default=(), repr=False)
    told: tuple[str, ...] = field(default=(), repr=False)

    @property
    def printed(self) -> tuple[str, ...]:
        """The names that a letter may print: hers, and those of the perpetrators."""
        return (self.victim.name, *(each.name for each in self.perpetrators.values()))

    @property
    def districts(self) -> frozenset[str]:
        """The first halves of the postcodes in the case, in small letters: nb1."""
        found = (_POSTCODE.search(line.upper()) for line in (*self.hidden, *self.his))
        return frozenset(each.group(1).lower() for each in found if each)

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
    told = [*_written(summary), *_of_people(parties), *_of_risk(ring, case)]
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
        names=_names(parties),
        hidden=_ways(hers),
        his=_ways(list(his.values())),
        told=tuple(filter(None, told)),
    )


def _ways(people: list[Details]) -> tuple[str, ...]:
    """Every line by which somebody can be found."""
    found: list[str] = []
    for each in people:
        found += [each.postcode, each.phone, each.school, *each.address.splitlines()]
        found += [part.strip() for part in each.school.split(",")]
    return tuple(dict.fromkeys(filter(None, found)))


def _names(parties: Sequence[OpenParty]) -> tuple[str, ...]:
    """Every name in the case that a letter does not print."""
    found: list[str] = []
    for each in parties:
        found += each.details.aliases
        if each.kind in (PartyKind.CHILD, PartyKind.OTHER_AT_RISK):
            found.append(each.details.name)
    return tuple(filter(None, found))


def _written(summary: Summary) -> tuple[str, ...]:
    return (
        summary.what_happened, summary.own_words, summary.wishes, summary.worker_view,
        summary.in_place, summary.watch_for, summary.urgent_why,
    )  # fmt: skip


def _of_people(parties: Sequence[OpenParty]) -> Iterator[str]:
    for each in parties:
        said = each.details
        yield from (
            said.notes, said.weapons, said.orders, said.must_not_be_told, said.afraid_of,
            said.who_knows, said.trusts, said.contact_when, said.contact_by_whom, said.pregnancy,
        )  # fmt: skip


def _of_risk(ring: Ring, case: Case) -> Iterator[str]:
    """What stands in the risk assessments that the circle reads, word for word."""
    for each in open_every(ring, case.id):
        yield each.answered.judgement.reasons
        for answer in each.answered.answers.values():
            yield answer.comment
