"""That somebody is let in again counts for keys only as an officer signed it, in the trail itself.

The trail is chained and not keyed: a row more at its end breaks nothing. So the row that lets
somebody in again carries an officer's signature over which record, whom, and after which row that
kept them out. Nobody signs it for themself, and no row of it serves a second time.
"""

from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.audit.events import ExclusionLifted
from app.audit.queries import Act
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.remembered import Believes, last_acts
from app.confidentiality.circle.rules import named
from app.vault import signing

_HALF = 64
"""How many letters one field of an event holds: a signature takes two."""


def lifted_by(actor: Actor, record_id: UUID, person_id: UUID) -> ExclusionLifted:
    """Return the event that lets somebody in again, signed with the actor's key."""
    out = last_acts(record_id, [named(person_id, None)])
    said = _statement(record_id, person_id, actor.keys.key_id, out[0].seq if out else 0)
    signature = actor.keys.sign(said).hex()
    return ExclusionLifted(
        record_id,
        person_id=person_id,
        key_pair_id=actor.keys.key_id,
        signed=signature[:_HALF],
        signed_on=signature[_HALF:],
    )


def believed_by(chain: Chain) -> Believes:
    """Return who says of a row that lets somebody in again whether an officer signed it, after the
    row of the trail with that number."""

    def believes(act: Act, after: int) -> bool:
        try:
            person_id, pair_id = UUID(act.detail["person_id"]), UUID(act.detail["key_pair_id"])
            signature = bytes.fromhex(act.detail["signed"] + act.detail["signed_on"])
            at = datetime.fromisoformat(act.at)
        except (KeyError, TypeError, ValueError):
            return False
        chain.load([pair_id])
        officer = chain.once(pair_id)
        return (
            officer is not None
            and officer.person_id == act.actor_id != person_id
            and chain.was_officer(pair_id, at)
            and is_signed(
                officer.signing_public,
                _statement(act.subject_id, person_id, pair_id, after),
                signature,
            )
        )

    return believes


def _statement(record_id: UUID, person_id: UUID, key_pair_id: UUID, after: int) -> bytes:
    return signing.statement(
        "exclusion-lifted",
        record=str(record_id),
        person=str(person_id),
        by=str(key_pair_id),
        after=str(after),
    )
