"""Uses an invitation: the person attests, proves the authenticator, and gets keys of their own.

The new key pair opens nothing until an officer has confirmed it. That is what makes a stolen link,
an invented account or a reset by somebody else worthless (architecture §3, doorkeeping).
"""

from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.access.permissions import OFFICERS
from app.accounts.agency.model import Agency
from app.accounts.area.model import Area
from app.accounts.person import keys, queries, rules
from app.accounts.person.attesting import attest_on_joining
from app.accounts.person.model import Invitation, Person, PersonState
from app.accounts.person.service import RESET
from app.audit import record
from app.audit.events import PassphraseReset, PersonJoined
from app.db import db, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault import passphrase as passphrases
from app.vault import totp

WAIT = (
    "The first chair or coordinator of this area must set up their account before you can set up "
    "yours. Your link stays valid: try again when they have."
)


@dataclass(frozen=True)
class Welcome:
    """What the page of an invitation says to the person who opened it."""

    invitation_id: UUID
    person_id: UUID
    name: str
    email: str
    agency_name: str
    area_name: str
    is_reset: bool
    must_wait: bool


def welcome(token: str) -> Welcome:
    """Read an invitation; ``NotVisible`` if the link was used, has expired or never was."""
    invitation = queries.invitation_for(token, clock.now())
    person = db.session.get_one(Person, invitation.person_id)
    if person.state == PersonState.LEFT:
        raise NotVisible()
    area = db.session.get_one(Area, person.area_id)
    return Welcome(
        invitation.id,
        person.id,
        person.name,
        person.email,
        db.session.get_one(Agency, person.agency_id).name,
        area.name,
        is_reset=invitation.purpose == RESET,
        must_wait=area.root_public is None and not _may_be_root(invitation, person),
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


def refuse_known(passphrase: str, *about: str) -> None:
    """Refuse what a guesser tries early: common words, patterns, the person's own name."""
    if passphrases.is_known(passphrase, *about):
        raise RuleBroken(
            "passphrase",
            "Attackers would try this passphrase early: it is well known, follows a pattern or is "
            "made of your own name. Choose another.",
        )


def join(
    token: str, *, attests: bool, passphrase: str, again: str, totp_secret: str, last_step: int
) -> keys.Made:
    """Make the account: everything of it, or nothing."""
    who = welcome(token)
    if who.must_wait:
        raise Refused(WAIT)
    rules.checked_attestation("attests", attests)
    rules.checked_passphrase(passphrase, again, who.email)
    refuse_known(passphrase, who.name, who.email)
    lock = keys.new_lock(passphrase)
    with transaction():
        invitation = db.session.get_one(Invitation, welcome(token).invitation_id)
        invitation.used_at = clock.now()
        person = db.session.get_one(Person, who.person_id)
        made = _keys_for(person, lock, totp_secret, last_step)
        person.state = PersonState.ACTIVE
        attest_on_joining(person, made.keyring)
        event = PassphraseReset if who.is_reset else PersonJoined
        record(None, event(subject_id=person.id), area_id=person.area_id)
    return made


def _keys_for(person: Person, lock: keys.NewLock, totp_secret: str, last_step: int) -> keys.Made:
    """The first officer of an area becomes its root; everybody after pins that root."""
    area = db.session.get_one(Area, person.area_id)
    made = keys.store_key_pair(person.id, lock, area.root_public, totp_secret, last_step)
    if area.root_public is None:
        area.root_public = made.keyring.root_public
    return made


def _may_be_root(invitation: queries.OpenInvitation, person: Person) -> bool:
    """Only an officer who was set up at the command line can vouch for everybody else."""
    return invitation.made_by is None and bool(person.roles & OFFICERS)
