"""Changes what somebody signs in with, while they are signed in and know their passphrase."""

from uuid import UUID

from app.access.actor import Actor
from app.accounts.person import keys, rules
from app.accounts.person.joining import checked_code, refuse_known
from app.accounts.person.queries import person as person_of_area
from app.accounts.session.service import end_others
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import PassphraseChanged, SecondFactorChanged
from app.db import transaction
from app.refusals import RuleBroken


def change_passphrase(
    actor: Actor, current: str, passphrase: str, again: str, *, here: UUID | None = None
) -> None:
    """Wrap the same keys under another passphrase; whatever they open stays open to the person.

    Every other session than ``here`` ends: somebody else may be why it is changed.
    """
    person = person_of_area(actor, actor.person_id)
    rules.checked_passphrase(passphrase, again, person.email)
    refuse_known(passphrase, person.name, person.email)
    unlocked = _unlocked(actor, current)
    lock = keys.new_lock(passphrase)
    with transaction():
        keys.wrap_anew(unlocked, lock)
        _end_others(actor, here)
        record(actor, PassphraseChanged(subject_id=actor.person_id))


def change_authenticator(
    actor: Actor, current: str, totp_secret: str, code: str, *, here: UUID | None = None
) -> None:
    """Move the codes to another app; those of the old one are refused, and other sessions end."""
    step = checked_code(totp_secret, code)
    unlocked = _unlocked(actor, current)
    with transaction():
        keys.replace_factor(unlocked, totp_secret, step)
        _end_others(actor, here)
        record(actor, SecondFactorChanged(subject_id=actor.person_id))


def _end_others(actor: Actor, here: UUID | None) -> None:
    if here is not None:
        end_others(actor, here)


def _unlocked(actor: Actor, current: str) -> keys.Unlocked:
    try:
        return check_passphrase(actor, current)
    except RuleBroken as broken:
        raise RuleBroken("current", broken.message) from None
