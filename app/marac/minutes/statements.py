"""The exact bytes that are signed about minutes: by the chair, and by whoever takes a copy."""

from uuid import UUID

from app.confidentiality.agreement.rules import moment
from app.marac.minutes.model import Minutes, MinutesCopy, MinutesSignature, MinutesVersion
from app.vault import signing
from app.vault.tree import HASH_BYTES

MINUTES, COPY = "minutes", "minutes-copy"


def minutes(of: Minutes, version: MinutesVersion, by: MinutesSignature) -> bytes:
    """Who signed which root, over how many leaves (random ones counted in), of which meeting."""
    return signing.statement(
        MINUTES,
        area=str(of.area_id),
        meeting=str(of.meeting_id),
        version=str(version.id),
        root=version.root.hex(),
        leaves=str(len(version.hashes) // HASH_BYTES),
        chair=str(by.by_person_id),
        key_pair=str(by.key_pair_id),
        at=moment(by.at),
    )


def copy(row: MinutesCopy, *, name: str, data: str, digest: str, press: str) -> bytes:
    """Who took a copy when: the digest of what it holds, that of its pages, and what set them."""
    return signing.statement(
        COPY,
        area=str(row.area_id),
        meeting=str(row.meeting_id),
        code=row.code,
        person=str(row.person_id),
        name=name,
        key_pair=str(row.key_pair_id),
        data=data,
        digest=digest,
        press=press,
        at=moment(row.at),
    )


def meeting_of(words: dict[str, object]) -> UUID:
    """Which meeting a leaf says it is of."""
    return UUID(str(words["meeting"]))
