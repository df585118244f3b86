"""Signs anew what an officer or member had signed whose keys lapse, so that nothing rests on them.

What counts is who signs today. So nobody can make use of an old key by writing an old date.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import update

from app.access.actor import Actor
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import is_named
from app.confidentiality.circle.model import (
    CompartmentHolder,
    Grant,
    How,
    Office,
    Passing,
    Secret,
)
from app.confidentiality.circle.passed import passed
from app.confidentiality.circle.rules import PRIVATE
from app.confidentiality.circle.statements import (
    GrantRow,
    SecretRow,
    grant_statement,
    holder_statement,
    passing_statement,
    secret_statement,
)
from app.confidentiality.circle.trust import fits_its_family, holds
from app.confidentiality.circle.vouching import confirm, revoke
from app.db import db
from app.refusals import Refused

LEANS_ON = (
    "Your own keys were confirmed by this person’s. Another officer has to do this, or two "
    "custodians confirm you first with the recovery words."
)


def carry_over(actor: Actor, key_pair_ids: Collection[UUID]) -> None:
    """Check and sign anew, as the actor, whatever these pairs had signed."""
    gone = set(key_pair_ids)
    rest = stands_without(actor, gone)
    chain = Chain.of(actor)
    chain.load(gone)
    _carry_grants(actor, chain, gone)
    _carry_passings(actor, chain, gone)
    _carry_secrets(actor, chain, gone)
    _carry_names(actor, chain, gone)
    _carry_confirmations(actor, chain, rest)


def stands_without(actor: Actor, gone: Collection[UUID]) -> Chain:
    """Return the chain without these pairs; ``Refused`` if the actor's own leans on one."""
    rest = Chain(actor.area_id, actor.keys.root_public, without=gone)
    if rest.trusted(actor.keys.key_id) is None:
        raise Refused(LEANS_ON)
    return rest


def _carry_grants(actor: Actor, chain: Chain, gone: set[UUID]) -> None:
    grants = queries.grant_rows(Grant.by_key_pair_id.in_(gone))
    rows = queries.secret_rows(Secret.id.in_({grant.secret_id for grant in grants}))
    chain.load(row.made_with for row in rows)
    secrets = {row.id: row for row in rows}
    sound = [grant for grant in grants if holds(chain, secrets[grant.secret_id], grant)]
    if sound:
        db.session.execute(update(Grant), [_grant_anew(actor, grant) for grant in sound])


def _grant_anew(actor: Actor, grant: GrantRow) -> dict[str, object]:
    grant = replace(grant, by_person_id=actor.person_id, by_key_pair_id=actor.keys.key_id)
    said = grant_statement(grant)
    return {
        "id": grant.id,
        "by_person_id": actor.person_id,
        "by_key_pair_id": actor.keys.key_id,
        "statement": said,
        "signature": actor.keys.sign(said),
    }


def _carry_passings(actor: Actor, chain: Chain, gone: set[UUID]) -> None:
    """Sign again how slips were given on, where these pairs had signed it rightly."""
    records = {row.record_id for row in queries.passing_rows(Passing.by_key_pair_id.in_(gone))}
    slips = {row.record_id: row for row in queries.secret_rows(Secret.record_id.in_(records))}
    for slip in slips.values():
        after: UUID | None = None
        for row in passed(chain, slip):
            if row.by_key_pair_id in gone:
                row = replace(row, by_key_pair_id=actor.keys.key_id)
                said = passing_statement(row, after)
                db.session.execute(
                    update(Passing)
                    .where(Passing.id == row.id)
                    .values(
                        by_key_pair_id=row.by_key_pair_id,
                        statement=said,
                        signature=actor.keys.sign(said),
                    )
                    .execution_options(synchronize_session=False)
                )
            after = row.id


def _carry_secrets(actor: Actor, chain: Chain, gone: set[UUID]) -> None:
    rows = queries.secret_rows(Secret.made_with.in_(gone))
    family = queries.secret_rows(Secret.record_id.in_({row.record_id for row in rows}))
    chain.load(row.made_with for row in family)
    ours = (row for row in rows if row.kind not in PRIVATE)
    sound = [row for row in ours if fits_its_family(chain, row, family)]
    if sound:
        db.session.execute(update(Secret), [_secret_anew(actor, row) for row in sound])


def _secret_anew(actor: Actor, secret: SecretRow) -> dict[str, object]:
    secret = replace(secret, made_by=actor.person_id, made_with=actor.keys.key_id)
    said = secret_statement(secret)
    return {
        "id": secret.id,
        "made_by": actor.person_id,
        "made_with": actor.keys.key_id,
        "statement": said,
        "signature": actor.keys.sign(said),
    }


def _carry_names(actor: Actor, chain: Chain, gone: set[UUID]) -> None:
    """Name again those whom these pairs had named to hold every compartment."""
    rows: Iterable[CompartmentHolder] = queries.compartment_holders(actor.area_id)
    for row in rows:
        if row.named_with in gone and is_named(chain, row):
            row.named_by, row.named_with = actor.person_id, actor.keys.key_id
            row.statement = holder_statement(row.area_id, row.person_id, row.named_with, row.at)
            row.signature = actor.keys.sign(row.statement)
    db.session.flush()


def _carry_confirmations(actor: Actor, chain: Chain, rest: Chain) -> None:
    """Confirm again, as they were and of when they were, those whom these pairs had confirmed;
    lapsed stay lapsed, and what the trail has ended since stays ended.

    What the root signed holds whoever the root was, and nobody confirms her own keys.
    """
    rows = [
        row
        for row in queries.confirmed_by(actor.area_id, rest.without)
        if row.key_pair_id != actor.keys.key_id and rest.vouched(row) is None
    ]
    for row in rows:
        who = chain.vouched(row)
        if who is None or row.key_pair_id in rest.without:
            continue
        again = confirm(actor, row, How.CARRIED_OVER, Office(row.office), who, at=row.at)
        again.revoked_at = row.revoked_at
    revoke([row.confirmation_id for row in rows])
