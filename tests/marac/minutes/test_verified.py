"""`flask verify FILE` and the public page say of a copy of minutes whether it is genuine."""

from contextvars import Context
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from werkzeug.test import TestResponse

from app.marac.minutes import copying
from app.marac.minutes.copying import Copied
from tests.application import make_app
from tests.cli.terminal import run
from tests.marac.minutes.sitting import SHARED
from tests.marac.table import Table

NOTHING_OF = ("Testcase", "Canary", "Haddad", "Raman", SHARED, "Committee room")


@pytest.fixture
def made(signed: Table) -> Copied:
    """The IDVA's copy."""
    return copying.take(signed.world.actor("idva"), signed.meeting_id)


def check(table: Table, data: bytes, tmp_path: Path, *more: str) -> Result:
    """Run the command and see that it prints nothing of the minutes."""
    file = tmp_path / "minutes.pdf"
    file.write_bytes(data)
    result = run(table.world.app, "verify", str(file), *more)
    assert not [word for word in NOTHING_OF if word in result.output + result.stderr]
    return result


def upload(table: Table, data: bytes) -> TestResponse:
    """Check it on the public page, as a stranger."""
    client = table.world.app.test_client()
    page = Context().run(client.get, "/verify").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "paper": (BytesIO(data), "minutes.pdf")}
    send = partial(client.post, data=form, content_type="multipart/form-data")
    return Context().run(send, "/verify")


def test_a_genuine_copy(signed: Table, made: Copied, tmp_path: Path) -> None:
    """Exit 0, the code of the copy, the day, that the pages were set again; nothing of a case."""
    result = check(signed, made.pdf, tmp_path)
    assert result.exit_code == 0, result.output
    assert f"Genuine minutes, and unaltered. Copy {made.code}." in result.output
    assert "for the Northbrook MARAC, by an officer" in result.output
    assert "the same, byte for byte" in result.output


def test_the_root_alone_is_enough(signed: Table, made: Copied, tmp_path: Path) -> None:
    """Without keys and without a database: the file and the root."""
    file = tmp_path / "minutes.pdf"
    file.write_bytes(made.pdf)
    root = signed.world.actor("chair").keys.root_public.hex()
    result = run(make_app(tmp_path / "nothing"), "verify", str(file), "--root", root)
    assert result.exit_code == 0, result.output
    assert "Genuine minutes" in result.output


@pytest.mark.parametrize("place", [10, 2000, -3000, -200])
def test_one_altered_byte(signed: Table, made: Copied, tmp_path: Path, place: int) -> None:
    """Exit 3: in the pages, in the leaves, in the signatures."""
    altered = bytearray(made.pdf)
    altered[place] ^= 1
    assert check(signed, bytes(altered), tmp_path).exit_code == 3


def test_the_page_says_the_same(signed: Table, made: Copied) -> None:
    """A stranger learns that it is genuine, and of a case nothing."""
    answer = upload(signed, made.pdf)
    assert "This copy of minutes is genuine" in answer.text
    assert made.code in answer.text
    assert not [word for word in NOTHING_OF if word in answer.text]
    altered = made.pdf.replace(b"%PDF-1.7", b"%PDF-1.6")
    assert "Do not rely on this file" in upload(signed, altered).text


def test_pages_of_another_press(
    signed: Table, made: Copied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, and the page alike: what was checked, what was not, and to ask for a new copy."""
    monkeypatch.setattr("app.marac.minutes.checking.press", lambda: "typst 9.9")
    monkeypatch.setattr("app.marac.minutes.drawn.render_minutes", lambda paper: b"otherwise")
    result = check(signed, made.pdf, tmp_path)
    assert result.exit_code == 2
    said = result.output + result.stderr
    assert "enuine" not in said
    for words in ("Minutes whose pages could not be checked here", made.code, "Ask for a new copy"):
        assert words in said
    answer = upload(signed, made.pdf)
    assert "The pages of this copy could not be checked" in answer.text
    assert "Do not rely on what they say. Ask the Northbrook MARAC for a new copy." in answer.text
    assert "This copy of minutes is genuine" not in answer.text
