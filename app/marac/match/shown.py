"""Two people side by side as a page shows them; of a confidential address not even the postcode."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from app.marac.match.deciding import Told
from app.marac.match.ports import RecordShown
from app.marac.match.rules import Card
from app.marac.match.searching import Candidate, Person
from app.marac.party.rules import KIND_LABELS, PartyKind
from app.web.templating import day

NOT_KNOWN = "Not known"
CONFIDENTIAL = "Confidential, not shown"


@dataclass(frozen=True)
class Row:
    """One line of a comparison."""

    label: str
    own: str
    other: str
    same: bool


@dataclass(frozen=True)
class Group:
    """Another record with everybody in it who may be somebody of this one."""

    record: RecordShown
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class ToConfirm:
    """What one officer said of several people of another record: one thing to confirm.

    ``told`` has the victim first; ``why`` is each reason once.
    """

    record: RecordShown
    told: tuple[Told, ...]
    why: tuple[str, ...]

    @property
    def button(self) -> str:
        """What the one button says."""
        words = {1: "Confirm: the same person", 2: "Confirm both: the same people"}
        return words.get(len(self.told), f"Confirm all {len(self.told)}: the same people")


def grouped(candidates: Iterable[Candidate]) -> list[Group]:
    """Put the candidates of one record together; the likeliest record first."""
    listed = list(candidates)
    order = {each.record.id: place for place, each in reversed(list(enumerate(listed)))}
    kinds = list(PartyKind)
    listed.sort(key=lambda each: (order[each.record.id], kinds.index(each.own.kind)))
    return [
        Group(found[0].record, tuple(found))
        for _, some in groupby(listed, key=lambda each: each.record.id)
        if (found := list(some))
    ]


def to_confirm(told: Iterable[Told], person_id: UUID) -> list[ToConfirm]:
    """Put together what one officer said of one other record and this person may confirm."""
    found: dict[tuple[UUID, UUID], list[Told]] = {}
    for each in told:
        if each.row.waits_for(person_id):
            found.setdefault((each.other.id, each.row.by_person_id), []).append(each)
    return [
        ToConfirm(
            some[0].other,
            tuple(victim_first(some)),
            tuple(dict.fromkeys(each.why for each in some if each.why)),
        )
        for some in found.values()
    ]


def victim_first(told: Iterable[Told]) -> list[Told]:
    """Put what was said of one other record together, the victim first."""
    listed, kinds = list(told), list(PartyKind)
    order = {each.other.id: place for place, each in reversed(list(enumerate(listed)))}
    return sorted(
        listed, key=lambda each: (order[each.other.id], kinds.index(PartyKind(each.row.one_kind)))
    )


def side_by_side(candidate: Candidate) -> list[Row]:
    """What is compared of two people; a line that is empty for both is left out."""
    one, other = candidate.own.card, candidate.other.card
    rows = [
        Row("Name", one.names[0], other.names[0], one.names[0] == other.names[0]),
        Row("Other names", _others(one), _others(other), False),
        Row("Date of birth", _born(one), _born(other), _same_birth(one, other)),
        Row("Phone", one.phone, other.phone, bool(set(one.phones) & set(other.phones))),
        Row("Postcode", _postcode(one), _postcode(other), _same_postcode(one, other)),
    ]
    return [
        Row(row.label, row.own or NOT_KNOWN, row.other or NOT_KNOWN, row.same)
        for row in rows
        if row.own or row.other
    ]


def heading(candidate: Candidate) -> str:
    """Whom of this record it is about, and whom of the other where that is not the same."""
    own, other = KIND_LABELS[candidate.own.kind], KIND_LABELS[candidate.other.kind]
    return own if own == other else f"{own} here, {other.lower()} there"


def compared(people: Iterable[Person]) -> str:
    """Whom of a record was compared, in words: the victim, 1 perpetrator and 2 children."""
    words = {
        PartyKind.VICTIM: ("the victim", "victims"),
        PartyKind.PERPETRATOR: ("perpetrator", "perpetrators"),
        PartyKind.CHILD: ("child", "children"),
        PartyKind.OTHER_AT_RISK: ("other person at risk", "other people at risk"),
    }
    kinds = [person.kind for person in people]
    parts = []
    for kind, (one, many) in words.items():
        count = kinds.count(kind)
        if count:
            single = one if kind is PartyKind.VICTIM else f"1 {one}"
            parts.append(single if count == 1 else f"{count} {many}")
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _others(card: Card) -> str:
    return ", ".join(card.names[1:])


def _born(card: Card) -> str:
    return day(card.date_of_birth) if card.date_of_birth else ""


def _postcode(card: Card) -> str:
    if not card.postcode:
        return ""
    return CONFIDENTIAL if card.confidential else f"{card.postcode[:-3]} {card.postcode[-3:]}"


def _same_birth(one: Card, other: Card) -> bool:
    return one.date_of_birth is not None and one.date_of_birth == other.date_of_birth


def _same_postcode(one: Card, other: Card) -> bool:
    return bool(one.postcode) and one.postcode == other.postcode
