"""What is sealed of a letter: purpose, recipient, agreement, signature and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.marac.letter.model import Letter
from app.marac.letter.rules import Outcome, Purpose

CONTRACT = "letter.content"


@dataclass(frozen=True)
class Content:
    """All of a letter that is sealed. Ids are of rows of the register and of people at work.

    ``agreed_*``: she asked for the letter or agrees to it. ``advice_*``: regulated advice was
    offered; it is recorded here and never given. ``safe_if_seen``: her answer to whether the
    perpetrator may come to see it. ``birth``: it says the date of birth. ``hands``: everybody who
    changed it. The paper (``code``, ``dated``, ``heading``, ``paragraphs``)
    stands as it was when a signature was asked for; ``asked_*`` is what the asker signed then.
    """

    purpose: Purpose
    version: str
    recipient_id: UUID | None = None
    recipient_person_id: UUID | None = None
    perpetrator_id: UUID | None = None
    sentences: tuple[str, ...] = ()
    added: str = ""
    birth: bool = False
    hands: tuple[UUID, ...] = ()
    agreed_on: date | None = None
    agreed_how: str = ""
    agreed_recorded_by: UUID | None = None
    agreed_recorded_on: date | None = None
    advice_on: date | None = None
    advice_from_id: UUID | None = None
    advice_offered_by: UUID | None = None
    safe_if_seen: bool = False
    safe_to_hand: bool = False
    code: str = ""
    dated: date | None = None
    salutation: str = ""
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    member_id: UUID | None = None
    member_key_id: UUID | None = None
    member_digest: str = ""
    member_statement: str = ""
    member_signature: str = ""
    asked_statement: str = ""
    asked_signature: str = ""
    not_signed_why: str = ""
    not_signed_note: str = ""
    not_signed_by: UUID | None = None
    not_signed_on: date | None = None
    withdrawn_why: str = ""
    withdrawn_by: UUID | None = None
    withdrawn_on: date | None = None
    outcome: Outcome | None = None
    outcome_why: str = ""
    outcome_on: date | None = None
    outcome_by: UUID | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it; every field is there, so that its size tells little."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, now or in another version."""
        known = {field.name: given[field.name] for field in fields(cls) if field.name in given}
        for name, value in known.items():
            if isinstance(value, str) and value and name.endswith(("_id", "_by")):
                known[name] = UUID(value)
            elif isinstance(value, str) and value and (name.endswith("_on") or name == "dated"):
                known[name] = date.fromisoformat(value)
        for name in ("sentences", "paragraphs"):
            known[name] = tuple(known.get(name, ()))
        known["hands"] = tuple(map(UUID, known.get("hands", ())))
        known["purpose"] = Purpose(known["purpose"])
        known["outcome"] = Outcome(known["outcome"]) if known.get("outcome") else None
        return cls(**known)


def read(ring: Ring, letter: Letter) -> Content:
    """Open what is sealed of a letter; the caller writes the trail."""
    payload = ring.read(
        letter.secret_id, CONTRACT, letter.id, letter.sealed_content, of=letter.case_id
    )
    return Content.from_dict(payload)


def write(ring: Ring, letter: Letter, content: Content) -> None:
    """Seal what a letter says under the case's newest key."""
    letter.secret_id = ring.current(letter.secret_id, of=letter.case_id)
    letter.sealed_content = ring.seal(
        letter.secret_id, CONTRACT, letter.id, content.to_dict(), of=letter.case_id
    )


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
