"""Makes PDF files of plain values: tagged, without metadata, locked with a passphrase if asked."""

from app.paper.errors import NotCanonical, PaperError, Unprintable, WrongPassphrase
from app.paper.letter import Letter, Signed, render_letter
from app.paper.locking import Unlocked, is_locked, lock, unlock
from app.paper.minutes import MinutesPaper, Signature, render_minutes
from app.paper.seal import Seal, split_seal, with_seal
from app.paper.sheet import Section, Sheet, render_sheet
from app.paper.text import clean, marac, undrawable

__all__ = [
    "Letter",
    "MinutesPaper",
    "NotCanonical",
    "PaperError",
    "Seal",
    "Section",
    "Sheet",
    "Signature",
    "Signed",
    "Unlocked",
    "Unprintable",
    "WrongPassphrase",
    "clean",
    "is_locked",
    "lock",
    "marac",
    "render_letter",
    "render_minutes",
    "render_sheet",
    "split_seal",
    "undrawable",
    "unlock",
    "with_seal",
]
