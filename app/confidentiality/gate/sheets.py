"""What a sheet's bytes are: its content with a random code, so that a digest tells nothing."""

import json

from app.paper import Sheet
from app.vault import digests
from app.vault.errors import Forged

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
_LETTERS, _GROUP = 30, 5


def new_code() -> str:
    """Return a random code of 148 bits, in six groups of five, without letters that look alike."""
    letters = digests.random_reference(_ALPHABET, _LETTERS)
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def wrap(sheet: Sheet, code: str | None = None) -> bytes:
    """Return the exact bytes of a sheet that would leave, with its code."""
    said = {"code": code or new_code(), "sheet": sheet.to_bytes().decode()}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unwrap(content: bytes) -> tuple[str, Sheet]:
    """Return code and sheet; ``Forged`` unless these are, byte for byte, what ``wrap`` made."""
    try:
        said = json.loads(content)
        code, sheet = str(said["code"]), Sheet.from_bytes(str(said["sheet"]).encode())
    except (ValueError, KeyError, TypeError):
        raise Forged("These bytes are no sheet") from None
    if wrap(sheet, code) != content:
        raise Forged("These bytes are no sheet")
    return code, sheet
