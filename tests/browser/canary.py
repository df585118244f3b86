"""Looks for words where nobody may find them: files, logs, cookies, addresses, titles."""

import base64
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, quote_plus


def shapes_of(words: str) -> list[bytes]:
    """The ways in which the same words could lie in a file."""
    plain = words.encode()
    return [
        plain,
        words.lower().encode(),
        words.upper().encode(),
        words.encode("utf-16-le"),
        quote(words).encode(),
        quote_plus(words).encode(),
        plain.hex().encode(),
        base64.b64encode(plain)[:-4],
    ]


def files_holding(folder: Path, canaries: Iterable[str]) -> list[str]:
    """Every file below a folder that holds one of the canaries, with the canary."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += [f"{path.name}: {words}" for words in canaries if holds(data, words)]
    return found


def holds(data: bytes, words: str) -> bool:
    """Whether the words are somewhere in these bytes, in any of their shapes."""
    return any(shape in data for shape in shapes_of(words))
