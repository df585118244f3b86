"""Whoever asks for a chair’s signature signs what they ask; the chair’s page compares it.

A letter is signed by a chair of another agency than whoever asked. Who that was is not believed
because a row says so: row, words and edition stand under the asker’s own signature, and what the
trail says was changed, taken back or not signed since is not what was asked.
"""

import json
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.accounts.person.model import KeyPair
from app.audit.events import LetterChanged, LetterNotSigned, LetterWithdrawn
from app.audit.queries import last_rows
from app.confidentiality.agreement.rules import is_signed, moment
from app.confidentiality.circle.chain import Chain
from app.db import db
from app.marac.letter.content import Content
from app.marac.letter.model import Letter
from app.vault import digests, signing
from app.vault.errors import Forged, Misuse

ENDS = (LetterChanged.tag, LetterWithdrawn.tag, LetterNotSigned.tag)


def asked_statement(row: Letter, asked: str, key_pair_id: UUID, at: datetime) -> bytes:
    """Return what whoever asks signs. ``asked``: the digest, in hex, of all that is sealed."""
    return signing.statement(
        "letter-asked",
        area=str(row.area_id),
        case=str(row.case_id),
        letter=str(row.id),
        edition=str(row.edition),
        asked=asked,
        person=str(row.requester_id),
        agency=str(row.requester_agency_id),
        key_pair=str(key_pair_id),
        at=moment(at),
    )


def digest_of(found: Content) -> str:
    """Return the SHA-256, in hex, of what is asked. The code of the paper in it is random."""
    plain = replace(found, asked_statement="", asked_signature="").to_dict()
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digests.sha256_hex(text.encode())


def signed_by_asker(actor: Actor, row: Letter, found: Content, at: datetime) -> Content:
    """Return what is sealed of a letter with the signature of whoever asks."""
    said = asked_statement(row, digest_of(found), actor.keys.key_id, at)
    return replace(found, asked_statement=said.hex(), asked_signature=actor.keys.sign(said).hex())


def check_asked(chain: Chain, row: Letter, found: Content) -> None:
    """Raise ``Forged`` unless the person of the row asked for exactly this, and it still stands."""
    try:
        said, signature = bytes.fromhex(found.asked_statement), bytes.fromhex(found.asked_signature)
        fields = signing.read_statement(said)
        pair_id, at = UUID(fields["key_pair"]), datetime.fromisoformat(fields["at"])
    except (KeyError, ValueError, Misuse):
        raise Forged(f"letter {row.id} is not signed by whoever asked") from None
    pair, agency_id = db.session.get(KeyPair, pair_id), row.requester_agency_id
    if (
        pair is None
        or agency_id is None
        or pair.person_id != row.requester_id
        or said != asked_statement(row, digest_of(found), pair_id, at)
        or not is_signed(pair.signing_public, said, signature)
        or not chain.was_confirmed(pair_id, agency_id)
    ):
        raise Forged(f"letter {row.id} is not what was asked")
    last = last_rows(ENDS, [row.id]).get(row.id)
    if last is not None and datetime.fromisoformat(last.at) > at:
        raise Forged(f"letter {row.id} is not as the trail says")
