"""The same data without protection, to measure against: no seal on any row, no cipher on the file.

The copy is made from a demonstration area by opening, as one person, all that this person can
open. Only a benchmark may import this; it lives outside the application for that reason.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from flask import Flask
from sqlalchemy import Table, update
from sqlcipher3 import dbapi2 as sqlcipher

from app.access.actor import Actor
from app.confidentiality.agreement.queries import standing
from app.confidentiality.circle.model import Exclusion, Grant
from app.confidentiality.circle.ring import Ring
from app.db import connection as connections
from app.db import db, transaction
from app.db.keyfile import database_key, database_path
from app.refusals import NotVisible
from app.vault.errors import VaultError

SEALED_UNDER = {
    ("case_", "sealed_label"): ("case.label", "secret_id"),
    ("case_", "sealed_summary"): ("case.summary", "secret_id"),
    ("party", "sealed_details"): ("party.details", "secret_id"),
    ("assessment", "sealed_answers"): ("assessment.answers", "secret_id"),
    ("assessment", "sealed_immigration"): ("assessment.immigration", "compartment_id"),
    ("contribution", "sealed_text"): ("contribution.text", "secret_id"),
    ("identified_risk", "sealed_text"): ("risk.text", "secret_id"),
    ("action", "sealed_details"): ("action.details", "slip_id"),
    ("action_log", "sealed_text"): ("action.log", "slip_id"),
}
"""Every sealed column that a case page or an agenda reads, and where its secret stands."""


def write_in_the_clear(app: Flask, actor: Actor) -> set[UUID]:
    """Replace what this person can open by what it says; return the secrets they could open."""
    opened: set[UUID] = set()
    with app.app_context(), transaction():
        ring = Ring(actor)
        for (table, column), (contract, by) in SEALED_UNDER.items():
            opened |= _clear(ring, db.metadata.tables[table], column, contract, by)
    return opened


def _clear(ring: Ring, table: Table, column: str, contract: str, by: str) -> set[UUID]:
    opened: set[UUID] = set()
    for row in db.session.execute(table.select()).mappings().all():
        try:
            says = ring.read(row[by], contract, row["id"], row[column])
        except (NotVisible, VaultError):
            continue
        text = json.dumps(says).encode()
        db.session.execute(update(table).where(table.c.id == row["id"]).values({column: text}))
        opened.add(row[by])
    return opened


def take_off_the_cipher(instance: Path) -> None:
    """Replace the encrypted file by a plain one with the same rows."""
    path = database_path(instance)
    clear = path.with_suffix(".plain")
    source = sqlcipher.connect(str(path), isolation_level=None)
    source.execute(f"PRAGMA key = \"x'{database_key(instance).hex()}'\"")
    source.execute("ATTACH DATABASE ? AS plain KEY ''", (str(clear),))
    source.execute("SELECT sqlcipher_export('plain')").fetchall()
    source.execute("DETACH DATABASE plain")
    source.close()
    for leftover in ("-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    shutil.move(clear, path)


class PlainRing:
    """What an ordinary application would do in the place of a ring.

    It keeps the same rules (what is in force was signed, nobody who is excluded, only who was let
    in) by asking tables that it believes. Nothing is sealed, wrapped, signed or verified.
    """

    def __init__(self, actor: Actor, chain: Any = None, *, opened: frozenset[UUID]) -> None:
        self.actor = actor
        self._opened = opened
        self._allowed: frozenset[UUID] | None = None
        self._kept_from: set[UUID] = set()
        self._me: Any = None

    @property
    def me(self) -> Any:
        """The person, if the tables say that they have signed what is in force."""
        if self._me is None:
            if not standing(self.actor.person_id).signed:
                raise NotVisible()
            self._me = SimpleNamespace(
                person_id=self.actor.person_id, agency_id=self.actor.agency_id
            )
        return self._me

    def preload(self, secret_ids: Any) -> None:
        """Read once which records this person may see, and which they are kept from."""
        _ = self.me
        if self._allowed is None:
            self._kept_from = set(
                db.session.scalars(
                    db.select(Exclusion.record_id).where(
                        db.or_(
                            Exclusion.person_id == self.actor.person_id,
                            Exclusion.agency_id == self.actor.agency_id,
                        )
                    )
                )
            )
            query = db.select(Grant.secret_id).where(Grant.holder_id == self.actor.person_id)
            self._allowed = frozenset(db.session.scalars(query)) | self._opened

    def key(self, secret_id: UUID, *, of: UUID | None = None) -> bytes:
        """Refuse what this person may not see; there is no key."""
        self.preload([secret_id])
        if self._allowed is None or secret_id not in self._allowed or of in self._kept_from:
            raise NotVisible()
        return b""

    def may_open(self, secret_id: UUID) -> bool:
        """Say whether the table lets this person read."""
        self.preload([secret_id])
        return self._allowed is not None and secret_id in self._allowed

    def current(self, secret_id: UUID) -> UUID:
        """There is one generation of nothing."""
        return secret_id

    def read(
        self, secret_id: UUID, contract: str, row: UUID, sealed: bytes, *, of: UUID | None = None
    ) -> dict[str, Any]:
        """Read a row as it stands."""
        self.key(secret_id, of=of)
        says: dict[str, Any] = json.loads(sealed)
        return says


@contextmanager
def unprotected(opened: set[UUID]) -> Iterator[None]:
    """Let the application work without ring for the length of a block."""

    def plain_init(ring: PlainRing, actor: Actor, chain: Any = None) -> None:
        PlainRing.__init__(ring, actor, chain, opened=frozenset(opened))

    names: dict[str, Any] = {
        name: vars(PlainRing)[name]
        for name in ("me", "preload", "key", "may_open", "current", "read")
    }
    names["__init__"] = plain_init
    with patch.multiple(Ring, **names):
        yield


@contextmanager
def without_cipher() -> Iterator[None]:
    """Open connections without a key, hardened alike, for the length of a block."""

    def prepare(connection: Any, path: Path, key: bytes) -> None:
        for pragma in connections.PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    with (
        patch.object(connections, "_prepare", prepare),
        patch.object(connections, "refuse_plain_database", lambda path: None),
    ):
        yield
