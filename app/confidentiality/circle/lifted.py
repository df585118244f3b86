"""That somebody is let in again counts for keys only as an officer signed it, in the trail itself.

The signature is over which record, whom, and after which row that kept them out: nobody signs it
for themself, and no row of it serves a second time.
"""

from uuid import UUID

from app.access.actor import Actor
from app.audit.events import ExclusionLifted
from app.audit.queries import Act
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.remembered import Believes, last_acts
from app.confidentiality.circle.rules import named
from app.confidentiality.circle.signed_rows import is_an_officers, sign_row
from app.vault import signing


def lifted_by(actor: Actor, record_id: UUID, person_id: UUID) -> ExclusionLifted:
    """Return the event that lets somebody in again, signed with the actor's key."""
    out = last_acts(record_id, [named(person_id, None)])
    said = _statement(record_id, person_id, out[0].seq if out else 0)
    with_ = sign_row(actor, said)
    return ExclusionLifted(
        record_id,
        person_id=person_id,
        key_pair_id=with_.key_pair_id,
        signed=with_.signed,
        signed_on=with_.signed_on,
    )


def believed_by(chain: Chain) -> Believes:
    """Return who says of a row that lets somebody in again whether an officer signed it, after the
    row of the trail with that number."""

    def believes(act: Act, after: int) -> bool:
        person_id = UUID(act.detail["person_id"])
        said = _statement(act.subject_id, person_id, after)
        return is_an_officers(chain, act, said, about=person_id)

    return believes


def _statement(record_id: UUID, person_id: UUID, after: int) -> bytes:
    return signing.statement(
        "exclusion-lifted", record=str(record_id), person=str(person_id), after=str(after)
    )
