"""Checks every confirmation, attestation, secret and grant of an area by the public keys alone."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement

from app.accounts.area.model import Area
from app.confidentiality.circle import queries
from app.confidentiality.circle.attested import untrue
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import is_named
from app.confidentiality.circle.model import Grant, Passing, Secret, SecretKind
from app.confidentiality.circle.passed import is_whole, passed
from app.confidentiality.circle.statements import SecretRow
from app.confidentiality.circle.trust import check_grant, check_in_family
from app.confidentiality.circle.vouching import pins, put_out_since
from app.db import db
from app.vault.errors import Forged


@dataclass(frozen=True)
class Fault:
    """A row that does not verify."""

    table: str
    id: UUID
    what: str


def verify_all(area_id: UUID, root_public: bytes | None = None) -> list[Fault]:
    """Return every row that does not hold, seen from the root given or else from the area's row.

    Compare the root's fingerprint with the one that the first officer wrote down: whoever can
    change every row of a database can change that one too.
    """
    area = db.session.get(Area, area_id)
    root = root_public or (area.root_public if area else None)
    if root is None:
        return [Fault("area", area_id, "The area has no root.")]
    chain = Chain(area_id, root)
    chain.load_all()
    faults = [] if chain.recovery else [Fault("area", area_id, "The recovery keys do not hold.")]
    return (
        faults
        + _pairs(chain)
        + _confirmations(chain)
        + _put_out(chain)
        + _holders(chain)
        + _attestations(chain)
        + _secrets_and_grants(chain)
    )


def _pairs(chain: Chain) -> list[Fault]:
    """Every pair in use, confirmed or not, speaks for itself and pins this root."""
    return [
        Fault("key_pair", pair.key_pair_id, "It does not say itself whose it is.")
        for pair in queries.pairs_at_work(chain.area_id)
        if not pins(pair, chain.root)
    ]


def _holders(chain: Chain) -> list[Fault]:
    return [
        Fault("compartment_holder", row.id, "No officer’s signature fits.")
        for row in queries.compartment_holders(chain.area_id)
        if not is_named(chain, row)
    ]


def _attestations(chain: Chain) -> list[Fault]:
    return [
        Fault("attestation", row, "It is not signed by who may say it.") for row in untrue(chain)
    ]


def _confirmations(chain: Chain) -> list[Fault]:
    return [
        Fault("confirmation", row.confirmation_id, "No officer’s signature fits.")
        for row in queries.confirmed_pairs(chain.area_id, None)
        if row.revoked_at is None and chain.vouched(row) is None
    ]


def _put_out(chain: Chain) -> list[Fault]:
    """Pairs that count although the trail says that they, or their person, were put out since."""
    rows = [row for row in queries.confirmed_pairs(chain.area_id, None) if row.revoked_at is None]
    out = put_out_since(chain, (row.key_pair_id for row in rows))
    replaced = [row for row in rows if row.key_pair_id not in out and chain.was_replaced(row)]
    return [
        Fault("confirmation", row.confirmation_id, "The trail says that they were put out since.")
        for row in rows
        if row.key_pair_id in out
    ] + [
        Fault("confirmation", row.confirmation_id, "By the trail a later one stands in its place.")
        for row in replaced
    ]


def _passings(chain: Chain, families: dict[UUID, list[SecretRow]]) -> list[Fault]:
    """Slips that went from hand to hand without the signature of whoever may give them on."""
    slips = [row for rows in families.values() for row in rows if row.kind == SecretKind.SLIP]
    sound = {row.id for slip in slips for row in passed(chain, slip)}
    unsigned = [
        Fault("passing", row.id, "Nobody who may give this on has signed it.")
        for row in queries.passing_rows(_of_area(chain))
        if row.id not in sound
    ]
    return unsigned + [
        Fault("secret", slip.id, "How it was given on last is missing, by the trail.")
        for slip in slips
        if slip.generation == 1 and not is_whole(chain, slip)
    ]


def _of_area(chain: Chain) -> ColumnElement[bool]:
    return Passing.area_id == chain.area_id


def _secrets_and_grants(chain: Chain) -> list[Fault]:
    secrets = {row.id: row for row in queries.secret_rows(Secret.area_id == chain.area_id)}
    families: dict[UUID, list[SecretRow]] = defaultdict(list)
    for secret in secrets.values():
        families[secret.record_id].append(secret)
    faults = []
    for secret in secrets.values():
        try:
            check_in_family(chain, secret, families[secret.record_id])
        except Forged as fault:
            faults.append(Fault("secret", secret.id, str(fault)))
    faults += _passings(chain, families)
    for grant in queries.grant_rows(Grant.area_id == chain.area_id):
        try:
            check_grant(chain, secrets[grant.secret_id], grant)
        except (Forged, KeyError) as fault:
            faults.append(Fault("grant_", grant.id, str(fault)))
    return faults
