"""What follows a meeting: minutes written, signed and read, an action done, the next meeting."""

import re
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import sixteen as do
from tests.browser.counting import Hands
from tests.browser.sixteen import CANARY, Day


def after(chair: Hands, others: dict[str, Hands], day: Day) -> None:
    """From the close of the meeting on."""
    minutes_are_written_and_signed(chair, others["coordinator"], day)
    day.lap("minutes signed")
    everybody_reads_their_own(others, day)
    day.lap("minutes read")
    an_action_is_done(others["idva"])
    day.lap("action done")


def minutes_are_written_and_signed(chair: Hands, coordinator: Hands, day: Day) -> None:
    """The coordinator drafts, changes words and approves; the chair reads and signs."""
    do.back_to_the_meeting(coordinator, day)
    coordinator.go("Write the minutes", "Minutes of")
    page = coordinator.person.page
    coordinator.at(page.get_by_role("link", name=re.compile("^Change the words of the meeting")))
    do.turns_by_enter(coordinator)
    coordinator.look()
    page.locator("main textarea").first.focus()
    coordinator.keyboard.press("End")
    coordinator.keyboard.insert_text(" The heating was broken.")
    do.turns(coordinator, "Save")
    expect(coordinator.person.heading()).to_contain_text("Minutes of")
    do.turns(coordinator, "Approve")
    coordinator.reads("It waits for the chair’s signature")
    chair.person.page.goto(coordinator.person.page.url)
    chair.go("Read and sign", "Sign the minutes")
    chair.write(passphrase=chair.person.passphrase)
    do.turns(chair, "Sign")
    expect(chair.person.heading()).to_contain_text("Minutes of")
    chair.look()


def everybody_reads_their_own(others: dict[str, Hands], day: Day) -> None:
    """The police read all of them; who was kept from a case reads the rest; so do their copies."""
    first, of_all, of_kept = day.names[0], "risk of case 2", "risk of the kept case"
    for key, reads, not_at_all in (
        ("police", [first, of_all, day.kept, of_kept], []),
        ("kept_out", [first, of_all], [day.kept, of_kept]),
    ):
        person = others[key]
        do.back_to_the_meeting(person, day)
        person.go("Read the minutes of this meeting", "Minutes of")
        assert do.knows(person.person.page, [*reads, *not_at_all]) == reads
        told = text_of_copy(person)
        assert of_all in told
        assert [words for words in not_at_all if words in told] == []
        assert (of_kept in told) is (of_kept in reads)


def text_of_copy(person: Hands) -> str:
    """Every word of the copy that this person takes, and of what the file says of itself."""
    page = person.person.page
    address = page.get_by_role("link", name="Take a copy").get_attribute("href")
    answer = page.request.get(str(address))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    read = PdfReader(BytesIO(answer.body()))
    words = " ".join(each.extract_text() for each in read.pages)
    return " ".join(f"{words} {read.metadata} {answer.headers}".split())


def an_action_is_done(idva: Hands) -> None:
    """The IDVA, on a telephone, accepts what she is to do, and says that it is done."""
    page = idva.person.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/actions")
    idva.look()
    what = f"{CANARY} go with her to the housing office"
    idva.go(what, what)
    do.turns(idva, "Accept this action")
    idva.reads("Accepted")
    idva.choose(state="done")
    idva.write(text=do.DONE)
    do.turns(idva, "Save")
    idva.reads(do.DONE)
    idva.look()
