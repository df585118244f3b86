"""What a case says of itself, why somebody may open it, and who may change it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, Self
from uuid import UUID

from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Summary as Summary


class OpeningReason(StrEnum):
    """Why somebody opens a case; asked once per case and session, and kept in the trail."""

    HEARING = "hearing"
    MY_ACTION = "my_action"
    PREPARING = "preparing"
    SAFEGUARDING_NOW = "safeguarding_now"
    RECORD_CHECK = "record_check"
    SUPPORTING = "supporting"


REASON_LABELS: dict[OpeningReason, str] = {
    OpeningReason.SUPPORTING: "I support the victim",
    OpeningReason.MY_ACTION: "I have an action to carry out",
    OpeningReason.PREPARING: "I am preparing for the meeting",
    OpeningReason.SAFEGUARDING_NOW: "Somebody needs protecting now",
    OpeningReason.RECORD_CHECK: "I am checking that the record is right",
    OpeningReason.HEARING: "The case is being heard at a meeting",
}


@dataclass(frozen=True)
class Label:
    """What an agenda shows of a case once it opens: a name and the flags of the list."""

    name: str
    repeat: bool = False
    transfer_from: str = ""
    children: int = 0
    aged_16_17: bool = False

    @property
    def initials(self) -> str:
        """The first letter of each part of the name."""
        return "".join(part[0].upper() for part in self.name.split())

    def flags(self) -> tuple[str, ...]:
        """What a chair must know before the case is read out, in words."""
        flags = ["Repeat"] if self.repeat else []
        flags += [f"Transfer from {self.transfer_from}"] if self.transfer_from else []
        flags += ["Aged 16 or 17"] if self.aged_16_17 else []
        if self.children:
            flags.append("1 child" if self.children == 1 else f"{self.children} children")
        return tuple(flags)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, now or in another version."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: given[name] for name in names & given.keys()})


class Person(Protocol):
    """Somebody of a case, as far as the agenda's label needs to know."""

    @property
    def kind(self) -> PartyKind:
        """Whom the row describes."""
        ...

    @property
    def details(self) -> Details:
        """What is known of them."""
        ...


def label_of(before: Label, people: Iterable[Person], today: date) -> Label:
    """What the agenda says of a case whose people are these."""
    everybody = list(people)
    victim = next((each.details for each in everybody if each.kind is PartyKind.VICTIM), None)
    return replace(
        before,
        name=victim.name if victim else before.name,
        aged_16_17=victim.is_sixteen_or_seventeen(today) if victim else before.aged_16_17,
        children=sum(each.kind is PartyKind.CHILD for each in everybody),
    )


def may_change(
    person_id: UUID, *, is_officer: bool, referrer_id: UUID, idva_id: UUID | None
) -> bool:
    """Officers, the referrer and the assigned IDVA write in a case; everybody else reads."""
    return is_officer or person_id in {referrer_id, idva_id}
