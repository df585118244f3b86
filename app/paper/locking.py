"""Locks a PDF: AES-256, opened by a passphrase that travels another way than the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from app.paper.errors import PaperError, WrongPassphrase
from app.paper.text import clean

LEAST_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What was locked: the pages, and the files that travelled inside, by name."""

    pdf: bytes = field(repr=False)
    attachments: dict[str, bytes] = field(repr=False)


def lock(pdf: bytes, passphrase: str, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """Return the PDF locked with AES-256, metadata and attachments too.

    Nothing of it is to be read without the passphrase: at least 12 plain characters, or
    ``PaperError``. The sealed original goes inside as an attachment, whose bytes stay as they are.
    """
    if (
        len(passphrase) < LEAST_CHARACTERS
        or not passphrase.isascii()
        or not passphrase.isprintable()
    ):
        raise PaperError("A passphrase has at least 12 characters, and plain ones")
    with pikepdf.open(BytesIO(pdf)) as document:
        for name, data in (attachments or {}).items():
            document.attachments[name] = pikepdf.AttachedFileSpec(
                document,
                data,
                description="",
                filename=clean(name),
                mime_type="application/pdf",
                creation_date="",
                mod_date="",
            )
        out = BytesIO()
        document.save(out, encryption=_encryption(passphrase))
        return out.getvalue()


def unlock(data: bytes, passphrase: str) -> Unlocked:
    """Return what is inside; ``WrongPassphrase``, or ``PaperError`` if this is no PDF."""
    try:
        with pikepdf.open(BytesIO(data), password=passphrase) as document:
            files = {
                name: spec.get_file().read_bytes() for name, spec in document.attachments.items()
            }
            out = BytesIO()
            document.save(out, encryption=False)
            return Unlocked(out.getvalue(), files)
    except pikepdf.PasswordError:
        raise WrongPassphrase("The passphrase does not open this file") from None
    except pikepdf.PdfError:
        raise PaperError("This is not a PDF that can be read") from None


def is_locked(data: bytes) -> bool:
    """Say whether a PDF asks for a passphrase before it shows anything."""
    try:
        with pikepdf.open(BytesIO(data)):
            return False
    except pikepdf.PasswordError:
        return True
    except pikepdf.PdfError:
        return False


def _encryption(passphrase: str) -> pikepdf.Encryption:
    """AES-256 (ISO 32000-2, 7.6.4), one passphrase for both doors: an empty one is an open door."""
    return pikepdf.Encryption(owner=passphrase, user=passphrase, R=6, aes=True, metadata=True)
