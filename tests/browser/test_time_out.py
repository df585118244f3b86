"""A session that ends while somebody is writing: warned in time, and nothing typed is lost."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.meeting_room import sign_declaration, to_the_meeting
from tests.browser.served import Served
from tests.browser.visitor import Visitor

Opener = Callable[..., Visitor]
MINUTE = 60_000
WORDS = "Went with her to the housing office; they asked for one more paper"


def test_a_session_that_runs_out(served: Served, visitor: Opener) -> None:
    """With scripts and without, on an action's page and on the board, the words come back."""
    idva = visitor("idva_kasia")
    the_warning_and_staying(served, idva)
    the_end_and_what_was_typed(idva)
    without_scripts_the_form_is_caught(served, visitor("police_rep", script=False))
    chair = visitor("chair")
    polls_are_not_use(served, chair)
    every_box_of_the_board_is_kept(chair)


def write_into_an_action(person: Visitor) -> Locator:
    """Open the first of one's own actions and begin to write down what happened."""
    person.page.goto("/actions")
    person.page.get_by_role("main").get_by_role("list").get_by_role("link").first.click()
    box = person.page.get_by_label("What happened", exact=True)
    box.fill(WORDS)
    return box


def the_warning_and_staying(served: Served, idva: Visitor) -> None:
    """Two minutes before the end a dialog opens; staying closes it, and the box has the words."""
    idva.page.clock.install()
    box = write_into_an_action(idva)
    warning = idva.page.get_by_role("dialog")
    idva.page.clock.fast_forward(27 * MINUTE)
    expect(warning).to_be_hidden()
    idva.page.clock.fast_forward(MINUTE + 2_000)
    expect(warning).to_contain_text("2 minutes")
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    idva.check_page()
    served.let_time_pass("idva_kasia", 28)
    before = served.last_seen("idva_kasia")
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    assert served.last_seen("idva_kasia") > before
    expect(box).to_have_value(WORDS)


def the_end_and_what_was_typed(idva: Visitor) -> None:
    """Nobody stays: the page is left, and after signing in again it stands as it was left."""
    where = idva.page.url
    idva.page.clock.fast_forward(31 * MINUTE)
    expect(idva.heading()).to_have_text("Sign in")
    assert WORDS not in idva.page.content()
    idva.check_page()
    idva.fill_in_sign_in()
    expect(idva.page.get_by_label("What happened", exact=True)).to_have_value(WORDS)
    expect(idva.page.get_by_text("This is what you were writing")).to_have_count(1)
    assert idva.page.url == where
    idva.check_page()
    idva.page.get_by_role("radio", name="Done", exact=True).check()
    idva.page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(idva.page.get_by_text(WORDS)).to_be_visible()
    expect(idva.page.get_by_label("What happened", exact=True)).to_have_value("")


def without_scripts_the_form_is_caught(served: Served, officer: Visitor) -> None:
    """The form is sent after the end: it is not saved, and not lost."""
    write_into_an_action(officer)
    officer.page.get_by_role("main").get_by_role("radio").first.check()
    served.let_time_pass("police_rep", 32)
    officer.page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(officer.heading()).to_have_text("Sign in")
    expect(officer.page.get_by_text("What you typed is kept")).to_be_visible()
    officer.fill_in_sign_in()
    expect(officer.page.get_by_label("What happened", exact=True)).to_have_value(WORDS)
    expect(officer.page.get_by_role("main").get_by_role("radio").first).to_be_checked()


def polls_are_not_use(served: Served, chair: Visitor) -> None:
    """A page that keeps itself live, and a doorkeeper's page, do not keep a session alive."""
    to_the_meeting(chair)
    served.let_time_pass("chair", 20)
    before = served.last_seen("chair")
    with chair.page.expect_response(re.compile("/live$")):
        pass
    with chair.page.expect_response(re.compile("/door/admit$")):
        pass
    assert served.last_seen("chair") == before


def every_box_of_the_board_is_kept(chair: Visitor) -> None:
    """In an open meeting there is an hour; what stands in several boxes is all there again."""
    chair.page.clock.install()
    chair.page.get_by_role("button", name="Open the meeting").click()
    chair.page.get_by_role("button", name="I have read the declaration aloud").click()
    sign_declaration(chair)
    chair.page.get_by_role("button", name="Start with case 1").click()
    chair.page.get_by_label("shares").fill("She was seen on Tuesday")
    chair.page.get_by_label("shares").press("Control+Enter")
    chair.page.clock.run_for(6_000)
    expect(chair.page.get_by_text("She was seen on Tuesday").first).to_be_visible()
    chair.page.get_by_label("Add a risk").fill("He waits at the stop")
    chair.page.get_by_label("what will be done").fill("Walk with her")
    chair.page.clock.fast_forward(31 * MINUTE)
    expect(chair.page.get_by_role("dialog")).to_be_hidden()
    chair.page.clock.fast_forward(30 * MINUTE)
    expect(chair.heading()).to_have_text("Sign in")
    chair.fill_in_sign_in()
    expect(chair.page.get_by_label("Add a risk")).to_have_value("He waits at the stop")
    expect(chair.page.get_by_label("what will be done")).to_have_value("Walk with her")
    chair.check_page()
