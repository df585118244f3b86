"""Uses an invitation: the person attests, proves the authenticator, and gets keys of their own.

The new key pair opens nothing until an officer has confirmed it. That is what makes a stolen link,
an invented account or a reset by somebody else worthless (architecture §3, doorkeeping).
"""

from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.access.permissions import OFFICERS
from app.accounts.area.model import Area
from app.accounts.person import keys, queries, rules
from app.accounts.person.model import Invitation, Person, PersonState
from app.accounts.person.service import RESET
from app.audit import record
from app.audit.events import PassphraseReset, PersonJoined
from app.db import db, transaction
from app.refusals import NotVisible, RuleBroken
from app.vault import passphrase as passphrases
from app.vault import totp


@dataclass(frozen=True)
class Welcome:
    """What the page of an invitation says to the person who opened it."""

    invitation_id: UUID
    person_id: UUID
    name: str
    email: str
    agency_id: UUID
    is_reset: bool


def welcome(token: str) -> Welcome:
    """Read an invitation; ``NotVisible`` if the link was used, has expired or never was."""
    invitation = queries.invitation_for(token, clock.now())
    person = db.session.get_one(Person, invitation.person_id)
    if person.state == PersonState.LEFT:
        raise NotVisible()
    return Welcome(
        invitation.id,
        person.id,
        person.name,
        person.email,
        person.agency_id,
        invitation.purpose == RESET,
    )


def checked_code(totp_secret: str, code: str) -> int:
    """Return the step of the first code an authenticator shows, or say what to look at."""
    step = totp.accepted_step(totp_secret, code, clock.now(), 0)
    if step is None:
        raise RuleBroken(
            "code",
            "That code is not right. Enter the 6 digits your app shows now for this service. If it "
            "keeps happening, check that the clock of your phone is set automatically.",
        )
    return step


def join(
    token: str, *, attests: bool, passphrase: str, again: str, totp_secret: str, last_step: int
) -> keys.Made:
    """Make the account: everything of it, or nothing."""
    who = welcome(token)
    rules.checked_attestation("attests", attests)
    rules.checked_passphrase(passphrase, again, who.email)
    if passphrases.is_known(passphrase):
        raise RuleBroken(
            "passphrase", "This passphrase is on lists that attackers try first. Choose another."
        )
    lock = keys.new_lock(passphrase)
    with transaction():
        invitation = db.session.get_one(Invitation, welcome(token).invitation_id)
        invitation.used_at = clock.now()
        person = db.session.get_one(Person, who.person_id)
        made = _keys_for(person, lock, totp_secret, last_step)
        person.state = PersonState.ACTIVE
        person.attested_at = clock.now()
        event = PassphraseReset if who.is_reset else PersonJoined
        record(None, event(subject_id=person.id), area_id=person.area_id)
    return made


def _keys_for(person: Person, lock: keys.NewLock, totp_secret: str, last_step: int) -> keys.Made:
    """The first officer of an area becomes its root; everybody after pins that root."""
    area = db.session.get_one(Area, person.area_id)
    if area.root_public is None and not person.roles & OFFICERS:
        raise RuleBroken(
            "passphrase",
            "The first chair or coordinator of this area must set up their account before you can. "
            "Your link stays valid; try again when they have.",
        )
    made = keys.store_key_pair(person.id, lock, area.root_public, totp_secret, last_step)
    if area.root_public is None:
        area.root_public = made.keyring.root_public
    return made
