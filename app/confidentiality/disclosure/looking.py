"""A chair of another agency looks at what was told by word of mouth, and signs what she says."""

from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.accounts.person.queries import person_names
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import SpokenLookedAt
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.confidentiality.disclosure import spoken
from app.confidentiality.disclosure.model import Spoken
from app.confidentiality.disclosure.saying import LOOKED, find, may_look, read_spoken
from app.confidentiality.disclosure.spoken import Looked
from app.confidentiality.disclosure.statements import spoken_statement
from app.db import transaction
from app.firewall.screen import screen_commitment
from app.refusals import Changed, NotSignedIn, Refused


def look_at(actor: Actor, spoken_id: UUID, looked: Looked, passphrase: str) -> Spoken:
    """Sign that one has read it, or that it should not have happened."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    if check_passphrase(actor, passphrase).pair_id != actor.keys.key_id:
        raise NotSignedIn()
    return sign_looked(actor, spoken_id, looked)


def sign_looked(actor: Actor, spoken_id: UUID, looked: Looked) -> Spoken:
    """Sign, the passphrase having been asked. ``Changed`` if another chair was quicker."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    screened(actor, screen_commitment(looked.words), "words", "spoken.looked")
    with transaction():
        ring = Ring(actor)
        opened = read_spoken(ring, find(ring, spoken_id))
        row = opened.row
        require_officer(actor, ring.chain)
        if not may_look(ring, row):
            raise Refused(spoken.NOT_YOURS)
        if row.looked_by is not None:
            name = person_names([row.looked_by]).get(row.looked_by, "Another chair")
            raise Changed("verdict", spoken.LOOKED_AT.format(name=name))
        spoken.check_looked(looked)
        row.looked_by, row.looked_agency_id = actor.person_id, actor.agency_id
        row.looked_at, row.key_pair_id = clock.now(), actor.keys.key_id
        row.looked_secret_id = ring.current(row.secret_id, of=row.record_id)
        row.sealed_looked = ring.seal(
            row.looked_secret_id, LOOKED, row.id, looked.to_dict(), of=row.record_id
        )
        row.statement = spoken_statement(row, opened.told.digest, looked.digest)
        row.signature = actor.keys.sign(row.statement)
        event = SpokenLookedAt(row.record_id, spoken_id=row.id, verdict=str(looked.verdict))
        record(actor, event)
    return row
