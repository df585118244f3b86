"""The questions that the gate asks, as far as they can be asked of plain values.

The chair decides what leaves the circle, and never for herself or her own agency (Safe to share?,
2020, Ealing MARAC; ISO 27001 calls it four eyes). The recipient's law is the data protection
officer's; that it is on the register, in date and not the Home Office, is ours.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.refusals import Refused, RuleBroken
from app.vault import signing
from app.vault.errors import Misuse

LONGEST = timedelta(days=90)
FIRST_DAYS = 14
"""Days for which a release lies open, unless the chair says otherwise."""

NOT_YOURSELF = (
    "You cannot decide what you asked for yourself. A deputy chair from another agency decides."
)
NOT_YOUR_AGENCY = (
    "Somebody of your own agency asked for this. A chair or deputy from another agency decides."
)
NOT_IN_DATE = (
    "This recipient’s entry on the register has run out or was changed since two people checked "
    "it. Nothing can go there before it is checked again."
)
CHANGED = (
    "What was asked has changed since you looked. Nothing was signed. Look at it again and decide."
)
TAKEN_BACK = "This was taken back. If you still need it, ask the coordinator of the MARAC."
STOPPED = "This was stopped. If you still need it, ask the coordinator of the MARAC."
ANOTHER = (
    "The register’s entry of this recipient was changed since a chair released this, so nothing of "
    "it leaves. If it is still needed, ask for it again: a chair decides anew."
)
NO_HANDER_NOW = "Whoever was to hand this over may not do so any more. Ask the coordinator."
RUN_OUT = "The day until which this could be read has passed. Ask the coordinator of the MARAC."
RECEIVED = "Somebody has received this already, so it cannot be taken back."
NO_CONDITIONS = "Accept the conditions first."


@dataclass(frozen=True)
class Said:
    """All that a chair signs who releases something. ``digest`` is of the exact bytes, in hex.

    ``entry`` says whom the recipient's entry meant then (``recipient.rules.identity``): whoever
    makes it mean somebody else has no signature.
    """

    area_id: UUID
    release_id: UUID
    kind: str
    form: str
    way: str
    record_id: UUID
    subject_id: UUID
    subject_revision: int
    recipient_id: UUID
    recipient_kind: str
    entry: str
    check_id: UUID
    good_until: date
    requester_id: UUID
    requester_agency_id: UUID
    hand_over_by: UUID | None
    readers: Collection[UUID]
    digest: str
    code: str
    slip_id: UUID
    decided_by: UUID
    decided_agency_id: UUID
    key_pair_id: UUID
    at: str
    expires_on: date


def release_statement(said: Said) -> bytes:
    """Return the bytes that the chair signs."""
    fields = {name: _text(getattr(said, name)) for name in said.__dataclass_fields__}
    return signing.statement("release", **fields)


def entry_in(statement: bytes) -> str:
    """Return whom the recipient's entry meant, as a release's statement says; "" if it does not."""
    try:
        return signing.read_statement(statement).get("entry", "")
    except Misuse:
        return ""


def proof_statement(area_id: UUID, code: str, digest: str, key_pair_id: UUID, on: date) -> bytes:
    """Return the bytes that the chair signs for strangers: a code, a digest and a day."""
    return signing.statement(
        "paper",
        area=str(area_id),
        code=code,
        digest=digest,
        key_pair=str(key_pair_id),
        on=on.isoformat(),
    )


def check_decider(
    person_id: UUID, agency_id: UUID, requester_id: UUID, requester_agency_id: UUID
) -> None:
    """Refuse a chair who asked herself, or whose agency did."""
    if person_id == requester_id:
        raise Refused(NOT_YOURSELF)
    if agency_id == requester_agency_id:
        raise Refused(NOT_YOUR_AGENCY)


def check_expiry(expires_on: date | None, today: date) -> date:
    """Return the last day on which a release may be received, or say which days there are."""
    if expires_on is None or not today <= expires_on <= today + LONGEST:
        last = today + LONGEST
        raise RuleBroken(
            "expires_on",
            f"Enter a day from today to {last.day} {last:%B %Y}, the last on which it can be read.",
        )
    return expires_on


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(sorted(str(each) for each in value))
    return str(value)
