"""AC-02: who is called as a person in a case finds no trace of it, and is told nothing of that."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.permissions import OFFICERS
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Grant, HolderKind, Secret
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case.model import Case
from app.marac.case.service import change_party
from app.marac.conflict.model import Conflict
from app.marac.meeting import hearing, leaving, queries, service
from app.marac.meeting.model import AgendaItem
from app.marac.party.service import open_all
from tests.builders import World
from tests.marac.conflict.naming import HER, a_case_with, publish_with
from tests.marac.table import Table
from tests.walking import IDS, address, rules

NAME = {"officer": "Ruth Castle", "deputy": "Tom Okafor", "idva": "Leila Haddad"}
"""Who is called as somebody in the case: of an agency, an officer, and its own IDVA."""
QUIET = ("/static/", "/sign-out", "/verify")


@pytest.fixture
def table(laid: World, tmp_path: Path) -> Iterator[Table]:
    """A table of this test's own; each look at the database is a fresh one, as browsers get it."""
    own = Table(laid.copy_to(tmp_path / "table"))
    yield own
    own.world.close()


def published(table: Table, name: str, who: str = "chair") -> UUID:
    """A case with somebody of this name, on the agenda that an officer publishes."""
    with table.world.inside():
        case_id = a_case_with(table.world, name)
        publish_with(table.world, table.meeting_id, case_id, who)
    return case_id


def traces(case_id: UUID) -> list[bytes]:
    """What would tell of the case: her name and address, its ids, its reference."""
    case = db.session.get_one(Case, case_id)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.case_id == case_id)).first()
    conflict = db.session.scalars(select(Conflict).where(Conflict.case_id == case_id)).first()
    found = [HER, "4 Saffron Walk", str(case_id), case.reference]
    found += [str(each.id) for each in (item, conflict) if each is not None]
    return [each.encode() for each in found]


def pages(world: World, client: FlaskClient, ids: dict[str, UUID]) -> Iterator[tuple[str, bytes]]:
    """Every page that needs no id of the case itself, as this person gets it."""
    for rule in rules(world):
        if set(IDS.findall(rule.rule)) <= ids.keys() and not rule.rule.startswith(QUIET):
            path = address(rule, ids)
            answer = client.get(path)
            yield path, answer.data + str(answer.headers).encode()


def assert_no_trace(table: Table, who: str, case_id: UUID) -> int:
    """No page of theirs holds any of it; return how many were looked at."""
    client, looked_at = table.world.client(who), 0
    with table.world.inside():
        signs = traces(case_id)
    for path, data in pages(table.world, client, {"meeting_id": table.meeting_id}):
        if str(case_id) in path:
            continue
        looked_at += 1
        assert not [sign for sign in signs if sign in data], path
    return looked_at


def assert_never_was(table: Table, who: str, case_id: UUID) -> int:
    """Every address with the case's ids answers as one with invented ids, byte for byte."""
    client, tried = table.world.client(who), 0
    with table.world.inside():
        item = select(AgendaItem.id).where(AgendaItem.case_id == case_id)
        found = select(Conflict.id).where(Conflict.case_id == case_id)
        real = {"case_id": case_id, "record_id": case_id, "referral_id": case_id}
        real |= {"item_id": db.session.scalars(item).one()}
        real |= {"conflict_id": db.session.scalars(found).one()}
    for rule in rules(table.world):
        asked = set(IDS.findall(rule.rule))
        if not asked & real.keys() or not asked <= {*real, "meeting_id"}:
            continue
        kept = client.get(address(rule, real | {"meeting_id": table.meeting_id}))
        made_up = {name: uuid4() for name in real} | {"meeting_id": table.meeting_id}
        never = client.get(address(rule, made_up))
        assert (kept.status_code, kept.data) == (never.status_code, never.data), rule.rule
        tried += 1
    return tried


def holds_no_key(table: Table, who: str, case_id: UUID) -> bool:
    """Whether no grant of theirs opens anything of the case."""
    held = select(Grant.id).join(Secret, Secret.id == Grant.secret_id)
    mine = Grant.holder_id == table.world.person_id(who)
    parts = select(Secret.id).where(Secret.record_id == case_id)
    own = held.where(mine, Grant.holder_kind == HolderKind.PERSON)
    rows = own.where((Secret.record_id == case_id) | Secret.part_of.in_(parts))
    with table.world.inside():
        return db.session.scalars(rows).first() is None


def sit_down(table: Table, *names: str) -> None:
    """The chair opens the meeting, and these people sign and are let in."""
    with table.world.inside():
        table.begin()
        table.seat(*names)


def item_of(table: Table, case_id: UUID) -> AgendaItem:
    """The case on today's agenda."""
    return next(item for item in table.items if item.case_id == case_id)


def hear(table: Table, who: str, case_id: UUID) -> None:
    """The chair has them leave, and takes the case up."""
    with table.world.inside():
        item, chair = item_of(table, case_id), table.world.actor("chair")
        told = leaving.who_must_leave(item)
        assert table.world.person_id(who) in {one.person_id for one in told}
        leaving.they_have_left(chair, item.id)
        hearing.start_item(chair, item.id)


def conclude(table: Table, case_id: UUID) -> None:
    """The hearing ends."""
    with table.world.inside():
        hearing.conclude_item(table.world.actor("chair"), item_of(table, case_id).id)


@pytest.mark.parametrize("who", list(NAME))
def test_at_every_step_of_a_meeting(table: Table, who: str) -> None:
    """Published, opened, signed, heard, over: no page, no poll, no list, no paper, no key."""
    case_id = published(table, NAME[who])
    assert holds_no_key(table, who, case_id)
    assert assert_no_trace(table, who, case_id) > 30
    assert assert_never_was(table, who, case_id) > 10
    sit_down(table, who, "coordinator")
    assert_no_trace(table, who, case_id)
    with table.world.inside():
        assert case_id in {each.case_id for each in table.items[2:]}, "after what all may hear"
    hear(table, who, case_id)
    assert_no_trace(table, who, case_id)
    assert_never_was(table, who, case_id)
    conclude(table, case_id)
    with table.world.inside():
        service.close_meeting(table.world.actor("chair"), table.meeting_id)
    assert_no_trace(table, who, case_id)
    assert_never_was(table, who, case_id)
    assert holds_no_key(table, who, case_id)


@pytest.mark.parametrize("who", ["officer", "deputy"])
def test_the_live_answers_do_not_change(table: Table, who: str) -> None:
    """Their page of the meeting is not new because of it: neither its start nor its end."""
    case_id = published(table, NAME[who])
    sit_down(table, who)
    client, path = table.world.client(who), f"/meetings/{table.meeting_id}/live"
    with table.world.inside():
        leaving.they_have_left(table.world.actor("chair"), item_of(table, case_id).id)
    tag = {"If-None-Match": client.get(path).headers["ETag"]}
    with table.world.inside():
        hearing.start_item(table.world.actor("chair"), item_of(table, case_id).id)
    assert client.get(path, headers=tag).status_code == 304
    conclude(table, case_id)
    assert client.get(path, headers=tag).status_code == 304


def test_an_officer_is_not_told_that_a_name_waits(table: Table) -> None:
    """The alert is for the others, and holds no name, no case, no person."""
    case_id = published(table, NAME["deputy"])
    assert "for an officer to look" not in table.world.client("deputy").get("/").text
    others = table.world.client("chair").get("/").text
    panel = others[others.index("to-look-at") : others.index("for an officer to look") + 80]
    assert "1 name waits" in panel
    assert not [word for word in (HER, "Okafor", str(case_id)) if word in panel]


def test_a_name_put_right_later_is_found_at_the_door(table: Table) -> None:
    """He was down under another name when the agenda was published; she signs and gets no key."""
    case_id = published(table, "Not Known")
    with table.world.inside():
        chair = table.world.actor("chair")
        him = open_all(Ring(chair), case_id)[-1]
        assert him.details.name == "Not Known"
        named = replace(him.details, name="R. Castle", aliases=("Ruth Castle",))
        change_party(chair, case_id, him.id, named, him.revision)
    sit_down(table, "officer", "second_idva")
    assert holds_no_key(table, "officer", case_id)
    assert not holds_no_key(table, "second_idva", case_id)
    assert_no_trace(table, "officer", case_id)
    with table.world.inside():
        assert queries.kept_from_somebody([case_id])


def test_nothing_outside_the_seal_says_whose_name_it_was(table: Table) -> None:
    """A family name that is found leaves no row with the person: it would tell a name in it."""
    case_id = published(table, "Bob Castle")
    with table.world.inside():
        no_row_says_it(table, case_id)


def no_row_says_it(table: Table, case_id: UUID) -> None:
    """What the rows of a prompt say outside their seal."""
    row = db.session.scalars(select(Conflict).where(Conflict.case_id == case_id)).one()
    secret = db.session.get_one(Secret, row.secret_id)
    person = str(table.world.person_id("officer"))
    assert person not in str(secret.excluded) + row.statement.decode()
    assert person.encode() not in row.sealed_words
    assert circle.is_excluded(case_id, UUID(person), table.world.agencies["police"]) is False
    officers = {
        table.world.person_id(who)
        for who, member in table.world.members.items()
        if member.roles & OFFICERS
    }
    holders = select(Grant.holder_id).where(
        Grant.secret_id == row.secret_id, Grant.holder_kind == HolderKind.PERSON
    )
    assert set(db.session.scalars(holders)) <= officers
