"""The whole of it: a meeting from the opening declaration to the actions, as the people in it."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.canary import files_holding, holds
from tests.browser.meeting_room import (
    agree_action,
    hear_first_case,
    named_on_agenda,
    open_meeting,
    sign_declaration,
    to_the_meeting,
)
from tests.browser.served import Served
from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]

SHARED = "Quillfeather said the kestrel lock was changed on Tuesday"
RISK = "He knows the Quillfeather bus stop and waits there"
ACTION = "Meet her at Quillfeather library and plan the journey"
OUTCOME = "Met at Quillfeather library; she has a new route"


def test_a_chair_runs_a_meeting(served: Served, visitor: Opener, tmp_path: Path) -> None:
    """Chair, IDVA, late agency and excluded person, each in a browser of their own."""
    chair = visitor("chair")
    address = open_meeting(chair)
    idva = visitor("idva_grace")
    to_the_meeting(idva)
    sign_declaration(idva)
    expect(idva.page.get_by_role("table").get_by_role("link")).to_have_count(16, timeout=10_000)
    excluded_person_sees_no_trace(visitor, chair)
    late_agency_signs_and_is_let_in(visitor)
    name = hear_first_case(chair)
    said_is_seen_at_once(chair, idva)
    an_action_for_the_home_office_cannot_be_saved(chair)
    agree_action(chair, ACTION, "Grace Mensah")
    close(chair)
    an_idva_logs_what_happened(idva)
    nobody_else_can(visitor, address)
    canaries = [SHARED, RISK, ACTION, OUTCOME, "Quillfeather", name, "Osier Row"]
    nothing_is_written_down(served, [chair, idva], canaries, tmp_path)


def excluded_person_sees_no_trace(visitor: Opener, chair: Visitor) -> None:
    """Somebody kept from one case sees fifteen, in order, and its address answers as none."""
    everything = named_on_agenda(chair)
    kept_out = visitor("housing_officer")
    to_the_meeting(kept_out)
    expect(kept_out.page.get_by_role("row")).to_have_count(16)
    sign_declaration(kept_out)
    expect(kept_out.page.get_by_role("table").get_by_role("link")).to_have_count(15, timeout=10_000)
    seen = named_on_agenda(kept_out)
    (kept_from,) = set(everything) - set(seen)
    numbers = kept_out.page.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => row.firstElementChild.textContent.trim())"
    )
    assert numbers == [str(number) for number in range(1, 16)]
    assert kept_from not in kept_out.page.content()
    refused = kept_out.page.request.get(everything[kept_from])
    nothing = kept_out.page.request.get(re.sub(r"[0-9a-f-]{36}$", str(uuid.uuid4()), refused.url))
    assert (refused.status, refused.body()) == (404, nothing.body())


def late_agency_signs_and_is_let_in(visitor: Opener) -> None:
    """Somebody who never signed reads the agreement, signs it, then the declaration, by phone."""
    late = visitor("substance_rep", PHONE)
    late.check_page()
    late.page.get_by_role("link", name="confidentiality agreement", exact=False).first.click()
    late.check_page()
    late.page.get_by_role("textbox", name="Passphrase").fill(late.passphrase)
    late.page.get_by_role("main").get_by_role("button", name="Sign").click()
    to_the_meeting(late)
    late.check_page()
    sign_declaration(late)
    expect(late.page.get_by_role("table").get_by_role("link")).to_have_count(16, timeout=10_000)
    late.check_page()


def said_is_seen_at_once(chair: Visitor, idva: Visitor) -> None:
    """What one person shares stands on the other's screen without a reload, typing undisturbed."""
    idva.page.goto(chair.page.url)
    risk = chair.page.get_by_label("Add a risk")
    risk.fill(RISK)
    idva.page.get_by_label("shares").fill(SHARED)
    idva.page.get_by_label("shares").press("Control+Enter")
    expect(chair.page.get_by_text(SHARED)).to_be_visible(timeout=5_000)
    expect(risk).to_have_value(RISK)
    expect(risk).to_be_focused()
    risk.press("Control+Enter")
    expect(idva.page.get_by_text(RISK)).to_be_visible(timeout=5_000)
    idva.check_page()


def an_action_for_the_home_office_cannot_be_saved(chair: Visitor) -> None:
    """The message stands beside the box, names the open road, and what was typed is kept."""
    forbidden = "Police to tell the Home Office where she stays"
    agree_action(chair, forbidden, "Thomas Idowu")
    expect(chair.page.get_by_text("Not saved. The message is beside the box.")).to_be_visible()
    expect(chair.page.get_by_text(re.compile("solicitor")).first).to_be_visible()
    expect(chair.page.get_by_label("what will be done")).to_have_value(forbidden)
    chair.check_page()


def close(chair: Visitor) -> None:
    """Conclude, and close the meeting; what was not heard is put off."""
    chair.page.get_by_role("button", name="Conclude only").click()
    to_the_meeting(chair)
    chair.page.get_by_role("link", name="Close the meeting").click()
    chair.check_page()
    chair.page.get_by_role("main").get_by_role("button", name="Close the meeting").click()
    expect(chair.page.get_by_role("main")).to_contain_text("closed")
    chair.check_page()


def an_idva_logs_what_happened(idva: Visitor) -> None:
    """The action is on its owner's home page; she opens it and says that it is done."""
    idva.page.goto("/")
    idva.page.get_by_role("link", name=ACTION).click()
    idva.check_page()
    idva.page.get_by_role("radio", name="Done", exact=True).check()
    idva.page.get_by_label("What happened", exact=True).fill(OUTCOME)
    idva.page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(idva.page.get_by_role("main")).to_contain_text(OUTCOME)
    idva.check_page()


def nobody_else_can(visitor: Opener, address: str) -> None:
    """Neither the administrator nor an agency that was not invited gets anywhere near."""
    for key in ("administrator", "nrpf_lead"):
        other = visitor(key)
        other.check_page()
        assert other.page.request.get(address).status in (403, 404)
        assert "Mistry" not in other.page.content()


def nothing_is_written_down(
    served: Served, people: list[Visitor], canaries: list[str], folder: Path
) -> None:
    """No database byte, log line, mail, cookie, address or title holds a word of it."""
    assert files_holding(served.instance, canaries) == []
    assert [words for words in canaries if holds(served.log.read_bytes(), words)] == []
    for person in people:
        trail = "\n".join([*person.addresses, str(person.context.cookies()), *person.titles])
        assert [words for words in canaries if holds(trail.encode(), words)] == []
