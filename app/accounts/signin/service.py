"""Signs people in: passphrase and code together, one answer and one cost for whatever is wrong."""

from dataclasses import dataclass, field

from sqlalchemy import CursorResult, delete, update

from app import clock
from app.access.actor import Actor
from app.accounts.person import keys
from app.accounts.person.model import Person, SecondFactor
from app.accounts.person.queries import active_pair
from app.accounts.person.rules import canonical_email
from app.accounts.session import service as sessions
from app.accounts.signin import queries
from app.accounts.signin.model import SignInFailure
from app.accounts.signin.rules import NOT_RIGHT, NOT_YOURS, WAITS, WINDOW, must_wait
from app.audit import record
from app.audit.events import SignedIn, SignInFailed
from app.db import db, new_id, transaction
from app.refusals import RuleBroken
from app.vault import blind, digests, totp
from app.vault import passphrase as passphrases
from app.vault.errors import DoesNotOpen

NOBODY = bytes(16)
"""The salt that a stranger's passphrase is derived with, so that it takes as long as anybody's."""


@dataclass(frozen=True)
class Entered:
    """Somebody who is signed in now, and the session that was started for them."""

    actor: Actor
    started: sessions.Started = field(repr=False)


def sign_in(email: str, passphrase: str, code: str, *, secret: bytes, device: str = "") -> Entered:
    """Sign somebody in, or raise ``RuleBroken`` with the one answer for every reason.

    ``secret`` keys the hash under which wrong tries are counted, so that the table names nobody.
    """
    email = canonical_email(email)
    who = blind.token(digests.derive(secret, "sign-in failures"), "email", email)
    account = queries.account_of(email)
    waits = must_wait(queries.recent_failures(who, clock.now()))
    unlocked = _unlock(account, passphrase)
    step = _step(account, unlocked, code)
    with transaction():
        waits = waits or must_wait(queries.recent_failures(who, clock.now()))
        if waits or account is None or unlocked is None or not _use(account, step):
            _fail(who, account, waits=waits)
        else:
            return _enter(who, account, unlocked, device)
    raise RuleBroken("", NOT_RIGHT)


def enter_after_joining(made: keys.Made, device: str = "") -> Entered:
    """Sign in somebody who has just proved passphrase and code by setting them."""
    person = db.session.get_one(Person, made.keyring.person_id)
    with transaction():
        started = sessions.start_for(made.keyring, device)
        actor = Actor(
            person_id=person.id,
            agency_id=person.agency_id,
            area_id=person.area_id,
            roles=person.roles,
            keyring=made.keyring,
            session_ref=str(started.id),
        )
        record(actor, SignedIn(subject_id=actor.person_id))
    return Entered(actor, started)


def check_passphrase(actor: Actor, passphrase: str) -> keys.Unlocked:
    """Ask for the passphrase again before a grave act; raises ``RuleBroken`` if it is another.

    Call it outside any transaction: it takes its time, and a wrong try must be kept.
    """
    pair = active_pair(actor.person_id)
    waits = must_wait(queries.recent_failures(actor.person_id.bytes, clock.now()))
    if pair is not None and passphrase and not waits:
        try:
            unlocked = keys.unlock(pair.id, passphrase)
        except DoesNotOpen:
            _fail_again(actor)
        else:
            waits = must_wait(queries.recent_failures(actor.person_id.bytes, clock.now()))
            if not waits:
                return unlocked
    raise RuleBroken("passphrase", WAITS if waits else NOT_YOURS)


def _unlock(account: queries.Account | None, passphrase: str) -> keys.Unlocked | None:
    """Derive in any case: a stranger's address must take as long as a member's."""
    key = passphrases.derive(passphrase or " ", account.lock.salt if account else NOBODY)
    if account is None:
        return None
    try:
        return keys.open_lock(account.lock, key)
    except DoesNotOpen as fault:
        if fault.contract != keys.UNLOCK:  # the passphrase is right, so the keyring was altered
            fault.note()
        return None


def _step(account: queries.Account | None, unlocked: keys.Unlocked | None, code: str) -> int | None:
    """Return the step whose code was typed, if it was not used before."""
    if account is None or unlocked is None:
        return None
    try:
        secret = keys.totp_secret(account.factor_id, account.sealed_secret, unlocked.unlock_key)
    except DoesNotOpen as fault:
        fault.note()
        return None
    return totp.accepted_step(secret, code, clock.now(), account.last_step)


def _use(account: queries.Account, step: int | None) -> bool:
    """Mark the code as used; of two requests with the same code only one succeeds."""
    if step is None:
        return False
    result = db.session.execute(
        update(SecondFactor)
        .where(SecondFactor.id == account.factor_id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def _enter(who: bytes, account: queries.Account, unlocked: keys.Unlocked, device: str) -> Entered:
    db.session.execute(delete(SignInFailure).where(SignInFailure.account == who))
    started = sessions.start_for(unlocked.keyring, device)
    actor = Actor(
        person_id=account.person_id,
        agency_id=account.agency_id,
        area_id=account.area_id,
        roles=account.roles,
        keyring=unlocked.keyring,
        session_ref=str(started.id),
    )
    record(actor, SignedIn(subject_id=actor.person_id))
    return Entered(actor, started)


def _fail_again(actor: Actor) -> None:
    """Note a wrong passphrase of somebody signed in: it may be another at their screen."""
    with transaction():
        failure = SignInFailure(id=new_id(), account=actor.person_id.bytes, at=clock.now())
        db.session.add(failure)
        record(actor, SignInFailed(subject_id=actor.person_id, reason="passphrase_again"))


def _fail(who: bytes, account: queries.Account | None, *, waits: bool) -> None:
    """Note a wrong try. While an account waits, more tries do not make it wait longer."""
    now = clock.now()
    db.session.execute(delete(SignInFailure).where(SignInFailure.at < now - WINDOW))
    if not waits:
        db.session.add(SignInFailure(id=new_id(), account=who, at=now))
    record(
        None,
        SignInFailed(
            subject_id=account.person_id if account else None,
            reason="waiting" if waits else "not_right",
        ),
        area_id=account.area_id if account else None,
    )
