"""Checks what chairs signed of minutes and what readers signed for copies, from public keys alone.

No word of any minutes is opened: a version is its hashes and their root, and both are no secret.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from app.accounts.area.model import Area
from app.accounts.person.model import KeyPair
from app.audit.events import MinutesSigned
from app.audit.queries import rows_each
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.agreement.service import Fault
from app.confidentiality.circle.chain import Chain
from app.db import db
from app.marac.minutes import chairing, leaves, statements
from app.marac.minutes.model import Minutes, MinutesCopy, MinutesSignature, MinutesVersion
from app.vault import signing, tree
from app.vault.errors import Misuse

NOT_ITS_ROOT = "The hashes of this version do not make its root."
NOT_SIGNED = "No officer who chaired the meeting signed this version of minutes."
NOT_TAKEN = "Nobody signed for this copy of minutes."
LOST = "A signed version of these minutes is missing."


def verify_all() -> list[Fault]:
    """Return every version, signature and copy of minutes that is not as it was signed."""
    return [*_versions(), *_signatures(), *_copies(), *_lost()]


def _versions() -> Iterator[Fault]:
    for row in db.session.scalars(select(MinutesVersion)):
        try:
            root = tree.root_of(leaves.hashes_of(row))
        except Misuse:
            root = b""
        if root != row.root:
            yield Fault("minutes_version", row.id, NOT_ITS_ROOT)


def _signatures() -> Iterator[Fault]:
    rows = db.session.execute(
        select(MinutesSignature, MinutesVersion, Minutes, Area)
        .join(MinutesVersion, MinutesVersion.id == MinutesSignature.version_id)
        .join(Minutes, Minutes.id == MinutesVersion.minutes_id)
        .join(Area, Area.id == Minutes.area_id)
    )
    chains: dict[UUID, Chain] = {}
    for row, version, minutes, area in rows:
        chain = chains.setdefault(area.id, Chain(area.id, area.root_public or b""))
        said = statements.minutes(minutes, version, row)
        if not _holds(chain, row, said) or not chairing.may_have_signed(chain, minutes, row):
            yield Fault("minutes_signature", row.id, NOT_SIGNED)


def _holds(chain: Chain, row: MinutesSignature, said: bytes) -> bool:
    """Whether it is what an officer signed, by a pair that was an officer's when it did."""
    pair = db.session.get(KeyPair, row.key_pair_id)
    return (
        pair is not None
        and pair.person_id == row.by_person_id
        and row.statement == said
        and is_signed(pair.signing_public, said, row.signature)
        and chain.was_officer(pair.id, row.at)
    )


def _copies() -> Iterator[Fault]:
    for row in db.session.scalars(select(MinutesCopy)):
        pair = db.session.get(KeyPair, row.key_pair_id)
        if pair is None or pair.person_id != row.person_id or not _is_own(row, pair):
            yield Fault("minutes_copy", row.id, NOT_TAKEN)


def _is_own(row: MinutesCopy, pair: KeyPair) -> bool:
    """Whether the row says what its reader signed; what the pages are, only the statement says."""
    try:
        said = signing.read_statement(row.statement)
        pages = {name: said[name] for name in ("name", "data", "digest", "press")}
    except (Misuse, KeyError):
        return False
    is_same = row.statement == statements.copy(row, **pages)
    return is_same and is_signed(pair.signing_public, row.statement, row.signature)


def _lost() -> Iterator[Fault]:
    """Every version that the trail says was signed is there, with its signature."""
    known = set(db.session.scalars(select(Minutes.id)))
    signed = {str(each) for each in db.session.scalars(select(MinutesSignature.version_id))}
    for minutes_id, entries in rows_each([MinutesSigned.tag], known).items():
        if any(entry.detail["version_id"] not in signed for entry in entries):
            yield Fault("minutes", minutes_id, LOST)
