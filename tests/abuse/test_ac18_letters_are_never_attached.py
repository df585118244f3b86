"""AC-18: a letter as an attachment of an e-mail. No code of letters can send one at all."""

import ast
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from app.marac.letter.rules import Purpose
from tests.marac.letter.conftest import desk, first_heard, heard
from tests.marac.letter.writing import Desk

__all__ = ["desk", "first_heard", "heard"]

ROOM = Path(__file__).parents[2] / "app" / "marac" / "letter"
MAIL = {"smtplib", "email", "app.accounts.person.post", "ssl", "socket", "requests", "urllib"}
ATTACHES = {
    "add_attachment",
    "add_related",
    "add_alternative",
    "attach",
    "send_message",
    "sendmail",
}


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: path.name)
def test_no_module_of_letters_knows_mail(path: Path) -> None:
    """Neither a module that sends nor a call that attaches is named anywhere in the room."""
    tree = ast.parse(path.read_text("utf-8"))
    named = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            named |= {node.module or ""} | {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Attribute):
            assert node.attr not in ATTACHES, path
    assert not named & MAIL, path


def test_writing_signing_and_handing_over_sends_no_letter(desk: Desk) -> None:
    """Whatever mail goes out on the way has one part, and neither a name nor a purpose in it."""
    outbox = desk.world.instance / "outbox"
    before = set(outbox.glob("*"))
    desk.handed_over(Purpose.HEARD_ADVISER)
    desk.signed(Purpose.HOUSING)
    for path in set(outbox.glob("*")) - before:
        message = message_from_bytes(path.read_bytes(), policy=SMTP)
        assert not message.is_multipart()
        assert message.get_content_type() == "text/plain"
        for words in ("Canary", "Northbrook Advice", "etter to", "MARAC-"):
            assert words.encode() not in path.read_bytes()
