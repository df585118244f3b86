"""Rows of the trail that open something carry an officer's signature, in two fields of the event.

The trail is chained and not keyed: a row more at its end breaks nothing, whoever writes it. So a
row that undoes a caution counts only if somebody who held an office when it was written signed it,
and nobody for themself.
"""

from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.audit.queries import Act, Entry
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.offices import held_office

_HALF = 64
"""How many letters one field of an event holds: a signature takes two."""


@dataclass(frozen=True)
class Signed:
    """With which key a row was signed, and the signature in two halves, as letters."""

    key_pair_id: UUID
    signed: str
    signed_on: str


def sign_row(actor: Actor, said: bytes) -> Signed:
    """Sign what a row of the trail says, with the actor's key."""
    signature = actor.keys.sign(said).hex()
    return Signed(actor.keys.key_id, signature[:_HALF], signature[_HALF:])


def is_an_officers(chain: Chain, row: Act | Entry, said: bytes, about: UUID) -> bool:
    """Say whether an officer other than ``about`` signed a row that says this, and wrote it."""
    try:
        pair_id = UUID(str(row.detail["key_pair_id"]))
        signature = bytes.fromhex(f"{row.detail['signed']}{row.detail['signed_on']}")
    except (KeyError, ValueError):
        return False
    officer = chain.once(pair_id)
    return (
        officer is not None
        and officer.person_id == row.actor_id != about
        and is_signed(officer.signing_public, said, signature)
        and held_office(chain, pair_id, row.seq)
    )
