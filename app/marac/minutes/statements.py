"""The exact bytes that are signed about minutes: by the chair, and by whoever takes a copy."""

from collections.abc import Mapping
from uuid import UUID

from app.confidentiality.agreement.rules import moment
from app.marac.minutes.model import Minutes, MinutesCopy, MinutesSignature, MinutesVersion
from app.vault import digests, signing
from app.vault.tree import HASH_BYTES

MINUTES, COPY, CODE = "minutes", "minutes-copy", "minutes-copy-code"
CODE_OF = ("area", "meeting", "copy", "person", "key_pair", "data", "at")
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
_LETTERS, _GROUP = 15, 5


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
        copy=str(row.id),
        code=row.code,
        person=str(row.person_id),
        name=name,
        key_pair=str(row.key_pair_id),
        data=data,
        digest=digest,
        press=press,
        at=moment(row.at),
    )


def code_of(row: MinutesCopy, data: str) -> str:
    """The code of a copy (15 characters in three groups), which follows from what it is.

    So nobody chooses theirs: with another's code on it a copy is found out from the file alone.
    """
    return code_from(
        {
            "area": str(row.area_id),
            "meeting": str(row.meeting_id),
            "copy": str(row.id),
            "person": str(row.person_id),
            "key_pair": str(row.key_pair_id),
            "data": data,
            "at": moment(row.at),
        }
    )


def code_from(said: Mapping[str, str]) -> str:
    """The same from what a reader signed."""
    of = signing.statement(CODE, **{name: said[name] for name in CODE_OF})
    number, letters = int(digests.sha256_hex(of), 16), ""
    for _ in range(_LETTERS):
        number, at = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[at]
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def meeting_of(words: dict[str, object]) -> UUID:
    """Which meeting a leaf says it is of."""
    return UUID(str(words["meeting"]))
