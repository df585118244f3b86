"""Seven ways to get somebody's status to the Home Office: each refused, each on the register."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.counting import Count, Hands
from tests.browser.meeting_room import sign_declaration, to_the_meeting
from tests.browser.served import Served
from tests.browser.test_disclosure_journey import TO
from tests.browser.test_letter_journey import NAME as HERS
from tests.browser.visitor import DESKTOP, PHONE, Visitor

Opener = Callable[..., Visitor]
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
HIS = "Alison Hartley"
PLAIN, DISGUISED = "Home Office", "Hоme Office Liaison Team"
ADDRESS = "liaison.digital.homeoffice.gov.uk"
ACTION = "Police to notify the Home Office of her status"
PURPOSE = "The police check her status with Immigration Enforcement before his trial."
LETTER = "Please inform the Home Office that she has left her husband."
OWN = "The police pass what we know of her status on to the H0me 0ffice."
BLOCKED = "What you can do instead"
PROPOSED = {
    "postal_address": "1 Court Street, Thamesmere",
    "telephone": "020 7946 0712",
    "email_domain": "liaison.example.org",
    "name_0": "Ebele Marsh",
    "email_0": "ebele.marsh@liaison.example.org",
}
MOST_KEYS = 4500


@BOTH
def test_seven_ways_and_not_one_is_open(
    served: Served, visitor: Opener, size: dict[str, int]
) -> None:
    """A police representative, then whom he talks into it; one road is taken; officers see all."""
    count = Count()
    police = Hands(visitor("police_rep", size=size), count)
    as_a_recipient(police)
    as_a_purpose(police, HIS, PURPOSE)
    chair = Hands(visitor("chair", size=size), count)
    as_the_chairs_own_request(chair)
    coordinator = Hands(visitor("coordinator", size=size), count)
    in_a_letter(coordinator)
    as_an_action(chair)
    a_road_is_taken(police, served)
    the_officers_see_all_seven(coordinator)
    nothing_is_kept_of_it(served, (police, chair, coordinator))
    told = count.told()
    assert told["keys"] < MOST_KEYS, told


def refused(keys: Hands, box: str, words: str) -> None:
    """It is said beside the box, with the road; what was typed stands there still."""
    page = keys.person.page
    field = page.locator(f"[name={box}]")
    expect(page.get_by_role("heading", name=BLOCKED)).to_be_visible()
    expect(field).to_have_value(words)
    own = f"{field.get_attribute('id')}-error"
    assert own in (field.get_attribute("aria-describedby") or "").split()
    said = page.locator(f"#{own}")
    expect(said).to_be_visible()
    expect(said).to_contain_text("Home Office")
    keys.look()


def as_a_recipient(keys: Hands) -> None:
    """One: by its name. Two: with a letter of another alphabet. Three: by an address below it."""
    page = keys.person.page
    keys.menu("Recipients", "Recipients")
    keys.go("Add a recipient", "Add a recipient")
    keys.choose(who="court")
    keys.go("Continue", "ourt")
    keys.write(name=PLAIN, **PROPOSED)
    keys.choose(proof_kind="called_back")
    keys.write(proof="Rang the number on the website")
    keys.press("Propose this recipient")
    refused(keys, "name", PLAIN)
    keys.write(name=DISGUISED)
    keys.press("Propose this recipient")
    refused(keys, "name", DISGUISED)
    keys.write(name="Thamesmere Liaison Court", email_domain=ADDRESS)
    keys.write(email_0=f"ebele.marsh@{ADDRESS}")
    keys.press("Propose this recipient")
    refused(keys, "email_domain", ADDRESS)
    for name, words in PROPOSED.items():
        if not name.startswith("email"):
            expect(page.locator(f"[name={name}]")).to_have_value(words)


def as_a_purpose(keys: Hands, name: str, words: str) -> None:
    """Four: in what a member agency would do with what it asks for."""
    page = keys.person.page
    keys.menu("Home", "Home")
    keys.press("5 cases")
    expect(keys.person.heading()).to_have_text("Your cases")
    case = page.get_by_role("link", name=name).last.get_attribute("href") or ""
    keys.opens(case, name)
    asks(keys, words)


def asks(keys: Hands, words: str) -> None:
    """Ask from the page of a case to share what happened, for this purpose."""
    page = keys.person.page
    keys.go("Ask to share something outside", "Ask to share something outside")
    keys.choose(ground="protect")
    keys.go("Continue", "Who is to receive it")
    keys.choose(recipient_id=page.get_by_role("radio", name=TO).get_attribute("value") or "")
    keys.go("Save and continue", "What is to be shared")
    keys.tick("items", "summary.what_happened")
    keys.go("Save and continue", "Why, and how soon")
    keys.write(purpose=words)
    keys.choose(urgency="today")
    keys.press("Save and continue")
    refused(keys, "purpose", words)
    expect(page.get_by_role("radio", checked=True)).to_have_value("today")


def as_the_chairs_own_request(keys: Hands) -> None:
    """Five: the chair's own request, of a case that was heard."""
    page = keys.person.page
    page.goto("/meetings")
    keys.at(page.get_by_role("link", name="8 November").first)
    keys.keyboard.press("Enter")
    expect(page.get_by_role("table").get_by_role("link").first).to_be_visible()
    case = page.get_by_role("link", name=HERS).get_attribute("href") or ""
    page.goto(case)
    if page.get_by_role("button", name="Open the case").count():
        keys.choose(reason="preparing")
        keys.press("Open the case")
    expect(keys.person.heading()).to_contain_text(HERS)
    asks(keys, OWN)


def in_a_letter(keys: Hands) -> None:
    """Six: a sentence of one's own in a letter for legal aid, to her solicitor."""
    page = keys.person.page
    keys.menu("Letters", "Letters")
    keys.go("Write a letter", "Write a letter")
    case = page.get_by_role("radio", name=HERS).get_attribute("value") or ""
    keys.choose(case=case)
    keys.go("Continue", "What the letter is for")
    keys.choose(purpose="legal_aid")
    keys.go("Continue", "To whom it goes")
    solicitor = page.get_by_role("radio", name="Ngozi Oduya").first.get_attribute("value") or ""
    keys.choose(recipient=solicitor)
    keys.go("Save and continue", "What it says")
    keys.write(added=LETTER)
    keys.press("Save and continue")
    refused(keys, "added", LETTER)


def as_an_action(keys: Hands) -> None:
    """Seven: the chair writes down at the meeting what he asks for."""
    chair, page = keys.person, keys.person.page
    to_the_meeting(chair)
    for name in ("Open the meeting", "I have read the declaration aloud"):
        page.get_by_role("button", name=name).press("Enter")
    sign_declaration(chair)
    page.get_by_role("table").get_by_role("link").first.press("Enter")
    page.get_by_role("button", name="Start this case").press("Enter")
    expect(page.get_by_role("button", name="Conclude only")).to_be_visible()
    keys.write(risk="He says that one call is enough")
    keys.keyboard.press("Enter")
    expect(page.locator("#part-risks")).to_contain_text("one call")
    keys.write(what=ACTION, risk_number="1")
    keys.pick("owner", "Thomas")
    keys.write(how_known="He tells us at the next meeting")
    keys.press("Agree this action")
    expect(page.get_by_text("Not saved. The message is beside the box.")).to_be_visible()
    expect(page.get_by_label("what will be done")).to_have_value(ACTION)
    expect(page.get_by_role("group", name="What can be agreed instead")).to_be_visible()
    keys.look()


def a_road_is_taken(keys: Hands, served: Served) -> None:
    """He goes on from what he was refused last: through her IDVA, in a new tab."""
    page = keys.person.page
    with keys.person.context.expect_page() as opened:
        keys.press("Go through the IDVA")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Go through the IDVA")
    expect(opened.value.get_by_role("main")).to_contain_text("Grace Mensah")
    opened.value.close()
    expect(page.locator("[name=purpose]")).to_have_value(PURPOSE)


HOME_OFFICE, ALPHABET = "It named the Home Office or a part of it", "letters"
TELLS = "It would have let the Home Office know"
POLICE, SAFETY = "Thamesmere Police", "Thamesmere Community Safety"
SEEN = (
    ("Marian Osei", POLICE, "An action: what will be done", TELLS),
    ("Ruth Abernathy", SAFETY, "A letter: words that were added", TELLS),
    ("Marian Osei", POLICE, "A request to share: purpose", TELLS),
    ("Thomas Idowu", POLICE, "A request to share: purpose", TELLS),
    ("Thomas Idowu", POLICE, "The register of recipients: email domain", "The address belongs"),
    ("Thomas Idowu", POLICE, "The register of recipients: name", HOME_OFFICE),
    ("Thomas Idowu", POLICE, "The register of recipients: name", HOME_OFFICE),
)
"""The newest first: who, of which agency, where, by which rule."""
BEGAN_WITH = 3


def the_officers_see_all_seven(keys: Hands) -> None:
    """Seven rows, each with its road, one of them taken; and not a word that was typed.

    Below them stand those with which the demonstration began.
    """
    page = keys.person.page
    keys.menu("Home", "Home")
    every = len(SEEN) + BEGAN_WITH
    keys.go(f"The firewall refused {every} attempts", "What the firewall refused")
    keys.reads(f"{every} attempts")
    rows = page.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(every)
    for number, seen in enumerate(SEEN):
        for words in (*seen, "A letter to the victim’s solicitor, or the IDVA"):
            expect(rows.nth(number)).to_contain_text(words)
        expect(rows.nth(number)).to_contain_text(clock.today().strftime("%Y"))
        way = "Went to the IDVA" if number == 3 else "Not taken"
        expect(rows.nth(number).locator("td").last).to_have_text(way)
    keys.reads_not(HERS, HIS, "status", "Liaison", "homeoffice", "trial", "husband")


def nothing_is_kept_of_it(served: Served, people: tuple[Hands, ...]) -> None:
    """What was typed is in no address, title, e-mail or line of the log."""
    mail = "".join(each.read_text() for each in (served.instance / "outbox").glob("*.eml"))
    seen = [each for keys in people for each in (*keys.person.addresses, *keys.person.titles)]
    for said in (*seen, mail, served.everything_said()):
        for word in ("Home", "homeoffice", "Liaison", "status", "Hartley", "Vance"):
            assert word not in said, said[-300:]
