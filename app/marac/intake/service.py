"""Makes and revokes tokens. A token signs in its maker's name and opens nothing of theirs."""

from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.accounts.person.leaving import when_given_office, when_left
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import TokenMade, TokenRevoked
from app.confidentiality.circle.grants import Ring
from app.db import db, new_id, transaction
from app.firewall.screen import screen_identity
from app.marac.intake import queries
from app.marac.intake.model import HandInToken
from app.marac.intake.rules import (
    AN_OFFICERS_ONCE,
    ENOUGH,
    MOST_EACH,
    NOT_FOR_OFFICERS,
    PREFIX,
    SIGNS_ELSEWHERE,
    Made,
    checked_months,
    checked_name,
)
from app.marac.risk.rules import months_after
from app.refusals import Refused, RuleBroken
from app.vault import digests, sealing

CONTRACT = "token.keys"


def make_token(actor: Actor, name: str, months: str, passphrase: str) -> Made:
    """Make a token with which another system refers in the actor's name; its text is shown once.

    Asks for the passphrase again, and refuses officers: see ADR 0017. Call it outside any
    transaction.
    """
    actor.require(Permission.TOKEN_MAKE)
    require_member(actor)
    name, last = checked_name(name), checked_months(months)
    screened(actor, screen_identity(name), "name", "token")
    check_passphrase(actor, passphrase)
    with transaction():
        if queries.how_many_in_use(actor.person_id, clock.now()) >= MOST_EACH:
            raise RuleBroken("", ENOUGH)
        return _made(actor, name, last)


def revoke(actor: Actor, token_id: UUID) -> None:
    """Stop a token for good: one's own, or as an officer any of the area's."""
    actor.require(Permission.TOKEN_MAKE)
    with transaction():
        token = queries.token(actor, token_id)
        if token.revoked_at is not None:
            return
        _stop(token, actor.person_id)
        record(actor, TokenRevoked(token.id))


@when_left
@when_given_office
def revoke_all(person_id: UUID) -> None:
    """Stop every token of somebody who left, was put out or was given an office.

    What it signed with goes from the table; a backup still has it, see ``bar``.
    """
    asked = select(HandInToken).where(
        HandInToken.person_id == person_id, HandInToken.revoked_at.is_(None)
    )
    with transaction():
        for token in db.session.scalars(asked).all():
            _stop(token, None)
            record(None, TokenRevoked(token.id), area_id=token.area_id)


def require_member(actor: Actor) -> None:
    """Raise ``Refused`` for officers, by their roles or by how their keys were confirmed.

    Also where the keys were an officer's once: whether a confirmation lapsed is a mere column.
    """
    if actor.is_officer or Ring(actor).me.is_officer:
        raise Refused(NOT_FOR_OFFICERS)
    if queries.was_officers(actor.keys.key_id):
        raise Refused(AN_OFFICERS_ONCE)


def bar(key_pair_id: UUID) -> str | None:
    """Say why keys with which a token was ever made must not be an officer's, or None.

    Revoking does not help: whoever has the token's text and an old backup has what signs.
    """
    return SIGNS_ELSEWHERE if queries.was_token_made_with(key_pair_id) else None


def sealing_key(text: str) -> bytes:
    """Return the key that seals what a token signs with; it can be had from its text alone."""
    return digests.derive(text.encode(), "hand-in token")


def _made(actor: Actor, name: str, months: int) -> Made:
    token_id, text = new_id(), PREFIX + digests.random_token(32)
    now = clock.now()
    until = months_after(clock.london(now).date(), months) - clock.london(now).date()
    half = actor.keys.writing_half()
    db.session.add(
        HandInToken(
            id=token_id,
            area_id=actor.area_id,
            agency_id=actor.agency_id,
            person_id=actor.person_id,
            key_pair_id=actor.keys.key_id,
            name=name,
            token_hash=digests.sha256(text.encode()),
            sealed_keys=sealing.seal(sealing_key(text), CONTRACT, token_id, half),
            made_at=now,
            expires_at=now + until,
        )
    )
    record(actor, TokenMade(token_id))
    return Made(token_id, text)


def _stop(token: HandInToken, by: UUID | None) -> None:
    token.revoked_at, token.revoked_by, token.sealed_keys = clock.now(), by, None
