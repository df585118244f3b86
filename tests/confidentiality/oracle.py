"""What a person may open, said in a few lines and without any key: the tests' own small model.

It knows nothing of chains, grants or generations. It holds who was confirmed in which office, who
has signed which version, whom each record is for and from whom it is kept.
"""

from dataclasses import dataclass, field
from uuid import UUID

NO_COMPARTMENT = {"police", "council_nrpf_team"}


@dataclass
class Someone:
    """One person of the area."""

    agency: str
    sector: str
    chair: bool = False
    office: str | None = None
    """``officer`` or ``member`` once confirmed with the keys they use now; None before."""
    signed: int = 0


@dataclass
class Thing:
    """One record, and for whom it is."""

    kind: str
    holders: set[str] = field(default_factory=set)
    kept_from: set[str] = field(default_factory=set)
    """People and agencies."""
    let_in: set[str] = field(default_factory=set)
    case: "Record | None" = None


Record = tuple[UUID, str]
"""A record's id and what kind of key it is about: a case has its own and its compartment's."""


@dataclass
class Oracle:
    """The whole of the model."""

    people: dict[str, Someone] = field(default_factory=dict)
    things: dict[Record, Thing] = field(default_factory=dict)
    agency_signed: dict[str, int] = field(default_factory=dict)
    agreement: int = 1
    protocol: int = 1
    named: set[str] = field(default_factory=set)

    def may_hold(self, name: str, record: Record) -> bool:
        """Whether a key to this record may be on the person's ring, signed or not."""
        someone, thing = self.people[name], self.things[record]
        if someone.office is None or self._is_kept(someone, name, thing):
            return False
        if thing.kind == "compartment":
            good = name in thing.holders | self.named and someone.sector not in NO_COMPARTMENT
            return good or name in thing.let_in
        return someone.office == "officer" or name in thing.holders

    def may_open(self, name: str, record: Record) -> bool:
        """Whether the person may open it now."""
        return self.is_in(name) and self.may_hold(name, record)

    def is_in(self, name: str) -> bool:
        """Whether somebody is confirmed and all is signed that must be."""
        someone = self.people[name]
        agency = self.agency_signed.get(someone.agency, 0)
        return (
            someone.office is not None
            and someone.signed == self.agreement
            and agency == self.protocol
        )

    def officers(self) -> list[str]:
        """The officers who can act now."""
        return sorted(n for n, p in self.people.items() if p.office == "officer" and self.is_in(n))

    def _is_kept(self, someone: Someone, name: str, thing: Thing) -> bool:
        kept = set(thing.kept_from)
        if thing.case is not None:
            kept |= self.things[thing.case].kept_from
        return bool(kept & {name, someone.agency})
