"""What research holds, as it is sealed: whom it is about, and what a line says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from app.marac.party.rules import KIND_LABELS, PartyKind
from app.marac.party.service import OpenParty
from app.marac.research.rules import LineKind, Sharing

WHO, LINE, SENT = "research.who", "research.line", "research.sent"
LOOKED_UP = (PartyKind.VICTIM, PartyKind.PERPETRATOR, PartyKind.CHILD)
"""Victim, perpetrators and children, by name and date of birth, and nothing else of them."""


@dataclass(frozen=True)
class Somebody:
    """A person whom an agency looks up in its own records."""

    kind: PartyKind
    name: str
    aliases: tuple[str, ...]
    born: date | None

    @property
    def label(self) -> str:
        """What this person is in the case."""
        return KIND_LABELS[self.kind]

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        born = self.born.isoformat() if self.born else None
        return {
            "kind": str(self.kind), "name": self.name, "aliases": list(self.aliases), "born": born,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        born = date.fromisoformat(given["born"]) if given["born"] else None
        return cls(PartyKind(given["kind"]), given["name"], tuple(given["aliases"]), born)


@dataclass(frozen=True)
class LineWords:
    """What a line says; ``date`` is of what happened, as it was written; ``why`` is for oneself."""

    text: str
    kind: LineKind
    source: str = ""
    date: str = ""
    sharing: Sharing = Sharing.KEEP
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it; every field is there, so that its size tells little."""
        return {name: str(value) for name, value in vars(self).items()}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        return cls(
            given["text"],
            LineKind(given["kind"]),
            given["source"],
            given["date"],
            Sharing(given["sharing"]),
            given["why"],
        )


def looked_up(parties: Iterable[OpenParty]) -> list[dict[str, Any]]:
    """Take from the people of a case those whom agencies look up: names and births, no more."""
    return [
        Somebody(
            each.kind, each.details.name, each.details.aliases, each.details.date_of_birth
        ).to_dict()
        for each in parties
        if each.kind in LOOKED_UP
    ]
