"""What differs between what two people confirmed of an entry and what it is to say now.

The second person signs all of an entry; whoever would slip a foreign mailbox or number into one
counts on nobody comparing it with what it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.confidentiality.recipient.rules import KIND_LABELS, PROOF_LABELS, Entry, Named, Proof
from app.confidentiality.recipient.rules import RecipientKind as Kind

NOTHING, NOT_NAMED, NO_LONGER = "Nothing", "Not named", "No longer named"
LABELS = {
    "name": "Name",
    "number": "Number on the public register",
    "telephone": "Telephone",
    "email_domain": "Email addresses end in",
    "postal_address": "Postal address",
}


@dataclass(frozen=True)
class Difference:
    """One thing that an entry said, and what it is to say; each may have several lines."""

    label: str
    before: str
    after: str


def differences(before: Entry, after: Entry) -> list[Difference]:
    """Return what differs, how they are reached first, what was seen of them last."""
    return [*_facts(before, after), *_people(before, after), *_noted(before, after)]


def person_line(each: Named) -> str:
    """Return a person as pages show them: name and job, address, number, each on a line."""
    who = ", ".join(filter(None, (each.name, each.job)))
    return "\n".join(filter(None, (who, each.email, each.telephone)))


def _facts(before: Entry, after: Entry) -> Iterator[Difference]:
    if before.kind != after.kind:
        yield Difference("Kind", KIND_LABELS[Kind(before.kind)], KIND_LABELS[Kind(after.kind)])
    for name, label in LABELS.items():
        was, will = getattr(before, name), getattr(after, name)
        if was != will:
            yield Difference(label, was or NOTHING, will or NOTHING)


def _people(before: Entry, after: Entry) -> Iterator[Difference]:
    was = {(each.person_id, each.name): each for each in before.people}
    will = {(each.person_id, each.name): each for each in after.people}
    for key in dict.fromkeys([*was, *will]):
        if was.get(key) != will.get(key):
            yield Difference(
                "Who may receive",
                person_line(was[key]) if key in was else NOT_NAMED,
                person_line(will[key]) if key in will else NO_LONGER,
            )


def _noted(before: Entry, after: Entry) -> Iterator[Difference]:
    for label, was, will in (
        ("Data protection officer’s decision", _review(before), _review(after)),
        ("Proof", _proof(before), _proof(after)),
    ):
        if was != will:
            yield Difference(label, was, will)


def _review(entry: Entry) -> str:
    day = date.fromisoformat(entry.dpo_on) if entry.dpo_on else None
    on = f"{day.day} {day:%B %Y}" if day else ""
    said = "\n".join(filter(None, (entry.dpo_note, entry.dpo_name, on)))
    return said or ("Needed" if entry.needs_review else NOTHING)


def _proof(entry: Entry) -> str:
    label = PROOF_LABELS[Proof(entry.proof_kind)] if entry.proof_kind else ""
    return ": ".join(filter(None, (label, entry.proof))) or NOTHING
