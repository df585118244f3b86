"""Whoever asks signs what they ask; before anybody decides, row, words and trail are compared.

A chair decides about the request of a person of another agency. That this person asked it, and
exactly this, is not believed because a row says so: it is signed with their own keys, each edition
anew. An edition from before the victim took back her agreement contradicts the trail, and a row of
the trail that somebody appended is later than no signature.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.access.actor import Actor
from app.accounts.person.model import KeyPair
from app.audit.events import AgreementTakenBack, DisclosureSent, DisclosureWithdrawn
from app.audit.queries import Entry, rows_tagged_about
from app.confidentiality.agreement.rules import is_signed, moment
from app.confidentiality.circle.chain import Chain
from app.confidentiality.disclosure.model import DisclosureRequest
from app.db import db
from app.vault import signing
from app.vault.errors import Forged, Misuse

ENDS = (AgreementTakenBack.tag, DisclosureWithdrawn.tag)
Signed = dict[str, str]


def request_statement(row: DisclosureRequest, asked: str, key_pair_id: UUID, at: datetime) -> bytes:
    """Return what a requester signs. ``asked``: the digest, in hex, of all that is asked."""
    return signing.statement(
        "disclosure-request",
        area=str(row.area_id),
        record=str(row.record_id),
        request=str(row.id),
        edition=str(row.edition),
        asked=asked,
        person=str(row.requester_id),
        agency=str(row.agency_id),
        key_pair=str(key_pair_id),
        at=moment(at),
    )


def sign_asked(actor: Actor, row: DisclosureRequest, asked: str, at: datetime) -> Signed:
    """Sign one edition of a request; it is sealed beside what is asked."""
    said = request_statement(row, asked, actor.keys.key_id, at)
    return {"statement": said.hex(), "signature": actor.keys.sign(said).hex()}


def asked_at(
    chain: Chain, row: DisclosureRequest, asked: str, sealed: Mapping[str, Any]
) -> datetime:
    """Return when this edition was asked, as its requester signed it.

    ``Forged`` if the row names somebody else, if the words are of another edition, or if the trail
    says that it ended since.
    """
    try:
        said = bytes.fromhex(sealed["statement"])
        signature = bytes.fromhex(sealed["signature"])
        fields = signing.read_statement(said)
        pair_id, at = UUID(fields["key_pair"]), datetime.fromisoformat(fields["at"])
    except (KeyError, ValueError, Misuse):
        raise Forged(f"disclosure request {row.id} is not signed") from None
    pair = db.session.get(KeyPair, pair_id)
    if (
        pair is None
        or pair.person_id != row.requester_id
        or said != request_statement(row, asked, pair_id, at)
        or not is_signed(pair.signing_public, said, signature)
        or not chain.was_confirmed(pair_id, row.agency_id)
    ):
        raise Forged(f"disclosure request {row.id} is not what was asked")
    if _edition_of(row) != row.edition or _ended(row, at):
        raise Forged(f"disclosure request {row.id} is not as the trail says")
    return at


def is_current(row: DisclosureRequest) -> bool:
    """Say whether the trail knows no later edition, and no end of this one."""
    rows = list(_trail(row))
    return bool(rows) and rows[0].tag == DisclosureSent.tag and _edition_of(row) == row.edition


def _trail(row: DisclosureRequest) -> Iterable[Entry]:
    """Yield what the trail says of a request being sent or ended, the newest first."""
    found = rows_tagged_about((DisclosureSent.tag, *ENDS), row.record_id)
    return (each for each in found if each.detail.get("request_id") == str(row.id))


def _edition_of(row: DisclosureRequest) -> int:
    sent = [each.detail["edition"] for each in _trail(row) if each.tag == DisclosureSent.tag]
    return max(sent, default=0)


def _ended(row: DisclosureRequest, at: datetime) -> bool:
    return any(each.tag in ENDS and datetime.fromisoformat(each.at) >= at for each in _trail(row))
