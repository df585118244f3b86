"""What the register of attempts says in words, and what of its figures may be published.

An attempt is codes and ids: who, when, where in the system, by which rule, which road was offered.
The words for them are here. Nothing of what was typed is anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_SHOWN = 5
"""A count under this is not published: it may point at one person's work."""
FEWER, NOT_SHOWN = "fewer than 5", "not shown"

PLACES: dict[str, str] = {
    "action": "An action",
    "agency": "The register of agencies",
    "disclosure": "A request to share",
    "letter": "A letter",
    "meeting": "A meeting",
    "minutes": "Minutes of a meeting",
    "package": "A package to be released",
    "person": "The list of people",
    "recipient": "The register of recipients",
    "send": "What was about to be handed over",
    "spoken": "What was told by word of mouth",
    "support": "The directory of support",
    "token": "A token of an agency’s system",
}
"""The first part of a code of where something was refused. Tests hold every code against it."""

PARTS: dict[str, str] = {
    "about": "what it does",
    "added": "words that were added",
    "address": "postal address",
    "conditions": "conditions of receipt",
    "domain": "email domain",
    "dpo_name": "name of a data protection officer",
    "dpo_note": "note of a data protection officer",
    "email": "email address",
    "email_domain": "email domain",
    "hours": "when it can be reached",
    "how_known": "how it will be known",
    "job": "job title",
    "justified": "why it is justified",
    "kept": "how it will be kept",
    "least": "why no less would do",
    "letter": "words of a letter",
    "link": "link of the call",
    "looked": "what a chair says of it",
    "name": "name",
    "person": "name of a person",
    "place": "place of a meeting",
    "postal": "postal address",
    "power": "the power to share it",
    "proof": "proof that was seen",
    "purpose": "purpose",
    "reason": "reason",
    "recipient": "recipient",
    "text": "text",
    "website": "web address",
    "what": "what will be done",
    "who_for": "who it is for",
    "why": "why it could not wait",
    "whole": "the entry as a whole",
    "witness": "somebody there in person",
    "words": "words that go with it",
}

RULES: dict[str, str] = {
    "home-office-name": "It named the Home Office or a part of it",
    "home-office-address": "The address belongs to the Home Office or leads there",
    "home-office-place": "The postal address is one of the Home Office’s",
    "home-office-commitment": "It would have let the Home Office know",
    "status-in-letter": "A letter would have told somebody’s status",
    "plain-alphabet": "A name in other than plain letters",
    "person-alphabet": "A person’s name in other than Latin letters, or mixed",
    "plain-address": "Not one plain email address",
    "closed-address": "An address of a network that was closed",
    "too-long": "Longer than such an entry may be",
}

ROADS: dict[str, str] = {
    "solicitor_letter": "A letter to the victim’s solicitor, or the IDVA",
    "idva": "The IDVA",
    "regulated_advice": "Regulated advice first",
    "write_again": "To write it again",
    "none": "None",
}

WAYS: dict[str, str] = {
    "letter": "Wrote to a solicitor or adviser",
    "idva": "Went to the IDVA",
    "support": "Looked for a regulated adviser",
}
NO_WAY = "Not taken"
COMMAND_LINE = "At the command line"


def where_words(where: str) -> str:
    """Say where in the system something was refused: ``action.what`` is "An action: what…"."""
    place, _, part = where.partition(".")
    said = PLACES.get(place, "Another form")
    return f"{said}: {PARTS[part]}" if part in PARTS else said


def place_words(where: str) -> str:
    """Say where in the system something was refused, without the part of the form."""
    return PLACES.get(where.partition(".")[0], "Another form")


def rule_words(rule: str) -> str:
    """Say by which rule something was refused."""
    return RULES.get(rule, "Another rule of the firewall")


def quarter_of(month: int) -> int:
    """Return the quarter of the calendar year, from 0, of a month from 1."""
    return (month - 1) // 3


@dataclass(frozen=True)
class Published:
    """A table as it may leave the MARAC: each label with a number or with why there is none."""

    heading: str
    rows: tuple[tuple[str, str], ...]


def publishable(counts: Mapping[str, int]) -> dict[str, str]:
    """Return what of a table of counts may be published beside the total of all.

    Counts under 5, nought too, are "fewer than 5". As the total would give a single one of them
    away, the least of the others is then "not shown" as well; and where no count reaches 5, none
    is shown. Whoever knows the total and these words cannot work out any count from 1 to 4.
    """
    small = {label for label, count in counts.items() if count < LEAST_SHOWN}
    if not small:
        return {label: str(count) for label, count in counts.items()}
    if len(small) == len(counts):
        return dict.fromkeys(counts, NOT_SHOWN)
    least = min((label for label in counts if label not in small), key=lambda label: counts[label])
    return {
        label: FEWER if label in small else NOT_SHOWN if label == least else str(count)
        for label, count in counts.items()
    }


def published(
    tables: Mapping[str, Mapping[str, int]], total: int
) -> tuple[str, Sequence[Published]]:
    """Return the total and the tables as they may be published; under 5 in all, no table."""
    if total < LEAST_SHOWN:
        return FEWER, ()
    shown = [
        Published(heading, tuple(publishable(counts).items())) for heading, counts in tables.items()
    ]
    return str(total), shown
