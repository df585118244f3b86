"""Housing asks, a chair decides item by item, it is read once, taken back too late and in time."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.counting import Count, Hands
from tests.browser.served import Served
from tests.browser.visitor import DESKTOP, PHONE, Visitor

Opener = Callable[..., Visitor]
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
NAME, READER = "Simone Laurent", "Kieran Walsh"
TO = "Thamesmere Housing Options"
PAGES = (
    (
        "Four steps before sharing",
        {
            "purpose": "Housing Options changes the locks before his bail ends on Friday.",
            "urgency": "two_days",
        },
    ),
    (
        "Does the victim know and agree?",
        {
            "justified": "The home is safe from the day that he could come back.",
            "power": "Public task and safeguarding; Housing Act 1996, part 7.",
            "least": "What happened and how to make contact, nothing else.",
            "kept": "In the restricted file of the lead, until the locks are changed.",
        },
    ),
    ("The risk of sharing", {"consent": "yes"}),
    (
        "Check your request",
        {
            "risk_of_sharing": "A colleague at the counter may know the family.",
            "risk_of_not_sharing": "He lets himself in with the old key.",
        },
    ),
)
CONDITION = "Only the locksmith is told, and not why."
INSTEAD = "He has been violent in the home."
NOT_NEEDED = "Nobody needs this to change a lock."
MOST_KEYS = 1700


@BOTH
def test_asked_decided_in_part_read_once_and_taken_back(
    served: Served,
    visitor: Opener,
    size: dict[str, int],
) -> None:
    """Every step by keyboard; two releases, one read and one not; then the reader is kept out."""
    count = Count()
    lead = Hands(visitor("housing_lead", size=size), count)
    chair = Hands(visitor("chair", size=size), count)
    reader = Hands(visitor("housing_officer", size=size), count)
    case = it_is_asked(lead)
    it_is_decided(chair)
    read = it_is_read_once(reader)
    it_is_too_late(chair, case)
    it_is_asked(lead, case)
    it_is_decided(chair)
    it_is_taken_back(chair, case, reader)
    he_is_kept_out(chair, case, reader, read)
    nothing_of_it_leaks(served, (lead, chair, reader))
    told = count.told()
    assert told["keys"] < MOST_KEYS, told


def it_is_asked(keys: Hands, case: str = "") -> str:
    """From her case through every page, with one answer forgotten; then to the chairs."""
    page = keys.person.page
    keys.menu("Home", "Home")
    keys.go("2 cases", "Your cases")
    case = case or page.get_by_role("link", name=NAME).last.get_attribute("href") or ""
    keys.opens(case, NAME)
    keys.go("Ask to share something outside", "Ask to share something outside")
    keys.choose(ground="protect")
    keys.go("Continue", "Who is to receive it")
    keys.choose(recipient_id=page.get_by_role("radio", name=TO).get_attribute("value") or "")
    keys.go("Save and continue", "What is to be shared")
    keys.press("Save and continue")
    keys.reads("Select what is to be shared")
    keys.tick("items", "summary.what_happened", "summary.wishes", "risk.threshold")
    keys.go("Save and continue", "Why, and how soon")
    for heading, answers in PAGES:
        keys.write(**{name: said for name, said in answers.items() if " " in said})
        keys.choose(**{name: said for name, said in answers.items() if " " not in said})
        keys.go("Save and continue", heading)
    keys.reads(TO, "Marian Osei")
    keys.go("Send to the chairs", NAME)
    keys.reads("Your request is with the chairs")
    return case


def it_is_decided(keys: Hands) -> None:
    """All of one item, part of another, nothing of the third; the bytes; the signature."""
    page = keys.person.page
    keys.menu("Requests to share", "Requests to share")
    mine = page.get_by_role("main").get_by_role("listitem").filter(has_text="Lorraine Baptiste")
    keys.at(mine.get_by_role("link"))
    keys.keyboard.press("Enter")
    expect(keys.person.heading()).to_contain_text(NAME)
    keys.go("Decide item by item", "Decide item by item")
    keys.press("See exactly what would leave")
    keys.reads("Select what you decide of")
    keys.look()
    keys.choose(answer_0="part")
    keys.write(reason_0="The rest is for the police.")
    keys.press("Leave parts out")
    keys.tick("left_0", "0")
    keys.write(instead_0=INSTEAD)
    keys.choose(answer_1="full", answer_2="refused")
    keys.write(reason_2=NOT_NEEDED, conditions=CONDITION)
    who = page.get_by_role("checkbox", name=READER).get_attribute("value") or ""
    keys.tick("readers", who)
    keys.press("See exactly what would leave")
    expect(page.get_by_text("This is exactly what")).to_be_visible()
    keys.reads("You sign exactly this page", INSTEAD, CONDITION)
    keys.look()
    keys.write(passphrase="not this one at all")
    keys.press("Sign this decision")
    expect(page.get_by_role("alert")).to_be_visible()
    keys.look()
    keys.write(passphrase=keys.person.passphrase)
    keys.go("Sign this decision", NAME)
    keys.reads("Your decision is signed", "Shared in part", NOT_NEEDED)


def it_is_read_once(keys: Hands) -> str:
    """From the home page: its conditions, then the sheet with the reader's name across it."""
    page = keys.person.page
    keys.menu("Home", "Home")
    keys.menu("Released to you", "Released to you")
    keys.reads_not(NAME)
    keys.go("To read", "Before you read it")
    address = page.url
    keys.reads(CONDITION)
    keys.go("I accept these conditions", "Read what was released to you")
    keys.reads_not(INSTEAD)
    keys.press("Read it")
    keys.reads(INSTEAD)
    keys.look()
    expect(page.get_by_text(READER).first).to_be_visible()
    page.goto(address)
    keys.reads("You have opened it once")
    return address


def to_the_log(keys: Hands, case: str) -> None:
    """Go to the log of the case as an officer."""
    keys.person.page.goto(case)
    if keys.person.page.get_by_role("button", name="Open the case").count():
        keys.choose(reason="preparing")
        keys.press("Open the case")
    expect(keys.person.heading()).to_have_text(NAME)
    keys.go("What was shared, with whom", "Who was told what")


def it_is_too_late(keys: Hands, case: str) -> None:
    """Taking it back is refused, and the page says who has received it and when."""
    to_the_log(keys, case)
    keys.reads(f"Read by {READER}")
    keys.go("Who has received it", "Take back what was released")
    keys.reads("It cannot be taken back", READER)
    expect(keys.person.page.get_by_role("button", name="Take it back")).to_have_count(0)


def it_is_taken_back(keys: Hands, case: str, reader: Hands) -> None:
    """The second one is unread: its reader finds it closed, and the bytes open no more."""
    reader.menu("Released to you", "Released to you")
    reader.go("To read", "Before you read it")
    address = reader.person.page.url
    to_the_log(keys, case)
    keys.go("Take it back", "Take back what was released")
    keys.go("Take it back", "Take back what was released")
    keys.reads("Nobody has received it, and nobody can")
    page = reader.person.page
    reader.press("I accept these conditions")
    expect(page.get_by_text(INSTEAD)).to_have_count(0)
    reader.look()
    page.goto(address)
    expect(page.get_by_role("button", name=re.compile("accept|Read it"))).to_have_count(0)
    reader.look()


def he_is_kept_out(keys: Hands, case: str, reader: Hands, address: str) -> None:
    """Somebody tells the chair that the reader is his cousin: what he has read is there no more."""
    page = keys.person.page
    to_the_log(keys, case)
    keys.go("Back to the case", NAME)
    keys.go("Keep this case from somebody", "Keep this case from somebody")
    keys.pick("who", READER)
    keys.write(reason="He is a cousin of the perpetrator.")
    keys.press("Keep this case from them")
    expect(page.get_by_role("main")).to_contain_text(READER)
    keys.look()
    for place in (address, case, f"{case}/told"):
        answer = reader.person.page.goto(place)
        assert answer is not None
        assert answer.status == 404, place
    reader.look()


def nothing_of_it_leaks(served: Served, people: tuple[Hands, ...]) -> None:
    """Neither an address, a title, an e-mail nor the log has a word of the case."""
    mail = "".join(each.read_text() for each in (served.instance / "outbox").glob("*.eml"))
    seen = [each for keys in people for each in (*keys.person.addresses, *keys.person.titles)]
    for said in (*seen, mail, served.everything_said()):
        for word in ("Simone", "Laurent", INSTEAD, "locks"):
            assert word not in said
