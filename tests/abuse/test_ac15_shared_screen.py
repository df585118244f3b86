"""AC-15: the chair shares a screen in a video call, and somebody photographs or records it."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import transaction
from app.marac.board.shared_screen import Region
from app.marac.meeting import hearing, leaving
from app.marac.meeting.model import AgendaItem
from app.marac.meeting.rules import ItemState
from tests.builders import World
from tests.pages import boxes
from tests.worked import WORDS
from tests.working import CHILD, PERPETRATOR, SUMMARY, VICTIM

SECRETS = {
    *WORDS,
    VICTIM.name,
    *VICTIM.name.split(),
    *VICTIM.aliases,
    VICTIM.address.splitlines()[0],
    VICTIM.postcode,
    VICTIM.phone,
    VICTIM.language,
    VICTIM.trusts,
    VICTIM.must_not_be_told,
    *PERPETRATOR.name.split(),
    PERPETRATOR.weapons,
    CHILD.name,
    CHILD.school,
    SUMMARY.what_happened,
    SUMMARY.own_words,
    SUMMARY.wishes,
    "1994",
    "immigration",
    "Immigration",
    "specialist-support",
} - {""}
"""Everything that is sealed about anybody, and the words that would tell of a status."""


def screens(world: World, who: str = "chair") -> list[TestResponse]:
    """The shared screen as a page, and every answer that its polls can bring."""
    client, path = world.client(who), f"/meetings/{world.extra['meeting']}/shared-screen"
    page = client.get(path)
    found = [page, client.get(f"{path}/live")]
    mark = found[1].headers["ETag"].strip('"').split(".")
    for number in range(len(mark)):
        stale = ".".join([*mark[:number], "0" * 12, *mark[number + 1 :]])
        found.append(client.get(f"{path}/live", headers={"If-None-Match": f'"{stale}"'}))
    return found


def bytes_of(answer: TestResponse) -> str:
    """Status line, headers and body, as they cross the wire."""
    return "\n".join([*(f"{name}: {value}" for name, value in answer.headers), answer.text])


def leaks(answers: list[TestResponse]) -> list[str]:
    """The secrets that are anywhere in these answers."""
    return [word for word in SECRETS if any(word in bytes_of(answer) for answer in answers)]


def start_kept(world: World) -> None:
    """The case that is kept from the second IDVA is heard, whoever let that happen."""
    with world.inside(), transaction() as session:
        for case, state in (("case", ItemState.HEARD), ("kept", ItemState.HEARING)):
            session.get_one(AgendaItem, world.extra[f"item of {case}"]).state = state


def test_nothing_that_is_sealed_is_in_the_bytes_of_the_shared_screen(worked: World) -> None:
    """Page, headers and live answers hold initials and the reference, and no word of anybody's."""
    answers = screens(worked)
    assert [answer.status_code for answer in answers] == [200] * (2 + len(Region))
    assert "Z.C." in answers[0].text
    assert re.search(r"Action 1</strong>: Northbrook Police, by", answers[0].text)
    assert leaks(answers) == []


def test_the_look_out_sees_what_the_board_beside_it_shows(worked: World) -> None:
    """The same words are on the board, so a leak onto the shared screen would be found."""
    item = worked.extra["item of case"]
    board = worked.client("chair").get(f"/meetings/{worked.extra['meeting']}/board/{item}")
    assert board.status_code == 200
    assert len(leaks([board])) > 20
    assert "do not share this screen" in board.text


def test_no_message_of_another_page_appears_on_it(worked: World) -> None:
    """What the board would have said in words waits for the board; nobody's name is in a corner."""
    chair, base = worked.client("chair"), f"/meetings/{worked.extra['meeting']}"
    item = f"{base}/board/{worked.extra['item of kept']}"
    send_start(chair, item)
    shared = chair.get(f"{base}/shared-screen").text
    assert "app-alert" not in shared
    assert worked.members["chair"].name not in shared
    assert "app-alert" in chair.get(item).text


def send_start(client: FlaskClient, item: str) -> None:
    """Press the button that is refused while another case is heard: the board says why."""
    token = boxes(client.get("/account").text)["csrf_token"]
    assert client.post(f"{item}/start", data={"csrf_token": token}).status_code == 303


def test_a_case_kept_from_somebody_in_the_room_leaves_no_trace_on_it(worked: World) -> None:
    """Neither initials nor reference nor a number more than that person's own agenda has."""
    before = screens(worked)[0].text
    assert "Case 1 of 1" in before
    with worked.inside():
        chair = worked.actor("chair")
        hearing.conclude_item(chair, worked.extra["item of case"])
    quiet = screens(worked)[0].text
    start_kept(worked)
    during = screens(worked)
    assert without_clock(during[0].text) == without_clock(quiet)
    assert leaks(during) == []


def without_clock(page: str) -> str:
    """The page without what changes with the minute and the session."""
    page = re.sub(r'<p id="shared-clock".*?</p>', "", page, flags=re.DOTALL)
    return re.sub(r'(data-tag|data-csrf|value|data-idle|data-absolute)="[^"]*"', "", page)


def test_once_that_person_has_left_it_is_heard_like_any_other(worked: World) -> None:
    """Initials and reference then, and still no word."""
    with worked.inside():
        leave(worked, "second_idva")
    start_kept(worked)
    answers = screens(worked)
    assert "Case 2 of 2" in answers[0].text
    assert "Z.C." in answers[0].text
    assert leaks(answers) == []


def leave(world: World, who: str) -> None:
    """The chair notes that somebody has left."""
    meeting_id = world.extra["meeting"]
    attendance = hearing.queries.attendance_of(meeting_id, world.person_id(who))
    assert attendance is not None
    leaving.leave(world.actor("chair"), meeting_id, attendance.id)
