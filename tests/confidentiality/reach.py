"""What a key ring opens by cryptography alone: no rule is asked, only bytes and keys are tried."""

from uuid import UUID

from app.confidentiality.circle import queries
from app.confidentiality.circle.statements import GrantRow, SecretRow
from app.confidentiality.circle.trust import GRANT, context_of, fits
from app.vault import sealing, wrapping
from app.vault.errors import VaultError
from app.vault.keyring import Keyring


def everything() -> tuple[dict[UUID, SecretRow], list[GrantRow]]:
    """Every secret and every grant in the database."""
    return {row.id: row for row in queries.secret_rows()}, queries.grant_rows()


def opened_by(
    keyring: Keyring, secrets: dict[UUID, SecretRow], grants: list[GrantRow]
) -> dict[UUID, bytes]:
    """Every secret whose true key these private keys reach with the rows that there are."""
    reached = _reached(keyring, secrets, grants)
    return {secret: key for secret, key in reached.items() if fits(secrets[secret], key)}


def _reached(
    keyring: Keyring, secrets: dict[UUID, SecretRow], grants: list[GrantRow]
) -> dict[UUID, bytes]:
    found: dict[UUID, bytes] = {}
    for grant in grants:
        if grant.holder_key_id == keyring.key_id:
            _keep(found, grant, keyring.receiving_private)
    tried: set[UUID] = set()
    while fresh := found.keys() - tried:
        tried |= fresh
        for grant in grants:
            if grant.holder_key_id in fresh:
                _through(found, grant, secrets[grant.holder_key_id], found[grant.holder_key_id])
    return found


def _keep(found: dict[UUID, bytes], grant: GrantRow, private: bytes) -> None:
    try:
        found.setdefault(
            grant.secret_id, wrapping.unwrap(private, grant.wrapped, context_of(grant))
        )
    except VaultError:
        return


def _through(found: dict[UUID, bytes], grant: GrantRow, above: SecretRow, key: bytes) -> None:
    if above.kind in ("officers", "agency"):
        _keep(found, grant, wrapping.receiving_pair_from_seed(key).private)
        return
    try:
        found.setdefault(grant.secret_id, sealing.unseal(key, GRANT, grant.id, grant.wrapped))
    except VaultError:
        return
