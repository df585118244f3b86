"""Makes new keys where somebody who knew the old one is out; the old stays readable to the rest."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import update

from app import clock
from app.access.actor import Actor
from app.audit import record
from app.audit.events import CircleRotated
from app.confidentiality.circle import queries
from app.confidentiality.circle.giving import (
    Giver,
    Holders,
    kept_from,
    named_holders,
    promised_in,
)
from app.confidentiality.circle.grants import Holder, make_secret
from app.confidentiality.circle.model import Because, Grant, HolderKind, Secret, SecretKind
from app.confidentiality.circle.passed import promised_now
from app.confidentiality.circle.remembered import went_out
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import WRITTEN_INTO, is_promised, promise
from app.confidentiality.circle.statements import GrantRow, SecretRow
from app.confidentiality.circle.trust import holds
from app.db import db

AT_ONCE = 25
"""How many keys one beat of the door makes anew, so that a meeting never waits for it."""
ORDER = [
    SecretKind.OFFICERS,
    SecretKind.AGENCY,
    SecretKind.CASE,
    SecretKind.MINUTES,
    SecretKind.REFERRAL,
    SecretKind.COMPARTMENT,
    SecretKind.SLIP,
]
"""What is made anew at the door, and in which order. An agency makes its private spaces itself; the
key of the index stays, or its tokens would find nothing more."""


def due(area_id: UUID, *, officer: bool, agency_id: UUID) -> list[SecretRow]:
    """Return the secrets that this doorkeeper makes anew: the area's, or their own agency's.

    The order is that in which they are made; who is kept from a record does not make its keys.
    """
    rows = queries.secret_rows(
        Secret.area_id == area_id, Secret.rotation_due_at.is_not(None), Secret.retired_at.is_(None)
    )
    if officer:
        listed = {row.id for row in rows}
        rows += [row for row in _owed_by_the_trail(area_id) if row.id not in listed]
    mine = [
        row
        for row in rows
        if row.kind in ORDER
        and (row.record_id == agency_id if row.kind == SecretKind.AGENCY else officer)
    ]
    return sorted(mine, key=lambda row: ORDER.index(SecretKind(row.kind)))


def _owed_by_the_trail(area_id: UUID) -> list[SecretRow]:
    """Return the newest keys of what somebody left by their own word, and of its parts, that do not
    name them yet: a moment beside the key, which nobody signed, is not what counts."""
    out = went_out(area_id)
    if not out:
        return []
    own = queries.secret_rows(Secret.record_id.in_(out))
    record_of = {row.id: row.record_id for row in own}
    parts = queries.secret_rows(Secret.part_of.in_(record_of), Secret.record_id.not_in(out))
    return [
        row
        for row in newest_of([*own, *parts])
        if not out[_above(row, record_of, out)].issubset(row.excluded)
    ]


def _above(row: SecretRow, record_of: dict[UUID, UUID], out: Collection[UUID]) -> UUID:
    """Return the record that somebody left: the key's own, or that of which it is a part."""
    return row.record_id if row.record_id in out or not row.part_of else record_of[row.part_of]


def newest_of(secrets: Iterable[SecretRow]) -> list[SecretRow]:
    """Return the newest generation of each of these secrets that are made anew at the door."""
    found: dict[tuple[str, UUID], SecretRow] = {}
    for row in sorted(secrets, key=lambda each: each.generation):
        if row.kind in ORDER:
            found[row.kind, row.record_id] = row
    return list(found.values())


def rotate(actor: Actor, holders: Holders, secrets: Iterable[SecretRow], ring: Ring) -> int:
    """Make a new generation of each secret for those who still hold it, in an open transaction.

    An agency makes its own anew, when it next writes there (``private``).
    """
    wanted = (row for row in secrets if row.kind in ORDER)
    rows = sorted(wanted, key=lambda row: ORDER.index(SecretKind(row.kind)))
    if not rows:
        return 0
    family = queries.secret_rows(Secret.record_id.in_({row.record_id for row in rows}))
    lists = kept_from(holders.chain, family)
    sound = [row for row in rows if row.record_id in lists]
    for row in sound:
        _rotate_one(actor, holders, row, _all_kept_from(row, lists, ring), ring)
    return len(sound)


def _rotate_one(
    actor: Actor, holders: Holders, old: SecretRow, excluded: Collection[str], ring: Ring
) -> None:
    made = make_secret(
        actor,
        Giver(actor, holders),
        SecretKind(old.kind),
        old.record_id,
        excluded,
        [Holder(g.holder_id, Because(g.because), g.because_id) for g in _held(holders, old)],
        generation=_next(old),
        part_of=ring.current(old.part_of) if old.part_of else None,
        ring=ring,
        promised=_promised(holders, old),
        promise_holders=False,
    )
    db.session.execute(
        update(Secret)
        .where(Secret.kind == old.kind, Secret.record_id == old.record_id, Secret.id != made.id)
        .where(Secret.retired_at.is_(None))
        .values(retired_at=clock.now(), rotation_due_at=None)
        .execution_options(synchronize_session=False)
    )
    record(actor, CircleRotated(made.id, secret_kind=str(old.kind), generation=_next(old) - 1))


def _promised(holders: Holders, old: SecretRow) -> Collection[str]:
    if old.kind not in WRITTEN_INTO:
        return old.promised
    family = queries.secret_rows(Secret.record_id == old.record_id)
    return promised_in(holders.chain, family)


def _next(old: SecretRow) -> int:
    newest = queries.generations(SecretKind(old.kind), old.record_id)[0]
    return newest.generation + 1


def _held(holders: Holders, old: SecretRow) -> list[GrantRow]:
    """Return who holds a secret by a grant that itself holds: a planted row earns no new key.

    What officers get as officers they get anyway, unless it is their circle itself.
    """
    grants = queries.grant_rows(Grant.secret_id == old.id, Grant.holder_kind == HolderKind.PERSON)
    holders.chain.load(grant.by_key_pair_id for grant in grants if grant.by_key_pair_id)
    sound = [
        grant
        for grant in grants
        if (grant.because != Because.OFFICE or old.kind == SecretKind.OFFICERS)
        and holds(holders.chain, old, grant)
    ]
    if old.kind == SecretKind.SLIP:
        now = promised_now(holders.chain, old)
        return [g for g in sound if is_promised(now, g.because, g.holder_id)]
    return sound if old.kind not in WRITTEN_INTO else _rightly(holders, old, sound)


def _rightly(holders: Holders, old: SecretRow, grants: list[GrantRow]) -> list[GrantRow]:
    """Leave in whom officers signed to hold a compartment: anybody can sign a grant of nothing.

    A chair who was let in is given the new key by a holder, who can read that it is so.
    """
    promised, named = _promised(holders, old), named_holders(holders.chain)
    return [
        grant
        for grant in grants
        if (grant.because == Because.COMPARTMENT_HOLDER and grant.holder_id in named)
        or (
            grant.because == Because.ASSIGNED
            and promise(Because.ASSIGNED, grant.holder_id) in promised
        )
    ]


def _all_kept_from(secret: SecretRow, lists: dict[UUID, set[str]], ring: Ring) -> set[str]:
    """Return who is kept from a record and from what it is a part of."""
    own = lists[secret.record_id]
    return own | ring.kept_from(secret.part_of) if secret.part_of else own
