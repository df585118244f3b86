"""A seal: one comment line behind a PDF that says who signed it, for anybody to check.

It stands after the file's own end, followed by that end's last lines once more, so every reader
opens the file as before. There is one way only to write a seal: other bytes are no seal.
"""

import json
import re
from typing import Any

from app.paper.errors import PaperError

MARK = b"%MARAC-SEAL "
MOST_BYTES = 3_000_000
_END = re.compile(rb"startxref\n([0-9]{1,10})\n%%EOF\n\Z")

Seal = dict[str, Any]
"""Names and texts (hex digits, codes, statements) and lists or dicts of those."""


def with_seal(pdf: bytes, seal: Seal) -> bytes:
    """Return the PDF with the seal behind it; ``PaperError`` unless this is an unsealed PDF."""
    end = _END.search(pdf)
    if end is None or MARK in pdf:
        raise PaperError("Only a PDF that was made here, and once, is sealed")
    line = MARK + _written(seal)
    if len(line) > MOST_BYTES:
        raise PaperError("This seal is longer than any seal")
    return b"".join((pdf, line, b"\n", end.group()))


def split_seal(data: bytes) -> tuple[bytes, Seal] | None:
    """Return the PDF as it was before it was sealed, and its seal; None if it carries none."""
    start = data.rfind(b"\n" + MARK) + 1
    end = _END.search(data)
    if start == 0 or end is None or end.start() - start > MOST_BYTES:
        return None
    pdf, line = data[:start], data[start + len(MARK) : end.start() - 1]
    try:
        seal = json.loads(line)
        if isinstance(seal, dict) and with_seal(pdf, seal) == data:
            return pdf, seal
    except (ValueError, TypeError, RecursionError, PaperError):
        pass
    return None


def _written(seal: Seal) -> bytes:
    """ASCII JSON, names sorted, on one line: a new line inside a text is written as an escape."""
    return json.dumps(
        seal, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()
