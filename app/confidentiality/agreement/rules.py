"""What a signature says, who signs which words for what, and when a signature is true.

Ealing MARAC's practice (Safe to share?, HMICFRS, College of Policing and IOPC, 2020): every main
party signs an operating protocol, an information-sharing protocol and a confidentiality agreement,
and whoever attends a meeting signs the declaration that is read out at its start.
"""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from app.vault import signing
from app.vault.errors import Forged


class Scope(StrEnum):
    """What one signature is for."""

    PERSON = "area"
    AGENCY = "agency"
    MEETING = "meeting"


SCOPES = {
    "operating_protocol": Scope.AGENCY,
    "information_sharing_protocol": Scope.AGENCY,
    "confidentiality_agreement": Scope.PERSON,
    "meeting_declaration": Scope.MEETING,
}


class Words(Protocol):
    """A version of a wording, as far as a signature names it."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> bytes: ...


class Signed(Protocol):
    """A signature as it is stored."""

    area_id: UUID
    occasion: str
    person_id: UUID
    agency_id: UUID
    key_pair_id: UUID
    signed_at: datetime


def statement_of(words: Words, signed: Signed) -> bytes:
    """Return the exact bytes that are signed: which words, for what, who, for whom and when."""
    return signing.statement(
        "agreement",
        area=str(signed.area_id),
        wording=str(words.id),
        kind=str(words.kind),
        version=str(words.version),
        digest=words.digest.hex(),
        occasion=signed.occasion,
        person=str(signed.person_id),
        agency=str(signed.agency_id),
        key_pair=str(signed.key_pair_id),
        at=moment(signed.signed_at),
    )


def moment(at: datetime) -> str:
    """Return a moment as statements write it, to the microsecond that the database keeps."""
    return at.isoformat(timespec="microseconds")


@lru_cache(maxsize=16_384)
def is_signed(public: bytes, statement: bytes, signature: bytes) -> bool:
    """Say whether this public key signed these bytes; a true answer for ever, so remembered."""
    try:
        signing.verify(public, statement, signature)
    except Forged:
        return False
    return True


def fits(kind: str, occasion: str, agency_id: UUID) -> bool:
    """Say whether this kind of wording is signed for this occasion by somebody of this agency."""
    scope, _, of = occasion.partition(":")
    if SCOPES[kind] is Scope.AGENCY:
        return occasion == agency_occasion(agency_id)
    if SCOPES[kind] is Scope.MEETING:
        return scope == Scope.MEETING and _is_id(of)
    return occasion == Scope.PERSON


def agency_occasion(agency_id: UUID) -> str:
    """Return the occasion of a signature for a whole agency."""
    return f"{Scope.AGENCY}:{agency_id}"


def meeting_occasion(meeting_id: UUID) -> str:
    """Return the occasion of a signature at one meeting."""
    return f"{Scope.MEETING}:{meeting_id}"


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
