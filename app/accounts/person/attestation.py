"""What is attested about an employer, for how long it counts, and the exact bytes that are signed.

Immigration officers sit in police forces and councils and use their addresses, so the employer
counts and not the address (security.md §0.2). Nothing here opens anything: an attestation counts
only where the chain of confirmations vouches for the key pair that signed it.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.vault import digests, signing

WORDS_VERSION = 1
OWN_WORDS = "I am not employed by, seconded from or warranted by the Home Office."
SPONSOR_WORDS = (
    "I have made sure, with their agency, that this person is not employed by, seconded from or "
    "warranted by the Home Office."
)

GOOD_FOR = timedelta(days=365)
"""A year: every meeting's declaration renews one's own word, and a sponsor is asked yearly."""
WARN_BEFORE = timedelta(days=30)
"""A month's notice, so that a holiday closes nobody's cases."""


class Kind(StrEnum):
    """Whose word it is."""

    OWN = "own"
    SPONSOR = "sponsor"


class Reason(StrEnum):
    """Why a sponsor cannot attest; a code and no more, because an account of it is no case work."""

    WORKS_THERE = "works_there"
    CHANGED_JOB = "changed_job"
    NOT_FOUND_OUT = "not_found_out"
    OTHER = "other"


REASON_LABELS: dict[Reason, str] = {
    Reason.WORKS_THERE: "They are employed by, seconded from or warranted by the Home Office",
    Reason.CHANGED_JOB: "They have changed their job or their employer",
    Reason.NOT_FOUND_OUT: "I could not find out",
    Reason.OTHER: "Another reason",
}


class Attested(Protocol):
    """An attestation as it is stored."""

    area_id: UUID
    person_id: UUID
    by_person_id: UUID
    kind: Kind
    given: bool
    reason: str | None
    occasion: str
    words_version: int
    key_pair_id: UUID
    at: datetime


def words_of(kind: str) -> str:
    """Return the words that are attested, as they stand on the page."""
    return OWN_WORDS if kind == Kind.OWN else SPONSOR_WORDS


def statement_of(row: Attested) -> bytes:
    """Return the exact bytes that are signed: who says which words of whom, when, and where."""
    return signing.statement(
        "attestation",
        area=str(row.area_id),
        person=str(row.person_id),
        by=str(row.by_person_id),
        kind=str(row.kind),
        given="yes" if row.given else "no",
        reason=row.reason or "",
        occasion=row.occasion,
        words=digests.sha256_hex(words_of(row.kind).encode()),
        version=str(row.words_version),
        key_pair=str(row.key_pair_id),
        at=row.at.isoformat(timespec="microseconds"),
    )


def says_it_already(text: str) -> bool:
    """Say whether a declaration contains one's own word, so that no page adds it once more."""
    return OWN_WORDS.lower() in re.sub(r"\s+", " ", text).lower()
