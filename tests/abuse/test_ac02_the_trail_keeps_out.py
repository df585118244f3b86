"""AC-02, AC-32: a row of the exclusion list taken away or altered shows nobody that a case exists.

Who is out of a case is in the trail, which is not to be changed unseen. Each page is compared with
what it was while the row was there, byte for byte: a count, a gap or a length would be a trace too.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient

from app import clock
from app.confidentiality.circle import service as circle
from app.db import db
from app.marac.case.model import Case
from app.marac.conflict import service as conflicts
from tests.audit.trail import tamper
from tests.builders import World
from tests.walking import address, ids_around, rules

GONE = "DELETE FROM exclusion"
ELSEWHERE = "UPDATE exclusion SET record_id = lower(hex(randomblob(16)))"
NOT_DUE = "UPDATE secret SET rotation_due_at = NULL"
QUIET = ("/static/", "/sign-out", "/verify", "/account")
MAKES_A_COPY = "/copy.pdf"
CHANGING = re.compile(
    rb'name="(?:csrf_token|once)"[^>]*>|data-csrf="[^"]*"|data-(?:idle|absolute)="[0-9]+"'
    rb"|DTSTAMP:[0-9TZ]+"
)
"""What a page holds that is new each time it is asked for."""


def pages(
    world: World, client: FlaskClient, ids: dict[str, UUID]
) -> Iterator[tuple[str, tuple[int, bytes]]]:
    """Every page by its address with its answer, but for what is new in it each time."""
    for rule in rules(world):
        if not rule.rule.startswith(QUIET) and not rule.rule.endswith(MAKES_A_COPY):
            path = address(rule, ids)
            answer = client.get(path)
            if answer.mimetype != "application/pdf":
                head = f"{answer.headers.get('Location')} {answer.headers.get('ETag')}".encode()
                yield path, (answer.status_code, head + CHANGING.sub(b"", answer.data))


def signs(world: World, name: str) -> list[bytes]:
    """The ids and the reference of a case, and the words that only it holds."""
    with world.inside():
        case = db.session.get_one(Case, world.extra[name])
        found = [str(case.id), case.id.hex, case.reference]
    return [each.encode() for each in found]


def shut_out(world: World, who: str, name: str, how: str) -> None:
    """Keep a case from somebody: an officer, of them or of their agency, or their own word."""
    with world.inside():
        case_id, chair = world.extra[name], world.actor("chair")
        if how == "by name":
            circle.exclude(chair, case_id, person_id=world.person_id(who))
        elif how == "with their agency":
            circle.exclude(chair, case_id, agency_id=world.actor(who).agency_id)
        else:
            own = world.actor(who)
            conflicts.declare(own, case_id, own.person_id, "friend", "I know the victim")


def alter(world: World, *statements: str) -> None:
    """What somebody does who has the key of the file."""
    with world.inside():
        db.session.remove()
    tamper(world.instance, *statements)


def walk(world: World, who: str, ids: dict[str, UUID]) -> dict[str, tuple[int, bytes]]:
    """Every page of somebody who has just signed in."""
    return dict(pages(world, world.client(who), ids))


@pytest.mark.parametrize(
    ("who", "name", "how", "written"),
    [
        ("second_idva", "kept", "from the start", GONE),
        ("coordinator", "case", "by name", GONE),
        ("housing", "case", "with their agency", GONE),
        ("idva", "case", "by their own word", ELSEWHERE),
        ("deputy", "case", "by their own word", GONE),
    ],
)
def test_every_page_is_the_same_without_the_row(
    worked: World, who: str, name: str, how: str, written: str
) -> None:
    """Byte for byte, at every address, whoever decided it; and no page holds the case's number."""
    if how != "from the start":
        shut_out(worked, who, name, how)
    ids = ids_around(worked, name)
    client = worked.client(who)
    for new in ("/callers/list", f"/minutes/{ids['held_id']}"):
        client.get(new)  # home says that it is new until it is looked at
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        before = walk(worked, who, ids)
        alter(worked, written, NOT_DUE)
        after = walk(worked, who, ids)
    assert len(before) > 60
    assert [path for path in before if before[path] != after.get(path)] == []
    for path, (_, data) in after.items():
        told = [sign for sign in signs(worked, name) if sign in data.replace(path.encode(), b"")]
        assert not told, path
