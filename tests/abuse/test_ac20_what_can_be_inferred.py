"""AC-20: what everybody without the key could work out about her status from what they are shown.

Two areas, alike in everything but one immigration section. Every address is opened as every role in
both. If a page, a number, a size or the order of anything differs, somebody can tell.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app import clock
from app.confidentiality.circle import service as circle
from app.db import Sealed, db
from app.marac.case.listing import list_referral
from app.marac.party.rules import Details
from app.marac.referral.rules import Agreement, Referred, Summary
from app.marac.referral.service import open_referral, refer
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.rules import Answer, Criterion, Given, Immigration, Judgement, Status
from app.marac.risk.service import NewAssessment
from tests.builders import World
from tests.pages import say_why, send
from tests.walking import address, rules

AT = datetime(2027, 3, 9, 8, 0, tzinfo=UTC)
JUDGED = Criterion.PROFESSIONAL_JUDGEMENT
HOLDER = "second_idva"
WITHOUT = ("chair", "deputy", "coordinator", "housing", "officer", "nrpf", "children")
TOLD = Referred(
    victim=Details(name="Somebody Testcase"),
    summary=Summary(what_happened="He was at the door again.", agrees=Agreement.YES),
    perpetrators=(Details(name="Another Testcase", relationship="Husband"),),
)
NOTHING = Immigration()
EVERYTHING = Immigration(
    Status.INSECURE,
    {topic.code: Given(Answer.YES, "her sister", "Q" * 200) for topic in load(IMMIGRATION).topics},
    "Quokka " * 100,
)
RANDOM = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"[0-9a-f]{32}"), "ID"),
    (re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ2-9]{4}-[BCDFGHJKLMNPQRSTVWXZ2-9]{4}\b"), "REFERENCE"),
    (re.compile(r'(name="csrf_token" value=")[^"]+'), r"\1TOKEN"),
    (re.compile(r'(name="csrf-token" content=")[^"]+'), r"\1TOKEN"),
    (re.compile(r'data-(?:csrf|tag)="[^"]*"'), "TAG"),
)


def assessed(core: int, immigration: Immigration, judged: bool) -> NewAssessment:
    """So many yes answers of the form, and a section."""
    topics = load(CORE).topics
    answers = {
        topic.code: Given(Answer.YES if number < core else Answer.NO)
        for number, topic in enumerate(topics)
    }
    return NewAssessment(answers, judgement=Judgement(judged), immigration=immigration)


def lived_through(world: World, new: NewAssessment, ticked: tuple[Criterion, ...] = ()) -> World:
    """Housing refers twice; the coordinator lists one of them, assigned to the IDVA."""
    told = replace(TOLD, criteria=ticked)
    with world.inside(), clock.pretend(AT):
        circle.name_compartment_holder(world.actor("coordinator"), world.person_id(HOLDER))
        world.extra["waiting"] = refer(world.actor("housing"), told, assessment=new).id
        listed = refer(world.actor("housing"), told, assessment=new).id
        idva = world.person_id("idva")
        list_referral(world.actor("coordinator"), listed, idva_id=idva)
        world.extra["listed"] = listed
        circle.admit(world.actor(HOLDER))
    return world


@pytest.fixture
def twins(first_marac: World, tmp_path: Path) -> Iterator[tuple[World, World]]:
    """Two copies of the same area, to be told apart by one section only."""
    pair = first_marac.copy_to(tmp_path / "one"), first_marac.copy_to(tmp_path / "other")
    yield pair
    for world in pair:
        world.close()


def seen(world: World, who: str) -> dict[str, str]:
    """Every page around the two records as somebody gets it, with what is random taken out."""
    found = {}
    with clock.pretend(AT):
        client = world.client(who)
        if client.get(f"/cases/{world.extra['listed']}").status_code == 200:
            say_why(client, world.extra["listed"])
        for name in ("waiting", "listed"):
            ids = dict.fromkeys(("case_id", "referral_id", "record_id"), world.extra[name])
            for rule in rules(world):
                if rule.rule.startswith("/account") or (name == "listed" and "<" not in rule.rule):
                    continue  # a new passphrase is offered at random; a list was looked at already
                page = client.get(address(rule, ids))
                told = f"{page.status_code} {page.headers.get('Location')} {page.text}"
                for pattern, instead in RANDOM:
                    told = pattern.sub(instead, told)
                found[f"{name} {rule.rule}"] = told
    return found


def told_apart(one: World, other: World, who: str) -> list[str]:
    """The addresses at which somebody sees a difference."""
    mine, theirs = seen(one, who), seen(other, who)
    assert len([page for page in mine.values() if page.startswith("200")]) >= 4
    return [rule for rule, page in mine.items() if theirs[rule] != page]


@pytest.mark.parametrize("core", [3, 15])
def test_what_a_section_holds_changes_no_page_of_anybody_else(
    twins: tuple[World, World], core: int
) -> None:
    """Where the total reaches no threshold that the core has not reached, nothing differs."""
    one = lived_through(twins[0], assessed(core, NOTHING, judged=False))
    other = lived_through(twins[1], assessed(core, EVERYTHING, judged=False))
    assert {who: told_apart(one, other, who) for who in WITHOUT} == dict.fromkeys(WITHOUT, [])


@pytest.mark.parametrize(
    ("ticked", "judged_too"),
    [
        ((), ()),
        ((), (JUDGED,)),
        ((Criterion.REPEAT, Criterion.VISIBLE_HIGH_RISK),) * 2,
        ((Criterion.REPEAT,), (Criterion.REPEAT, JUDGED)),
    ],
)
def test_a_threshold_met_only_inside_looks_like_a_workers_judgement(
    twins: tuple[World, World],
    ticked: tuple[Criterion, ...],
    judged_too: tuple[Criterion, ...],
) -> None:
    """To the last byte, and so tells nobody whether there is anything inside.

    Thirteen answers and no tick in one area, thirteen and a bare tick in the other, with the
    criteria as the journey writes them: the tick is among them, or it is not.
    """
    judged = lived_through(twins[0], assessed(13, NOTHING, judged=True), judged_too)
    reached = lived_through(twins[1], assessed(13, EVERYTHING, judged=False), ticked)
    assert {who: told_apart(judged, reached, who) for who in WITHOUT} == dict.fromkeys(WITHOUT, [])


def test_what_was_ticked_and_what_is_met_are_one_list(twins: tuple[World, World]) -> None:
    """Nobody can compare them, also where what was sealed before this rule still differs."""
    world = lived_through(twins[0], assessed(13, EVERYTHING, judged=False))
    with world.inside():
        told = open_referral(world.actor("chair"), world.extra["waiting"]).referred
        assert told.criteria == (JUDGED,)
    for who, path in (("chair", "/triage"), ("housing", "/referrals")):
        page = world.client(who).get(f"{path}/{world.extra['waiting']}").text
        assert page.count("Professional judgement") == 1
        assert "Why this case is heard" not in page
        assert "No criterion" not in page


def test_whoever_holds_it_does_see_the_difference(twins: tuple[World, World]) -> None:
    """Or these tests would show nothing."""
    one = lived_through(twins[0], assessed(3, NOTHING, judged=False))
    other = lived_through(twins[1], assessed(3, EVERYTHING, judged=False))
    for world in (one, other):
        with world.inside(), clock.pretend(AT):
            assert world.client("idva").get(section(world)).status_code == 200
    texts = [opened_section(world) for world in (one, other)]
    assert "Quokka" in texts[1]
    assert "Quokka" not in texts[0]


def test_no_size_in_the_database_tells_it(twins: tuple[World, World]) -> None:
    """Every sealed value is as long in the one as in the other, and there are as many."""
    one = lived_through(twins[0], assessed(3, NOTHING, judged=False))
    other = lived_through(twins[1], assessed(3, EVERYTHING, judged=False))
    assert sizes(one) == sizes(other)


def section(world: World) -> str:
    """The address of the listed case's section."""
    return f"/cases/{world.extra['listed']}/specialist-support"


def opened_section(world: World) -> str:
    """The section as the assigned IDVA reads it."""
    with clock.pretend(AT):
        client, path = world.client("idva"), section(world)
        send(client, f"{path}/why", {"reason": "preparing"}, path)
        return client.get(path).text


def sizes(world: World) -> dict[str, list[int]]:
    """The sizes of every sealed value of every table, and so their number."""
    found: dict[str, list[int]] = {}
    with world.inside():
        for table in db.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, Sealed):
                    rows = db.session.scalars(select(func.length(column)))
                    found[str(column)] = sorted(size for size in rows if size is not None)
    return found


def test_the_ids_of_the_records_are_real(twins: tuple[World, World]) -> None:
    """The walk opens a case and a referral, not two pages that are not there."""
    one = lived_through(twins[0], assessed(3, NOTHING, judged=False))
    assert all(isinstance(one.extra[name], UUID) for name in ("waiting", "listed"))
    pages = seen(one, "coordinator")
    opened = [rule for rule, page in pages.items() if page.startswith("200") and "uuid" in rule]
    assert any(rule.startswith("listed") for rule in opened)
    assert any(rule.startswith("waiting") for rule in opened)
