"""What a victim is told of her meeting: who is asked, what is noted, who reads it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.confidentiality.circle.service import exclude
from app.db import db, transaction
from app.marac.case import service as cases
from app.marac.feedback import queries, rules, service
from app.marac.feedback.model import Feedback, FeedbackAsked
from app.marac.feedback.rules import Came, Way
from app.marac.party.rules import Details, Safe
from app.refusals import NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.marac import trail
from tests.marac.minutes.sitting import WHAT, hold
from tests.marac.pack.packing import with_ways_to_reach
from tests.marac.table import Table
from tests.marac.telling import heard
from tests.pages import send


@pytest.fixture
def closed(table: Table) -> Table:
    """All three cases have been heard; Leila Haddad is the IDVA of each."""
    heard(table, "deputy", "housing", "second_idva")
    return table


def test_her_idva_sees_who_has_not_been_told_and_one_tap_settles_it(closed: Table) -> None:
    """Three wait; told today and safe, and two wait. Names are opened with a row in the trail."""
    idva = closed.world.actor("idva")
    assert len(service.to_tell(idva)) == 3
    assert trail.tags()[-1] == "feedback:due"
    service.write(idva, closed.item(0), Came.TOLD, Way.TELEPHONE, clock.today())
    left = service.to_tell(idva)
    assert closed.case(0) not in {one.case_id for one in left}
    assert [one.days for one in left] == [0, 0]
    opened = service.open_feedback(idva, closed.item(0))
    assert opened.is_settled
    assert [one.came for one in opened.told] == [Came.TOLD]


def test_what_was_said_is_sealed(closed: Table) -> None:
    """Words, way and outcome are under the case's key; outside stands only what is left to do."""
    idva = closed.world.actor("idva")
    day = clock.today() + timedelta(days=2)
    row = service.write(
        idva, closed.item(0), Came.NOT_SAFE, Way.IN_PERSON, clock.today(), "He was home", day
    )
    stored = db.session.get_one(Feedback, row.id)
    assert (stored.is_settled, stored.next_on) == (False, day)
    assert b"not_safe" not in stored.sealed_words
    opened = service.open_feedback(closed.world.actor("chair"), closed.item(0))
    assert opened.told[0].words == "He was home"
    waiting = {one.item_id: one.next_on for one in service.to_tell(idva)}
    assert waiting[closed.item(0)] == day


def test_who_was_not_told_is_tried_again(closed: Table) -> None:
    """Without a next day nothing is saved; nor with a day before the meeting or to come."""
    idva, item, today = closed.world.actor("idva"), closed.item(0), clock.today()
    for came, on, next_on in (
        (Came.NOT_SAFE, today, None),
        (Came.NOT_REACHED, today, today - timedelta(days=1)),
        (Came.TOLD, today + timedelta(days=1), None),
        (Came.TOLD, today - timedelta(days=1), None),
        (Came.TOLD, None, None),
        ("nothing", today, None),
    ):
        with pytest.raises(RuleBroken):
            service.write(idva, item, came, Way.TELEPHONE, on, "", next_on)
    with pytest.raises(RuleBroken):
        service.write(idva, item, Came.TOLD, "letter", today)
    assert queries.of_hearing(idva, item) == []


def test_nobody_else_reads_it_even_with_the_case_open(closed: Table) -> None:
    """Housing heard the case and another IDVA did too: to both it is as if it were not there."""
    item = closed.item(0)
    with pytest.raises(NotVisible):
        service.open_feedback(closed.world.actor("second_idva"), item)
    with pytest.raises(Refused):
        service.open_feedback(closed.world.actor("housing"), item)
    with pytest.raises(NotVisible):
        service.write(closed.world.actor("second_idva"), item, "told", "telephone", clock.today())
    with pytest.raises(NotVisible):
        service.write(closed.world.actor("chair"), item, "told", "telephone", clock.today())


def test_the_chair_names_who_feeds_back(closed: Table) -> None:
    """She asks the other IDVA, who was there; then it is she who finds it on her home page."""
    chair, second = closed.world.actor("chair"), closed.world.actor("second_idva")
    service.ask(chair, closed.item(0), second.person_id)
    assert [one.case_id for one in service.to_tell(second)] == [closed.case(0)]
    assert len(service.to_tell(closed.world.actor("idva"))) == 2
    service.write(second, closed.item(0), "told", "in_person", clock.today())
    assert service.to_tell(second) == []
    with pytest.raises(RuleBroken):
        service.ask(chair, closed.item(1), closed.world.person_id("nrpf"))
    with pytest.raises(Refused):
        service.ask(closed.world.actor("idva"), closed.item(1), second.person_id)


def test_a_rewritten_row_asks_nobody(closed: Table) -> None:
    """Who is asked stands under the seal, and the IDVA in a signed promise: rows alone say no."""
    chair, second = closed.world.actor("chair"), closed.world.actor("second_idva")
    service.ask(chair, closed.item(0), closed.world.person_id("idva"))
    with transaction():
        row = db.session.query(FeedbackAsked).one()
        row.person_id = second.person_id
        case = queries.hearing(chair, closed.item(1)).case
        case.idva_id = second.person_id
    assert service.to_tell(second) == []
    for number in (0, 1):
        with pytest.raises(NotVisible):
            service.open_feedback(second, closed.item(number))


def test_whoever_is_kept_from_the_case_is_asked_nothing(closed: Table) -> None:
    """The exclusion beats the IDVA's work."""
    chair, idva = closed.world.actor("chair"), closed.world.actor("idva")
    exclude(chair, closed.case(0), person_id=idva.person_id)
    assert closed.case(0) not in {one.case_id for one in service.to_tell(idva)}
    with pytest.raises(NotVisible):
        service.open_feedback(idva, closed.item(0))


def test_how_she_is_safely_reached_stands_beside_it(closed: Table) -> None:
    """Before anybody rings: what is safe, when, by whom."""
    opened = service.open_feedback(closed.world.actor("idva"), closed.item(0))
    assert opened.contact is not None
    assert opened.name == opened.contact.name
    assert cases.labels(closed.world.actor("idva"), [closed.case(0)])


def test_an_unsafe_way_is_never_one_tap() -> None:
    """One tap only by a way that her card calls safe; nobody who needs an interpreter is rung."""
    for contact, offered in (
        (Details("A", safe_to_call=Safe.YES), [Way.TELEPHONE, Way.IN_PERSON]),
        (Details("A", safe_to_call=Safe.NO), [Way.IN_PERSON]),
        (Details("A"), [Way.IN_PERSON]),
        (Details("A", safe_to_call=Safe.YES, interpreter="BSL"), [Way.IN_PERSON]),
        (None, []),
    ):
        assert rules.ways_of_one_tap(contact) == offered
    no_calls = Details("A", safe_to_call=Safe.NO, safe_to_text=Safe.YES)
    with pytest.raises(RuleBroken):
        rules.require_said_why(Came.TOLD, Way.TELEPHONE, no_calls, " ")
    rules.require_said_why(Came.TOLD, Way.TELEPHONE, no_calls, "She rang from the school")
    rules.require_said_why(Came.NOT_REACHED, Way.TELEPHONE, no_calls, "")
    rules.require_said_why(Came.TOLD, Way.TEXT, no_calls, "")


def test_whom_it_is_not_safe_to_call_is_told_by_telephone_only_with_a_word(closed: Table) -> None:
    """The tap is not there, pressing it all the same is no page, and the form asks what made it
    safe."""
    with_ways_to_reach(closed, 0, safe_to_call="no")
    idva, item = closed.world.actor("idva"), closed.item(0)
    opened = service.open_feedback(idva, item)
    assert opened.one_tap == [Way.IN_PERSON]
    assert opened.not_safe == ["Calling"]
    with pytest.raises(NotVisible):
        service.tell_in_one_tap(idva, item, Way.TELEPHONE)
    with pytest.raises(RuleBroken):
        service.write(idva, item, Came.TOLD, Way.TELEPHONE, clock.today())
    service.tell_in_one_tap(idva, item, Way.IN_PERSON)
    assert service.open_feedback(idva, item).is_settled


def test_whoever_tells_her_reads_what_was_agreed(table: Table) -> None:
    """The actions of that hearing, for her IDVA; the page of another case shows none of them."""
    hold(table)
    idva = table.world.actor("idva")
    opened = service.open_feedback(idva, table.item(0))
    assert [one.details.what for one in opened.agreed] == [WHAT]
    assert {one.action.case_id for one in opened.agreed} == {table.case(0)}
    with pytest.raises(Refused):
        service.open_feedback(table.world.actor("housing"), table.item(0))


def test_the_pages(laid: World, tmp_path: Path) -> None:
    """Home, page, one tap, case: as her IDVA; the chair sees it and cannot tap."""
    world = laid.copy_to(tmp_path / "pages")
    with world.inside():
        closed = Table(world)
        heard(closed, "deputy", "second_idva")
        first, other = closed.item(0), closed.item(1)
        with_ways_to_reach(closed, 0, safe_to_call="yes", interpreter="")
        with_ways_to_reach(closed, 1, safe_to_call="no")
    client = world.client("idva")
    home = client.get("/").get_data(as_text=True)
    assert "3 people have not been told of their meeting yet" in home
    address = f"/feedback/{first}"
    page = client.get(address).get_data(as_text=True)
    assert "Told by telephone, safe" in page
    assert "Before you make contact" in page
    not_by_telephone = client.get(f"/feedback/{other}").get_data(as_text=True)
    assert "Told by telephone, safe" not in not_by_telephone
    assert "Calling is recorded as not safe." in not_by_telephone
    assert "You are asked to tell" in not_by_telephone
    assert send(client, f"{address}/told", {"way": "letter"}, address).status_code == 404
    assert send(client, f"{address}/told", {"way": "telephone"}, address).status_code == 303
    after = client.get(address).get_data(as_text=True)
    assert rules.CAME_LABELS[Came.TOLD] in after
    assert "Told by telephone, safe" not in after
    assert "Told in person, safe" not in after
    following = re.search(r'href="(/feedback/[^"]+)">Next person to tell', after)
    assert following
    assert following[1] != address
    assert "You are asked to tell" in client.get(following[1]).get_data(as_text=True)
    given = {"came": "not_safe", "way": "telephone", "words": "Kept"}
    refused = send(client, f"/feedback/{other}", given)
    assert refused.status_code == 422
    assert "Kept" in refused.get_data(as_text=True)
    chair = world.client("chair").get(address).get_data(as_text=True)
    assert "Told by telephone, safe" not in chair
    assert world.client("second_idva").get(address).status_code == 404
    world.close()
