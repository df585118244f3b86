"""AC-18: minutes as an attachment of an e-mail. No code of minutes can send one at all."""

import ast
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from app.accounts.person.post import NOTICE, SUBJECT
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import (
    KEPT_WORDS,
    approve,
    draft_of,
    put_better,
    whole,
)
from tests.marac.table import Table
from tests.pages import boxes

APP = Path(__file__).parents[2] / "app"
ROOM = sorted((APP / "marac" / "minutes").rglob("*.py")) + [APP / "paper" / "minutes.py"]
MAIL = {"smtplib", "email", "ssl", "socket", "requests", "urllib"}
POST = "app.accounts.person.post"
ATTACHES = {
    "add_attachment",
    "add_related",
    "add_alternative",
    "send_message",
    "sendmail",
    "send_link",
}


@pytest.mark.parametrize("path", ROOM, ids=lambda path: path.name)
def test_no_module_of_minutes_knows_mail(path: Path) -> None:
    """None sends or attaches by itself; of the post they know that a message was not sent."""
    named = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            named |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == POST:
            assert [each.name for each in node.names] == ["NotSent"], path
        elif isinstance(node, ast.ImportFrom):
            named.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Attribute):
            assert node.attr not in ATTACHES, path
    assert not named & MAIL, path


def test_only_a_page_answers_with_a_copy() -> None:
    """What makes a copy is called by the one page that hands it to its reader, and nowhere else."""
    callers = []
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "app.marac.minutes":
                if "copying" in {each.name for each in node.names}:
                    callers.append(path.relative_to(APP).as_posix())
            if isinstance(node, ast.ImportFrom) and node.module == "app.marac.minutes.copying":
                callers.append(path.relative_to(APP).as_posix())
    assert callers == ["marac/minutes/views.py"]


def test_being_told_says_nothing_but_sign_in(held: Table) -> None:
    """Each signer but the chair gets the constant words: one part, one link, no word of a case."""
    outbox = held.world.instance / "outbox"
    before = set(outbox.glob("*"))
    approve(held)
    room, path = Room(held), f"/minutes/documents/{whole(held).id}/sign"
    page = room.get("chair", path).text
    passphrase = held.world.members["chair"].passphrase
    answer = room.post("chair", path, boxes(page) | {"passphrase": passphrase})
    assert answer.status_code == 303
    sent = [message_from_bytes(p.read_bytes(), policy=SMTP) for p in set(outbox.glob("*")) - before]
    to = sorted(str(each["To"]) for each in sent)
    assert to == sorted(
        held.world.members[who].email for who in ("coordinator", "deputy", "idva", "housing")
    )
    for message in sent:
        assert not message.is_multipart()
        assert message["Subject"] == SUBJECT
        text = message.get_content().replace("\r\n", "\n")
        link = next(line for line in text.splitlines() if line.startswith("http"))
        assert link.endswith("/sign-in")
        assert text == NOTICE.format(link=link)


def test_whoever_has_nothing_new_is_not_told(signed: Table) -> None:
    """An amendment of the case that is kept from housing is not announced to housing."""
    outbox = signed.world.instance / "outbox"
    put_better(signed, draft_of(signed, signed.case(2)), {"note": KEPT_WORDS}, why="Missing.")
    approve(signed)
    before = set(outbox.glob("*"))
    room, path = Room(signed), f"/minutes/documents/{whole(signed).id}/sign"
    passphrase = signed.world.members["chair"].passphrase
    page = room.get("chair", path).text
    assert room.post("chair", path, boxes(page) | {"passphrase": passphrase}).status_code == 303
    sent = b"".join(path.read_bytes() for path in set(outbox.glob("*")) - before)
    assert signed.world.members["idva"].email.encode() in sent
    assert signed.world.members["housing"].email.encode() not in sent
