"""Every sealed column stands in the vault's inventory, and the inventory names no other."""

from importlib import import_module

from sqlalchemy import LargeBinary, Text

from app import NOUNS
from app.db import Sealed, db
from app.vault.inventory import CONTRACTS

for _noun in NOUNS:
    try:
        import_module(f"app.{_noun}.model")
    except ModuleNotFoundError:
        continue

PUBLIC_BYTES = {
    "digest": "of a wording that everybody reads",
    "hash": "a link of the audit trail",
    "prev": "a link of the audit trail",
    "receiving_public": "half of a key pair",
    "signing_public": "half of a key pair",
    "root_public": "half of a key pair",
    "recovery_receiving_public": "half of a key pair",
    "recovery_signing_public": "half of a key pair",
    "recovery_statement": "keys and ids that were signed",
    "recovery_signature": "a signature",
    "public": "half of a circle's key pair",
    "commitment": "a digest of a random key",
    "statement": "ids, names of people at work and public keys that were signed",
    "signature": "a signature",
    "proposed_statement": "an entry of the register of recipients, as it was signed",
    "proposed_signature": "a signature",
    "confirmed_statement": "an entry of the register of recipients, as it was signed",
    "confirmed_signature": "a signature",
    "asked_statement": "whose copies of a paper pack an officer asked for, as it was signed",
    "asked_signature": "a signature",
    "agreed_statement": "the same copies, as a second officer signed for them",
    "agreed_signature": "a signature",
    "proof": "a random code, a digest and a day: what a stranger may check of a paper",
    "proof_signature": "a signature",
    "hashes": "salted digests of the parts of minutes, random ones among them",
    "root": "a digest over those",
    "salt": "random, for a passphrase",
    "wrapped_key": "a key sealed to a public key",
    "token_hash": "a digest of a random token",
    "account": "a keyed digest of an e-mail address of somebody at work, or of a network address",
    "retry_hash": "a digest keyed with a token's secret",
    "words_hash": "a digest keyed with a token's secret",
    "row_hash": "a digest keyed with a person's private half",
}
"""Bytes that need no seal, and why."""

READABLE_TEXT = {"wording.body": "the protocols", "audit_row.detail": "ids, codes and counts"}
"""Texts of any length that need no seal, and why."""


def test_the_inventory_and_the_tables_agree() -> None:
    """A sealed column without a contract, or a contract without a column, is a mistake."""
    columns = [
        column.type.contract
        for table in db.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, Sealed)
    ]
    assert sorted(columns) == sorted(set(columns)), "each column has a contract of its own"
    assert set(columns) == set(CONTRACTS)


def test_every_other_column_of_bytes_is_public() -> None:
    """Bytes are either sealed or on the list of what is public, with the reason."""
    found = {
        column.name
        for table in db.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, LargeBinary)
    }
    assert found - set(PUBLIC_BYTES) == set()


def test_no_long_text_lies_open() -> None:
    """Whatever people write at length is sealed: an open text column needs a reason here."""
    found = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, Text)
    }
    assert found == set(READABLE_TEXT)
