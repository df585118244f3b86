"""A locked file opens with its passphrase and in no other way; the sealed original is inside."""

from io import BytesIO

import pikepdf
import pytest

from app.paper import (
    PaperError,
    WrongPassphrase,
    is_locked,
    lock,
    render_letter,
    split_seal,
    unlock,
    with_seal,
)
from tests.paper.papers import LETTER
from tests.paper.reading import words

PASSPHRASE = "copper lantern orchard"
PDF = render_letter(LETTER)
SEALED = with_seal(PDF, {"code": "K7PD3"})
LOCKED = lock(PDF, PASSPHRASE, {"letter.pdf": SEALED})
SECRETS = ("Zephyrine", "Canary", "Łukasz", "Adeyemi", "MARAC-SEAL", "MARAC document", "K7PD3")


def test_the_passphrase_opens_pages_and_original() -> None:
    """The recipient reads the letter, and saves the attachment with its seal, byte for byte."""
    inside = unlock(LOCKED, PASSPHRASE)
    assert words(inside.pdf) == words(PDF)
    assert inside.attachments == {"letter.pdf": SEALED}
    assert split_seal(inside.attachments["letter.pdf"]) is not None
    assert words(LOCKED, PASSPHRASE) == words(PDF)


@pytest.mark.parametrize("other", ["", " ", "copper lantern orchar", PASSPHRASE.upper(), "x" * 200])
def test_nothing_else_opens_it(other: str) -> None:
    """No empty passphrase, neither the reader's nor the owner's, and none that is nearly right."""
    with pytest.raises(WrongPassphrase):
        unlock(LOCKED, other)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(LOCKED), password=other)


def test_no_word_of_it_stands_in_the_locked_file() -> None:
    """Not in the pages, the bookmarks, the metadata, nor the attachment or its name."""
    for secret in (*SECRETS, "letter.pdf"):
        for written in (
            secret.encode(),
            secret.encode("utf-16-be"),
            secret.encode().hex().encode(),
        ):
            assert written not in LOCKED, secret


def test_it_is_aes_256_and_the_metadata_is_locked_too() -> None:
    """Revision 6 of the standard handler, with the AESV3 filter for streams and for texts."""
    with pikepdf.open(BytesIO(LOCKED), password=PASSPHRASE) as document:
        found = document.encryption
        assert (found.R, found.V, found.bits) == (6, 5, 256)
        assert found.stream_method == found.string_method == pikepdf.models.EncryptionMethod.aesv3
        assert found.file_method == pikepdf.models.EncryptionMethod.aesv3
    assert b"/EncryptMetadata false" not in LOCKED


def test_two_locked_files_share_no_key() -> None:
    """The same pages and passphrase, locked twice, are two files."""
    assert lock(PDF, PASSPHRASE) != lock(PDF, PASSPHRASE)


@pytest.mark.parametrize("weak", ["", "eleven char", "zoë’s passphrase", "with a\nnew line"])
def test_a_weak_passphrase_or_one_that_readers_write_otherwise_is_refused(weak: str) -> None:
    """Accents and quotes come out differently in different readers: nobody would get in."""
    with pytest.raises(PaperError):
        lock(PDF, weak)


def test_whether_a_file_is_locked_is_seen_without_opening_it() -> None:
    """Of a locked file, an open one and something else."""
    assert is_locked(LOCKED)
    assert not is_locked(PDF)
    assert not is_locked(b"hello")


def test_what_is_no_pdf_is_said_so() -> None:
    """Not as a wrong passphrase."""
    with pytest.raises(PaperError):
        unlock(b"hello", PASSPHRASE)
