"""A meeting of sixteen cases from its opening to its actions, by keyboard, with six people in it.

At every step it is checked what each one's screen and answers hold: an excluded officer nothing of
the case that is kept from him, the shared screen no word at all.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser import sixteen as do
from tests.browser.after_sixteen import after
from tests.browser.canary import files_holding, holds
from tests.browser.counting import Count, Hands
from tests.browser.served import Served
from tests.browser.sixteen import CANARY, Day
from tests.browser.visitor import PHONE, Visitor

Opener = Callable[..., Visitor]
ENDINGS = {
    3: ("unheard", f"Nobody of the referrer’s agency is here ({CANARY})"),
    5: ("in_part", f"The GP’s letter is missing ({CANARY})"),
    7: ("no_further_action", f"All is done that can be ({CANARY})"),
}
LATE_AT = 4


def test_a_meeting_of_sixteen_cases(served: Served, visitor: Opener, tmp_path: Path) -> None:
    """Chair, coordinator, IDVA, police, a late housing officer and one who is kept from a case."""
    day = Day(Count())
    chair = do.hands(visitor("chair"), day)
    do.opens_the_meeting(chair)
    day.names = names_on_the_agenda(chair)
    day.kept, day.address = day.names[-1], urlsplit(chair.person.page.url).path
    day.lap("opened")
    others = everybody_signs(visitor, day)
    do.goes_through_earlier_actions(chair)
    do.starts(chair)
    screen = shared_screen(chair, day)
    day.lap("signed")
    for number in range(1, 16):
        if number == LATE_AT:
            others["late"] = comes_late(visitor, day)
        hears(number, chair, others, day)
        nobody_sees_too_much(screen, others["kept_out"].person.page, day)
    day.lap("fifteen heard")
    kept_case_is_heard_last(chair, others["kept_out"], screen, day)
    do.closes(chair)
    day.lap("closed")
    after(chair, others, day)
    nothing_is_written_down(served, [chair, *others.values()], day)
    (tmp_path / "told.txt").write_text(day.told(), "utf-8")
    assert day.count.keys > 300


def names_on_the_agenda(chair: Hands) -> list[str]:
    """The sixteen names, in the order of hearing; the one that is kept from somebody is last."""
    links = chair.person.page.get_by_role("table").get_by_role("link")
    found = links.all_inner_texts()
    assert len(found) == 16
    return found


def everybody_signs(visitor: Opener, day: Day) -> dict[str, Hands]:
    """Those who are there in time sign, and are let in; one of them sees fifteen cases."""
    who = {"coordinator": 16, "idva_grace": 16, "police_rep": 16, "housing_officer": 15}
    people = {key: do.hands(visitor(key), day) for key in who}
    for key, person in people.items():
        do.to_the_meeting(person)
        assert do.knows(person.person.page, day.names) == [], f"{key} has not signed yet"
        do.sign(person)
        do.is_let_in(person, who[key])
        person.look()
    assert do.knows(people["housing_officer"].person.page, [day.kept]) == []
    people["idva"] = people.pop("idva_grace")
    people["police"] = people.pop("police_rep")
    people["kept_out"] = people.pop("housing_officer")
    return people


def shared_screen(chair: Hands, day: Day) -> Page:
    """The chair opens the screen to share in a window of its own, from the board."""
    page = chair.person.page
    with page.context.expect_page() as opened:
        chair.press("Open the screen to share")
    screen = opened.value
    expect(screen.locator("#shared-case")).to_contain_text("Case 1 of 15")
    other = Visitor(chair.person.served, page.context, "")
    other.page.goto(screen.url)
    other.check_page()
    other.page.close()
    page.bring_to_front()
    assert initials(day.names[0]) in screen.content()
    return screen


def initials(name: str) -> str:
    """As the shared screen shows somebody."""
    return "".join(f"{part[0]}." for part in name.split())


def comes_late(visitor: Opener, day: Day) -> Hands:
    """A housing officer comes to the fourth case, by telephone: signs on the spot, is let in."""
    late = do.hands(visitor("housing_lead", PHONE), day)
    do.to_the_meeting(late)
    late.look()
    do.sign(late)
    do.is_let_in(late, 16)
    late.look()
    do.turns(late, f"Go to case {LATE_AT}")
    expect(do.now(late)).to_contain_text(f"Case {LATE_AT} of 16")
    late.look()
    do.shares(late, f"{CANARY} flat has a new door since Monday")
    return late


def hears(number: int, chair: Hands, others: dict[str, Hands], day: Day) -> None:
    """One case: what is said, a risk, an action, its end, and on to the next."""
    expect(do.now(chair)).to_contain_text(f"Case {number} of 16", timeout=do.WAIT)
    expect(chair.person.heading()).to_have_text(day.names[number - 1])
    if number == 1:
        the_first_case(chair, others, day)
    elif number not in ENDINGS:
        do.writes_risk(chair, f"{CANARY} risk of case {number}")
        do.agrees(chair, f"{CANARY} action of case {number}")
    if number in (1, 8):
        chair.look()
    do.goes_on(chair, *ENDINGS.get(number, ()))


def the_first_case(chair: Hands, others: dict[str, Hands], day: Day) -> None:
    """The others follow what is said without losing a word; the Home Office is not told."""
    idva, police = others["idva"], others["police"]
    for person in (idva, police, others["kept_out"]):
        do.turns(person, "Go to case 1")
        expect(do.now(person)).to_contain_text("Case 1 of")
    do.writes_risk(chair, f"{CANARY} he waits at the bus stop")
    police.keyboard.press("s")
    police.keyboard.insert_text("Half a sentence")
    do.shares(idva, f"{CANARY} she sleeps at her sister’s")
    expect(chair.person.page.locator("#part-shared")).to_contain_text("at her sister’s")
    box = police.person.page.locator("#share textarea")
    expect(police.person.page.locator("#part-shared")).to_contain_text("at her sister’s")
    expect(box).to_have_value("Half a sentence")
    expect(box).to_be_focused()
    police.keyboard.insert_text(f" that {CANARY} finished")
    police.keyboard.press("Control+Enter")
    expect(chair.person.page.locator("#part-shared")).to_contain_text("Half a sentence that")
    do.agrees(chair, f"{CANARY} go with her to the housing office")
    do.is_stopped_and_takes_the_road(chair, day)
    idva.look()


def nobody_sees_too_much(screen: Page, kept_out: Page, day: Day) -> None:
    """The shared screen holds no name and no typed word; the excluded nothing of the kept case."""
    surnames = [name.split()[-1] for name in day.names]
    assert do.knows(screen, [CANARY, *surnames, "Osier Row"]) == []
    assert do.knows(kept_out, [day.kept, day.kept.split()[-1]]) == []


def kept_case_is_heard_last(chair: Hands, kept_out: Hands, screen: Page, day: Day) -> None:
    """Nobody but officers is told who must leave; once he has, the case is heard."""
    page = chair.person.page
    expect(chair.person.heading()).to_have_text(day.kept)
    expect(do.now(chair)).to_contain_text("Kieran Walsh must leave the room")
    expect(screen.locator("#shared-case")).to_contain_text("heard or put off", timeout=do.WAIT)
    assert do.knows(screen, [initials(day.kept), day.kept]) == []
    chair.look()
    do.turns(chair, "They have left: record it and start")
    expect(page.get_by_role("button", name="Conclude only")).to_be_visible()
    expect(screen.locator("#shared-case")).to_contain_text("Case 16 of 16", timeout=do.WAIT)
    expect(screen.locator("#shared-case")).to_contain_text(initials(day.kept))
    do.writes_risk(chair, f"{CANARY} risk of the kept case")
    do.agrees(chair, f"{CANARY} action of the kept case")
    nobody_sees_too_much(screen, kept_out.person.page, day)
    to_his_page(kept_out)
    assert do.knows(kept_out.person.page, [day.kept, CANARY]) == []
    do.goes_on(chair)


def to_his_page(kept_out: Hands) -> None:
    """Whoever is out of the room sees that he is, and no case."""
    do.to_the_meeting(kept_out)
    kept_out.reads("You have left the meeting")
    kept_out.look()


def nothing_is_written_down(served: Served, people: list[Hands], day: Day) -> None:
    """No database byte, log line, mail, cookie, address or title holds a word of it."""
    canaries = [CANARY, *day.names]
    assert files_holding(served.instance, canaries) == []
    assert [words for words in canaries if holds(served.log.read_bytes(), words)] == []
    for person in people:
        one = person.person
        trail = "\n".join([*one.addresses, str(one.context.cookies()), *one.titles])
        assert [words for words in canaries if holds(trail.encode(), words)] == []
