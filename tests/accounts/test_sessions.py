"""Sessions: in the database, sealed under the cookie, ended by time, by their owner, by leaving."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app import clock
from app.accounts.session import meeting, service
from app.accounts.session.model import WebSession
from app.accounts.session.rules import Lapse, Limits, device_name, lapse, left, limits
from app.audit.model import AuditRow
from app.db import db, transaction
from app.refusals import NotVisible, Unavailable
from tests.accounts.pages import hidden, submit
from tests.builders import World

NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)
HALF_HOUR = Limits(timedelta(minutes=30), timedelta(hours=12))


def later(**how: int):
    """A moment in the future, for this thread."""
    return clock.pretend(clock.now() + timedelta(**how))


def rows(world: World) -> list[WebSession]:
    """Every session there is."""
    with world.inside():
        return list(db.session.scalars(select(WebSession).options(undefer("*"))))


def cookie(client: FlaskClient, world: World) -> str:
    """The value of the session's cookie."""
    found = client.get_cookie(world.cookie)
    assert found is not None
    return found.value


def test_a_session_ends_when_idle_and_at_its_absolute_limit() -> None:
    """Thirty minutes without use (and the minute that is not written down), or twelve hours."""
    assert lapse(NOON, NOON, NOON + timedelta(minutes=30, seconds=59), HALF_HOUR) is None
    assert lapse(NOON, NOON, NOON + timedelta(minutes=31), HALF_HOUR) is Lapse.IDLE
    used = NOON + timedelta(hours=11, minutes=59)
    assert lapse(NOON, used, used, HALF_HOUR) is None
    assert lapse(NOON, used, NOON + timedelta(hours=12), HALF_HOUR) is Lapse.ABSOLUTE


def test_the_pages_clock_never_promises_more_than_is_left() -> None:
    """Ten minutes before the absolute end, ten minutes are left, used or not."""
    at = NOON + timedelta(hours=11, minutes=50)
    assert (left(NOON, at, HALF_HOUR).idle, left(NOON, at, HALF_HOUR).absolute) == (600, 600)
    assert left(NOON, NOON, HALF_HOUR).idle == 1800


def test_the_shorter_limit_holds_and_a_meeting_is_longer() -> None:
    """The area may be stricter than the installation, never laxer."""
    strict = Limits(timedelta(minutes=10), timedelta(hours=24))
    assert limits(strict, HALF_HOUR, None) == Limits(timedelta(minutes=10), timedelta(hours=12))
    in_meeting = limits(HALF_HOUR, HALF_HOUR, timedelta(minutes=60))
    assert in_meeting.idle == timedelta(minutes=60)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/139.0 Safari/537.36 Edg/139.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("<script>", "A browser"),
    ],
)
def test_browsers_have_names_people_know(header: str, name: str) -> None:
    """Enough to tell one's own sessions apart, and nothing of the header itself."""
    assert device_name(header) == name


def test_half_an_hour_unused_and_it_is_over(world: World) -> None:
    """The keys are taken out of the row at once, and the trail says why."""
    client = world.client("idva")
    with later(minutes=30):
        assert client.get("/").status_code == 200
    with later(minutes=62):
        answer = client.get("/account")
        assert answer.headers["Location"] == "/sign-in?next=/account"
        assert "Nothing was done here for a while" in client.get("/sign-in").text
        assert "Nothing was done" not in client.get("/sign-in").text, "it is said once"
    [row] = rows(world)
    assert row.sealed_keyring is None
    with world.inside():
        last = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert last is not None
        assert (last.tag, last.detail) == ("person:sign_out", '{"reason":"idle"}')


def test_a_session_that_ran_out_stays_out(world: World) -> None:
    """Turning the clock back, or showing the old cookie again, does not bring it back."""
    client = world.client("idva")
    old = cookie(client, world)
    with later(minutes=40):
        assert client.get("/").status_code == 303
    client.set_cookie(world.cookie, old)
    assert client.get("/").status_code == 303


def test_polls_do_not_count_as_somebody_being_there(world: World) -> None:
    """A board left open does not keep its session alive; using it does."""
    board, person = world.client("idva"), world.client("housing")
    for minutes in (10, 20, 30):
        with later(minutes=minutes):
            assert board.get("/", headers={"X-Poll": "1"}).status_code == 200
            assert person.get("/").status_code == 200
    with later(minutes=35):
        assert board.get("/", headers={"X-Poll": "1"}).status_code == 401
        assert person.get("/").status_code == 200


def test_saying_still_here_counts(world: World) -> None:
    """One key in the warning, and the half hour begins anew."""
    client = world.client("idva")
    page = client.get("/account")
    token = hidden(page)["csrf_token"]
    with later(minutes=29):
        answer = client.post("/still-here", headers={"X-CSRFToken": token})
        assert answer.status_code == 204
    with later(minutes=55):
        assert client.get("/").status_code == 200


def test_an_open_meeting_gives_an_hour(world: World) -> None:
    """Whose meeting is open is signed out later; the others are not affected."""
    chair = world.person_id("chair")
    meeting.extends_idle(chair.__eq__)
    try:
        in_meeting, outside = world.client("chair"), world.client("housing")
        assert 'data-idle="3600"' in in_meeting.get("/").text
        assert 'data-idle="1800"' in outside.get("/").text
        with later(minutes=50):
            assert in_meeting.get("/").status_code == 200
            assert outside.get("/").status_code == 303
    finally:
        meeting._PREDICATES.remove(chair.__eq__)


def test_twelve_hours_and_everybody_signs_in_again(world: World) -> None:
    """However busy the day was."""
    client = world.client("idva")
    for minutes in range(25, 12 * 60, 25):
        with later(minutes=minutes):
            assert client.get("/", headers={"X-Forwarded-For": "x"}).status_code == 200
    with later(hours=12, seconds=1):
        assert client.get("/").status_code == 303
        assert "as long as this service allows" in client.get("/sign-in").text


def test_the_database_alone_opens_no_session(world: World) -> None:
    """Neither the token nor the keys are in the row; what it holds is sealed under the cookie."""
    client = world.client("idva")
    token = cookie(client, world).removeprefix("s.")
    [row] = rows(world)
    keyring = world.members["idva"].keyring
    for stored in (row.token_hash, row.sealed_data, row.sealed_keyring or b""):
        assert token.encode() not in stored
        assert keyring.signing_private not in stored
        assert keyring.signing_private.hex().encode() not in stored


def test_swapped_contents_open_for_nobody(world: World) -> None:
    """An operator who copies the chair's sealed keys into their own session gets nothing."""
    world.client("chair")
    thief = world.client("housing")
    chair, own = sorted(rows(world), key=lambda row: row.person_id != world.person_id("chair"))
    with world.inside(), transaction() as session:
        row = session.get(WebSession, own.id)
        assert row is not None
        row.sealed_keyring, row.key_pair_id = chair.sealed_keyring, chair.key_pair_id
        row.person_id = chair.person_id
    assert thief.get("/").status_code == 303


def test_signing_out_ends_it_on_the_server(world: World) -> None:
    """The old cookie, kept by somebody, is worth nothing."""
    client = world.client("idva")
    kept = cookie(client, world)
    answer = submit(client, "/account", to="/sign-out")
    assert answer.headers["Location"] == "/signed-out"
    assert client.get_cookie(world.cookie) is None
    assert rows(world) == []
    client.set_cookie(world.cookie, kept)
    assert client.get("/").status_code == 303


def test_a_slow_request_does_not_bring_an_ended_session_back(world: World) -> None:
    """What is saved is changed where it is, never put in anew."""
    client = world.client("idva")
    [row] = rows(world)
    token = cookie(client, world).removeprefix("s.")
    with world.inside():
        service.end(row.id)
        assert not service.save(row.id, token, {"late": True})
        assert not service.touch(row.id)
    assert rows(world) == []


def test_somebody_sees_and_ends_their_other_sessions(world: World) -> None:
    """One by one or all at once; this one stays; nobody else's is there."""
    here, phone, laptop = world.client("idva"), world.client("idva"), world.client("idva")
    strangers = world.client("housing")
    page = here.get("/account")
    assert page.text.count("Firefox on Linux") == 3
    phone_row = next(row for row in rows(world) if f"/account/sessions/{row.id}/end" in page.text)
    with world.inside(), pytest.raises(NotVisible):
        service.end_own(world.actor("housing"), phone_row.id)
    answer = submit(here, "/account", to=f"/account/sessions/{phone_row.id}/end")
    assert answer.status_code == 303
    assert {phone.get("/").status_code, laptop.get("/").status_code} == {200, 303}
    assert submit(here, "/account", to="/account/sessions/end-others").status_code == 303
    assert here.get("/").status_code == strangers.get("/").status_code == 200
    assert laptop.get("/").status_code == phone.get("/").status_code == 303


def test_the_cookie_is_the_strictest_there_is(world: World) -> None:
    """HttpOnly, SameSite=Strict, for the whole site, gone with the browser."""
    answer = submit(world.client(), "/sign-in", world.credentials("idva"))
    parsed = SimpleCookie(answer.headers["Set-Cookie"])[world.cookie]
    assert parsed["httponly"]
    assert (parsed["samesite"], parsed["path"]) == ("Strict", "/")
    assert not parsed["expires"]
    assert not parsed["max-age"]
    assert not parsed["domain"]


def test_a_cookie_that_was_changed_is_no_session(world: World) -> None:
    """Whatever stands in it, the answer is the sign-in page and no fault."""
    client = world.client()
    for value in ("s.", "s.x", "v.", "v.e30.bad.sig", "nonsense", "s." + "a" * 3000):
        client.set_cookie(world.cookie, value)
        assert client.get("/account").status_code == 303


def test_many_requests_write_at_most_once_a_minute(world: World) -> None:
    """Being there is noted after a minute, not with every page."""
    client = world.client("idva")
    client.get("/")
    [before] = rows(world)
    with later(seconds=50):
        client.get("/")
    [between] = rows(world)
    assert between.seen_at == before.seen_at
    with later(seconds=61):
        client.get("/")
    [after] = rows(world)
    assert after.seen_at > before.seen_at


def test_a_busy_database_does_not_spoil_a_page_that_is_ready(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the session was used can be noted by the next request."""

    def busy(row_id: object) -> bool:
        raise Unavailable

    client = world.client("idva")
    monkeypatch.setattr(service, "touch", busy)
    with later(minutes=5):
        assert client.get("/").status_code == 200


def test_a_database_that_does_not_answer_gives_the_page_that_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 for whoever has a session; the sign-in page still opens for whoever has none."""

    def down(token: str) -> None:
        raise Unavailable

    client, visitor = world.client("idva"), world.client()
    monkeypatch.setattr("app.accounts.session.queries.by_token", down)
    assert client.get("/account").status_code == 503
    assert visitor.get("/sign-in").status_code == 200


def test_old_rows_are_swept_away(world: World) -> None:
    """A week after its last use nothing of a session is left."""
    world.client("idva")
    with later(days=8):
        world.client("housing")
    assert [row.person_id for row in rows(world)] == [world.person_id("housing")]


def test_a_link_on_another_site_opens_the_page_it_means(world: World) -> None:
    """Without the cookie the browser is asked to come again by itself, and no cookie is set."""
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    visitor = world.client()
    answer = visitor.get("/people?x=1", headers=foreign)
    assert answer.status_code == 200
    assert 'http-equiv="refresh"' in answer.text
    assert "/people?x=1" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert visitor.get("/people", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_signing_in_again_ends_the_session_before(world: World) -> None:
    """Two people at one computer do not leave a session behind each other."""
    client = world.client("housing")
    [before] = rows(world)
    page = client.get("/account")
    form = hidden(page) | world.credentials("idva")
    assert client.post("/sign-in", data=form).status_code == 303
    [after] = rows(world)
    assert after.person_id == world.person_id("idva")
    assert after.id != before.id
    with world.inside():
        assert db.session.scalar(select(func.count()).select_from(WebSession)) == 1
