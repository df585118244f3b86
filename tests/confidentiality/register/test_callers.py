"""Somebody from outside asks: one answer, a short form, a call back, and no case anywhere."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts.agency import service as agencies
from app.confidentiality.circle.model import Because, Grant
from app.confidentiality.circle.ring import Ring
from app.confidentiality.register import answering, asking, queries
from app.confidentiality.register.asking import RING_BACK, Claims, Outcome, Words
from app.confidentiality.register.model import Enquiry
from app.db import db, transaction
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.accounts.pages import error_beside
from tests.builders import World
from tests.exits import a_member
from tests.marac import trail
from tests.pages import boxes, send

SAID = Words("A Mr Dray", "Removals", ("where", "status"), "Asked after Ptarmigan by name")


def asked(
    world: World, who: str = "coordinator", claims: str = "police", said: str = RING_BACK
) -> UUID:
    """Somebody writes a caller down; the id of the entry."""
    with world.inside():
        return answering.write_down(world.actor(who), claims, "phone", said, SAID).id


def choice(world: World, agency: str = "police") -> str:
    """What the form sends for an agency: its id and the number that the register holds."""
    number = list(world.agencies).index(agency)
    return f"{world.agencies[agency]} 020 7946 0{number:03}"


def form(**changes: Any) -> dict[str, Any]:
    """The least that somebody with the phone at her ear fills in."""
    return {"claims": "immigration"} | changes


def test_the_answer_stands_before_anything_to_fill_in(marac: World) -> None:
    """With the phone at her ear she reads it out; only then comes the first box."""
    page = marac.client("coordinator").get("/callers").text
    main = page.partition("<main")[2]
    assert main.index("neither confirms nor denies") < main.index('name="claims"')
    assert "the legal team of Northbrook Community Safety" in main
    assert main.count('type="submit"') == 1


def test_one_choice_and_one_button_are_enough(marac: World) -> None:
    """By phone, now, and nothing more said, is what the form begins with."""
    client = marac.client("coordinator")
    sent = send(client, "/callers", form())
    assert sent.status_code == 303
    page = client.get(sent.headers["Location"]).text
    assert "There is nothing more to do" in page
    with marac.inside():
        (row,) = queries.enquiries(marac.actor("coordinator"))
        assert (row.claims, row.how, row.outcome) == ("immigration", "phone", "nothing_said")
        assert abs(row.asked_at - clock.now()) < timedelta(minutes=1)
        assert trail.tags()[-3:] == ["enquiry:record", "enquiry:close", "enquiry:open"]


def test_what_is_missing_is_said_beside_its_box_and_nothing_is_lost(marac: World) -> None:
    """Without who they say they are it is not saved; every word is still there."""
    client = marac.client("housing")
    sent = send(client, "/callers", {"name": "A Mr Dray", "words": "Asked twice"})
    assert sent.status_code == 422
    assert "Select who they say they are" in sent.text
    assert boxes(sent.text)["name"] == "A Mr Dray"
    assert boxes(sent.text)["words"] == "Asked twice"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asked_time": "14:30"}, "asked_on"),
        ({"asked_on-day": "1", "asked_on-month": "3", "asked_on-year": "2020"}, "asked_time"),
        (
            {"asked_on-day": "1", "asked_on-month": "3", "asked_on-year": "2020",
             "asked_time": "25:00"},
            "asked_time",
        ),
        (
            {"asked_on-day": "1", "asked_on-month": "3", "asked_on-year": "2020",
             "asked_time": "9.15"},
            "asked_on",
        ),
        ({"said": RING_BACK}, "said"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(marac: World, changes: dict[str, str], field: str) -> None:
    """Half a moment, no time of day, years ago, and ringing back who is of no member agency."""
    sent = send(marac.client("coordinator"), "/callers", form(**changes))
    assert sent.status_code == 422
    assert error_beside(sent, field)
    with marac.inside():
        assert not queries.enquiries(marac.actor("coordinator"))


def test_a_time_of_before_is_a_time_in_london(marac: World) -> None:
    """Written down in the evening what was asked at half past two."""
    with clock.pretend(datetime(2026, 7, 3, 20, 0, tzinfo=clock.LONDON)), marac.inside():
        at = datetime(2026, 7, 3, 14, 30, tzinfo=clock.LONDON)
        row = answering.write_down(
            marac.actor("idva"), "press", "email", "nothing_said", Words(), at
        )
        assert row.asked_at == at
        late = at + timedelta(hours=9)
        with pytest.raises(RuleBroken) as refused:
            answering.write_down(
                marac.actor("idva"), "press", "email", "nothing_said", Words(), late
            )
        assert refused.value.field == "asked_on"


def test_the_words_are_sealed_and_nothing_of_them_is_beside(marac: World) -> None:
    """A thief of the database finds a code of who they said they were, and times."""
    asked(marac)
    marac.close()
    with marac.inside():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(table.select()):
                assert not any("Ptarmigan" in str(value) or "Dray" in str(value) for value in row)


def test_officers_and_whoever_wrote_it_read_it(marac: World) -> None:
    """Each reading is in the trail before anything is shown."""
    row_id = asked(marac, "housing")
    for who in ("housing", "chair", "deputy", "coordinator"):
        page = marac.client(who).get(f"/callers/{row_id}").text
        assert "Asked after Ptarmigan by name" in page
        assert "Somebody’s nationality or immigration status" in page
        with marac.inside():
            assert trail.last().tag == "enquiry:open"
            assert trail.last().actor_id == str(marac.person_id(who))


def test_for_anybody_else_there_is_no_such_entry(marac: World) -> None:
    """The same answer as for an id that never was: to look at, to ring back, to close."""
    row_id = asked(marac, "housing")
    for who in ("idva", "officer"):
        client = marac.client(who)
        token = boxes(client.get("/callers").text)["csrf_token"]
        for path in (f"/callers/{row_id}", f"/callers/{uuid4()}"):
            assert client.get(path).status_code == 404
            sent = client.post(f"{path}/close", data={"csrf_token": token, "outcome": "answered"})
            assert sent.status_code == 404
            data = {"csrf_token": token, "agency": choice(marac)}
            assert client.post(f"{path}/call-back", data=data).status_code == 404
        assert client.get(f"/callers/{row_id}").data == client.get(f"/callers/{uuid4()}").data
        assert "Nobody has asked yet" in client.get("/callers/list").text
    with marac.inside(), pytest.raises(NotVisible):
        answering.open_enquiry(marac.actor("idva"), row_id)


def test_without_the_right_nobody_writes_one(marac: World) -> None:
    """The administrator holds no key and takes no such call here."""
    assert marac.client("administrator").get("/callers").status_code == 403
    with marac.inside(), pytest.raises(Refused):
        answering.write_down(marac.actor("administrator"), "press", "phone", "nothing_said", SAID)


def test_officers_are_told_at_home(marac: World) -> None:
    """How many, until they have looked at the list; not by whom they were asked, nor what."""
    asked(marac, "housing")
    chair = marac.client("chair")
    home = chair.get("/").text
    assert "1 person from outside" in home
    assert "Dray" not in home
    assert "To be rung back" in chair.get("/callers/list").text
    assert "from outside" not in chair.get("/").text
    assert "1 caller waits" in marac.client("housing").get("/").text


def test_more_was_said_is_an_alarm(marac: World) -> None:
    """Whoever said too much can say so, and is told what to do at once."""
    client = marac.client("housing")
    sent = send(client, "/callers", form(said="more_said"))
    page = client.get(sent.headers["Location"]).text
    assert "Tell an officer of this MARAC now" in page
    assert "within 72 hours" in page
    assert "More was said" in marac.client("chair").get("/callers/list").text


def test_closed_is_closed(marac: World) -> None:
    """Two people close it: the second is told that it is done."""
    row_id = asked(marac, "housing")
    with marac.inside():
        answering.close(marac.actor("chair"), row_id, "nothing_said")
        with pytest.raises(Changed):
            answering.close(marac.actor("housing"), row_id, "more_said")
        with pytest.raises(Changed):
            answering.call_back(marac.actor("housing"), row_id, *call(marac))


def call(world: World, agency: str = "police") -> tuple[UUID, str]:
    """An agency's id and the number that the register holds."""
    agency_id, _, number = choice(world, agency).partition(" ")
    return UUID(agency_id), number


def test_a_number_that_changed_meanwhile_is_not_the_one_rung(marac: World) -> None:
    """What was on the screen is no longer on the register, so she is asked to ring again."""
    row_id = asked(marac)
    agency_id, old = call(marac)
    with marac.inside():
        agencies.change_agency(
            marac.actor("administrator"), agency_id, "Northbrook Police", "020 7946 0888",
            "police.example.org",
        )  # fmt: skip
        with pytest.raises(Changed):
            answering.call_back(marac.actor("coordinator"), row_id, agency_id, old)
        answering.call_back(marac.actor("coordinator"), row_id, agency_id, "020 7946 0888")
        row = queries.enquiry(marac.actor("coordinator"), row_id)
        assert row.called_back_number == "020 7946 0888"


def test_an_agency_of_elsewhere_is_not_rung(marac: World) -> None:
    """An id that is on no register of this area is none."""
    row_id = asked(marac)
    with marac.inside(), pytest.raises(NotVisible):
        answering.call_back(marac.actor("coordinator"), row_id, uuid4(), "020 7946 0888")


@pytest.mark.parametrize(
    "changes",
    [{"outcome": Outcome.ANSWERED}, {"outcome": Outcome.ANSWERED, "claims": Claims.IMMIGRATION}],
)
def test_the_database_too_knows_who_was_rung_back(marac: World, changes: dict[str, Any]) -> None:
    """Whoever writes past the code is refused: no call back, no answer; and none for these."""
    row_id = asked(marac)
    with marac.inside(), pytest.raises(IntegrityError):
        _write_past_the_code(row_id, changes)


def _write_past_the_code(row_id: UUID, changes: dict[str, Any]) -> None:
    with transaction() as session:
        row = session.get_one(Enquiry, row_id)
        row.called_back_at = clock.now() if "claims" in changes else None
        for name, value in changes.items():
            setattr(row, name, value)


def test_who_has_new_keys_is_due_their_open_entry(marac: World) -> None:
    """The doorkeeper finds that whoever is to ring back holds no grant any more."""
    row_id = asked(marac, "housing")
    with marac.inside():
        assert not list(queries.due(marac.area_id))
        with transaction() as session:
            row = session.get(Enquiry, row_id)
            assert row is not None
            session.execute(
                delete(Grant).where(
                    Grant.secret_id == row.secret_id, Grant.because == Because.REFERRER
                )
            )
        (due,) = queries.due(marac.area_id)
        assert (due.person_id, due.record_id) == (marac.person_id("housing"), row_id)


def test_there_is_no_column_for_a_case() -> None:
    """Nothing ties a caller to anybody's record."""
    targets = {key.column.table.name for key in Enquiry.__table__.foreign_keys}
    assert targets == {"area", "secret", "person", "agency"}


@pytest.mark.parametrize("claims", list(Claims))
def test_only_members_are_rung_back(claims: Claims) -> None:
    """Whatever they say, nobody but police, an IDVA or a member agency is answered."""
    may = claims in (Claims.POLICE, Claims.IDVA, Claims.MEMBER)
    if may:
        assert asking.outcome_of(claims, RING_BACK) is None
        asking.require_answerable(claims, clock.now())
    else:
        with pytest.raises(RuleBroken):
            asking.outcome_of(claims, RING_BACK)
        with pytest.raises(RuleBroken):
            asking.require_answerable(claims, clock.now())
    with pytest.raises(RuleBroken):
        asking.require_answerable(claims, None)
    assert asking.outcome_of(claims, "nothing_said") == Outcome.NOTHING_SAID


@pytest.mark.parametrize(
    ("claims", "how", "said", "words", "field"),
    [
        ("home office", "phone", "nothing_said", Words(), "claims"),
        ("press", "telepathy", "nothing_said", Words(), "how"),
        ("press", "phone", "answered", Words(), "said"),
        ("press", "phone", "nothing_said", Words(name="x" * 121), "name"),
        ("press", "phone", "nothing_said", Words(words="x" * 1001), "words"),
        ("press", "phone", "nothing_said", Words(asked_for=("everything",)), "asked_for"),
    ],
)
def test_the_service_takes_nothing_that_is_not_on_its_lists(
    marac: World, claims: str, how: str, said: str, words: Words, field: str
) -> None:
    """Whatever is sent past the form is refused beside its field, and nothing is written."""
    with marac.inside():
        with pytest.raises(RuleBroken) as refused:
            answering.write_down(marac.actor("chair"), claims, how, said, words)
        assert refused.value.field == field
        assert not queries.enquiries(marac.actor("chair"))


def test_the_key_opens_this_entry_alone(marac: World) -> None:
    """The writer's key to one entry opens no case and no other entry."""
    mine, other = asked(marac, "housing"), asked(marac, "coordinator")
    with marac.inside():
        row = queries.enquiry(marac.actor("chair"), other)
        ring = Ring(marac.actor("housing"))
        assert ring.may_open(queries.enquiry(marac.actor("housing"), mine).secret_id)
        assert not ring.may_open(row.secret_id)


def test_the_legal_team_on_the_register_is_named(marac: World) -> None:
    """Where a demand goes is read out too: one's own agency's lawyers, if the register has them."""
    with marac.inside():
        entry = a_member(marac, "housing", legal=True).name
        other = a_member(marac, "idva", legal=True, second="deputy").name
    page = marac.client("housing").get("/callers").text
    assert f"If they ask where: {entry}" in page
    assert other not in page
    assert "If they ask where" not in marac.client("officer").get("/callers").text


def test_whoever_is_not_confirmed_yet_has_the_answer(marac: World) -> None:
    """A worker who has not signed takes calls all the same, and reads it out."""
    assert "neither confirms nor denies" in marac.client("children").get("/callers").text
