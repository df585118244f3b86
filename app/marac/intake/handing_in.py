"""Takes in what an agency's own system hands in: the token, how often, the rules, the referral.

Nothing is looked up about anybody in it, and the answer is a reference and no more, so it never
depends on who is known here (AC-06). Whoever has the token and the whole database opens nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import delete

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ReferralHandedIn
from app.db import db, new_id, transaction
from app.marac.intake import queries
from app.marac.intake.faults import every_fault
from app.marac.intake.model import HandedIn, HandInToken, HandInTry
from app.marac.intake.parsing import parse_object
from app.marac.intake.rules import (
    ANOTHER_BODY,
    HOUR,
    KEPT,
    MOST_AN_HOUR,
    MOST_FAILURES,
    NOT_LET_IN,
    STOPPED_NOW,
    WINDOW,
    checked_retry_key,
    secret_of,
    waits,
)
from app.marac.intake.service import CONTRACT, require_member, sealing_key
from app.marac.intake.strangers import read_in_words
from app.marac.referral.model import Referral
from app.marac.referral.reading import Reading
from app.marac.referral.service import refer
from app.refusals import Refused, RuleBroken
from app.vault import digests, sealing
from app.vault.errors import VaultError
from app.vault.keyring import Keyring

SCOPE = frozenset({Permission.REFERRAL_MAKE})


class NotLetIn(Exception):
    """No token, or none that works; always the same words."""


class Stopped(Exception):
    """The token is right, and its maker may not refer anybody at the moment."""


class TooOften(Exception):
    """More than an hour allows; ``seconds`` until the next may come."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class Unfit(Exception):
    """What was handed in is no referral; ``faults`` are at the fields that are wrong."""

    def __init__(self, faults: list[RuleBroken]) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True)
class Bearer:
    """Whom a token acts for, held to the one thing that a token may do."""

    token: queries.Live
    actor: Actor
    retry_key: bytes


def let_in(authorization: str, address: str, secret: bytes) -> Bearer:
    """Find out for whom a request acts.

    ``secret`` keys the digest under which failures of an address are counted. A token that works
    is never made to wait for the failures of others.
    """
    text = secret_of(authorization)
    live = queries.live_token(text, clock.now())
    if live is None:
        _count_failure(digests.chain(digests.derive(secret, "hand-in failures"), address.encode()))
        raise NotLetIn(NOT_LET_IN)
    try:
        half = sealing.unseal(sealing_key(text), CONTRACT, live.id, live.sealed_keys)
        actor = Actor(
            person_id=live.person_id,
            agency_id=live.agency_id,
            area_id=live.area_id,
            roles=live.roles,
            keyring=Keyring.from_writing_half(half),
            session_ref=f"token:{live.id}",
            only=SCOPE,
        )
        require_member(actor)
    except VaultError as fault:
        fault.note()
        raise NotLetIn(NOT_LET_IN) from None
    except Refused:
        raise Stopped(STOPPED_NOW) from None
    return Bearer(live, actor, digests.derive(text.encode(), "hand-in retries"))


def hand_in(bearer: Bearer, body: bytes, retry_key: str = "") -> str:
    """Make a referral of a body and return its reference; the same one for the same retry key."""
    _count(bearer)
    reading = _read(bearer.actor, body, retry_key)
    words = digests.chain(bearer.retry_key, digests.sha256(body))
    retry = digests.chain(bearer.retry_key, b"key:" + retry_key.encode()) if retry_key else None
    with transaction():
        token = _still_in_use(bearer)
        before = queries.retried(token.id, retry) if retry else None
        if before is not None:
            return _again(before, words)
        referral = _refer(bearer.actor, reading)
        now = clock.now()
        handed = HandedIn(
            id=new_id(),
            token_id=token.id,
            referral_id=referral.id,
            retry_hash=retry,
            words_hash=words,
            at=now,
        )
        db.session.add(handed)
        token.used, token.last_used_at = token.used + 1, now
        record(bearer.actor, ReferralHandedIn(referral.id, token_id=token.id))
        return referral.reference


def _read(actor: Actor, body: bytes, retry_key: str) -> Reading:
    try:
        checked_retry_key(retry_key)
        reading, faults = every_fault(partial(read_in_words, actor), parse_object(body))
    except RuleBroken as broken:
        raise Unfit([broken]) from None
    if reading is None:
        raise Unfit(faults)
    return reading


def _refer(actor: Actor, reading: Reading) -> Referral:
    try:
        return refer(
            actor,
            reading.referred,
            assessment=reading.assessment,
            equality=reading.equality,
            kept_from=reading.kept_from,
            urgent=reading.urgent,
        )
    except RuleBroken as broken:
        raise Unfit([broken]) from None
    except Refused:
        raise Stopped(STOPPED_NOW) from None


def _again(before: HandedIn, words: bytes) -> str:
    if not digests.same(before.words_hash, words):
        raise Unfit([RuleBroken("Idempotency-Key", ANOTHER_BODY)])
    return db.session.get_one(Referral, before.referral_id).reference


def _still_in_use(bearer: Bearer) -> HandInToken:
    """Look again under the write lock: it may have been revoked since the request came in."""
    token = db.session.get(HandInToken, bearer.token.id, populate_existing=True)
    if token is None or token.revoked_at is not None:
        raise NotLetIn(NOT_LET_IN)
    return token


def _count(bearer: Bearer) -> None:
    """Note a try with this token, or make it wait; tries that are refused count as well."""
    account, now = bearer.token.id.bytes, clock.now()
    with transaction():
        waiting = waits(queries.tries(account, now - HOUR), MOST_AN_HOUR, HOUR, now)
        if waiting is None:
            _note(account, now)
    if waiting is not None:
        raise TooOften(waiting.seconds)


def _count_failure(account: bytes) -> None:
    """Note a failure of an address, or make it wait. While it waits nothing more is written."""
    now = clock.now()
    waiting = waits(queries.tries(account, now - WINDOW), MOST_FAILURES, WINDOW, now)
    if waiting is not None:
        raise TooOften(waiting.seconds)
    with transaction():
        _note(account, now)


def _note(account: bytes, now: datetime) -> None:
    db.session.execute(delete(HandInTry).where(HandInTry.at < now - KEPT))
    db.session.add(HandInTry(id=new_id(), account=account, at=now))
