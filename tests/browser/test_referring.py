"""The ways in, by keyboard alone, on a desk and on a phone, with axe on every page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.browser.meeting_room import sign_declaration, to_the_meeting
from tests.browser.served import Served
from tests.browser.visitor import DESKTOP, PHONE, Visitor

Opener = Callable[..., Visitor]
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
HAPPENED = "He waited at the school gate and took her by the arm. A teacher saw it."
NAME = "Wilhelmina Testcase"
QUESTION = "Is it safe to ring her at work?"
ANSWER = "Yes, before noon; ask for the office and say nothing else."


def begin(person: Visitor) -> Keys:
    """Start a referral, and say that there is nobody to keep it from."""
    keys = Keys(person)
    keys.menu("Referrals", "Your referrals")
    keys.go("Refer somebody", "Whom this must be kept from")
    person.check_page()
    keys.go("Save and continue", "Refer somebody")
    person.check_page()
    return keys


def on(keys: Keys, heading: str) -> None:
    """Save the page and be on the next one, which holds to the rules."""
    keys.go("Save and continue", heading)
    keys.person.check_page()


def sent(keys: Keys) -> str:
    """Check the answers, send, and read the reference."""
    keys.go("Check and send", "Check your answers")
    keys.person.check_page()
    keys.go("Send this referral", "Referral sent")
    keys.person.check_page()
    return keys.person.page.locator(".govuk-panel__body strong").inner_text()


@BOTH
def test_a_social_worker_refers_with_an_interruption(
    served: Served, visitor: Opener, size: dict[str, int]
) -> None:
    """Every section; in the middle the session runs out, and the words are there afterwards."""
    worker = visitor("csc_rep", size=size)
    keys = begin(worker)
    keys.go("You and why you refer", "You and why you refer")
    keys.tick("criteria", "professional_judgement", "repeat")
    on(keys, "Your judgement")
    keys.tick("judgement_made", "")
    keys.write(reasons="He finds her wherever she goes.", incidents_reported="2")
    on(keys, "Can it wait")
    keys.choose(urgent="no")
    on(keys, "Refer somebody")
    the_victim(keys)
    they_know(keys)
    perpetrators_and_children(keys)
    keys.go("What happened", "What happened")
    keys.write(what_happened=HAPPENED)
    served.let_time_pass("csc_rep", 32)
    keys.tab_to(words="Save and continue")
    keys.keyboard.press("Enter")
    expect(worker.heading()).to_have_text("Sign in")
    assert HAPPENED not in worker.page.content()
    worker.fill_in_sign_in()
    expect(worker.page.get_by_label("What happened?")).to_have_value(HAPPENED)
    keys.write(own_words="I only wanted to fetch them home.")
    on(keys, "What the victim wants")
    keys.write(wishes="That he stops coming to the school.")
    on(keys, "Refer somebody")
    risk_and_equality(keys)
    reference = sent(keys)
    keys.go("Look at this referral", NAME)
    worker.check_page()
    expect(worker.page.get_by_role("main")).to_contain_text(reference)
    expect(worker.page.get_by_role("main")).to_contain_text(HAPPENED)
    expect(worker.page.get_by_role("main")).not_to_contain_text("Quokka")


def the_victim(keys: Keys) -> None:
    """Who she is, where, how to reach her, and who is around her."""
    keys.go("The victim", "The victim")
    on(keys, "The victim")
    expect(keys.person.page.get_by_role("alert")).to_contain_text("Enter a name")
    keys.write(name=NAME, date_of_birth__day="31", date_of_birth__month="2")
    keys.write(date_of_birth__year="1994")
    on(keys, "The victim")
    expect(keys.person.page.get_by_role("alert")).to_contain_text("real date")
    keys.from_the_top()
    keys.write(name=NAME, date_of_birth__day="3", date_of_birth__month="2")
    keys.write(date_of_birth__year="1994")
    on(keys, "The victim’s address")
    keys.write(address="14 Made-up Row", postcode="TM2 4AB")
    keys.tick("address_confidential", "")
    on(keys, "Safe contact")
    keys.write(phone="07700 900455")
    keys.choose(safe_to_call="yes", safe_to_text="no")
    keys.write(contact_when="Before noon")
    on(keys, "The people around the victim")
    keys.write(must_not_be_told="His mother")
    on(keys, "Refer somebody")


def they_know(keys: Keys) -> None:
    """She knows and agrees; the page was gone through with her."""
    keys.go("Does the victim know and agree", "Does the victim know and agree")
    keys.choose(aware="yes", agrees="yes")
    on(keys, "What was explained")
    keys.write(explained_by="Daniel Fraser", explained_in="English")
    on(keys, "Refer somebody")


def perpetrators_and_children(keys: Keys) -> None:
    """One of each, on pages of their own."""
    keys.go("Perpetrators", "Perpetrators")
    keys.go("Add a perpetrator", "perpetrator")
    keys.write(name="Otto Testcase", relationship="Former partner")
    keys.go("Save", "Perpetrators")
    on(keys, "Refer somebody")
    keys.go("Children and others at risk", "Children and others at risk")
    keys.go("Add a child", "child")
    keys.write(name="Ida Testcase", relationship="Daughter of both")
    keys.go("Save", "Children and others at risk")
    on(keys, "Refer somebody")


def risk_and_equality(keys: Keys) -> None:
    """Some topics, the section that only its holders read, and equality."""
    keys.go("Risk form", "Risk form")
    keys.choose(answer_fear="yes", answer_separation="yes", answer_stalking="dont_know")
    on(keys, "Immigration status as a risk")
    keys.choose(indicator="uncertain")
    keys.write(note="Quokka: he says that one call is enough.")
    on(keys, "Refer somebody")
    keys.go("Equality information", "Equality information")
    on(keys, "Refer somebody")


@BOTH
def test_judgement_at_a_score_of_six(visitor: Opener, size: dict[str, int]) -> None:
    """Six of 24, and the worker’s judgement: sent, read, asked about, answered, accepted."""
    nurse = visitor("gp_rep", size=size)
    keys = begin(nurse)
    keys.go("You and why you refer", "You and why you refer")
    keys.tick("criteria", "professional_judgement")
    on(keys, "Your judgement")
    keys.tick("judgement_made", "")
    keys.write(reasons="She whispers, and looks at the door.")
    on(keys, "Can it wait")
    on(keys, "Refer somebody")
    keys.go("The victim", "The victim")
    keys.write(name=NAME)
    on(keys, "The victim’s address")
    keys.go("Back to the list of tasks", "Refer somebody")
    keys.go("What happened", "What happened")
    keys.write(what_happened=HAPPENED)
    on(keys, "What the victim wants")
    keys.go("Back to the list of tasks", "Refer somebody")
    keys.go("Risk form", "Risk form")
    six = ("injury", "fear", "feared_harm", "isolation", "low_mood", "separation")
    keys.choose(**{f"answer_{code}": "yes" for code in six})
    on(keys, "Immigration status as a risk")
    keys.go("Back to the list of tasks", "Refer somebody")
    keys.go("Check and send", "Check your answers")
    expect(nurse.page.get_by_role("main")).to_contain_text("Professional judgement")
    assert "low risk" not in nurse.page.get_by_role("main").inner_text().lower()
    keys.go("Send this referral", "Referral sent")
    reference = nurse.page.locator(".govuk-panel__body strong").inner_text()
    it_is_asked_about_and_accepted(visitor, size, nurse, reference)


def it_is_asked_about_and_accepted(
    visitor: Opener, size: dict[str, int], nurse: Visitor, reference: str
) -> None:
    """The coordinator asks, the referrer answers, and it goes on a list with an IDVA."""
    coordinator = visitor("coordinator", size=size)
    keys = Keys(coordinator)
    keys.menu("Triage", "Triage")
    coordinator.check_page()
    keys.go(reference, NAME)
    coordinator.check_page()
    expect(coordinator.page.get_by_role("main")).to_contain_text("Professional judgement")
    keys.go("Ask the referrer", "Ask")
    keys.write(text=QUESTION)
    keys.go("Send the question", NAME)
    own = Keys(nurse)
    own.menu("Home", "")
    nurse.check_page()
    expect(nurse.page.get_by_role("main")).to_contain_text("answer")
    own.menu("Referrals", "Your referrals")
    own.go(reference, NAME)
    expect(nurse.page.get_by_role("main")).to_contain_text(QUESTION)
    own.write(text=ANSWER)
    own.go("Send your answer", NAME)
    nurse.check_page()
    keys.from_the_top()
    expect(coordinator.page.get_by_role("main")).to_contain_text(ANSWER)
    accept(keys)


def accept(keys: Keys) -> None:
    """Accept what is open in triage, without a meeting yet, for the first IDVA of the list."""
    keys.go("Accept", "Accept")
    keys.person.check_page()
    keys.tick("seen", "")
    keys.pick("idva", "Grace")
    keys.choose(meeting="later")
    keys.tab_to(words="Accept this referral")
    keys.keyboard.press("Enter")
    expect(keys.person.page.get_by_role("main")).to_contain_text("Grace Mensah")
    keys.person.check_page()


@BOTH
def test_a_repeat_is_found_and_linked(visitor: Opener, size: dict[str, int]) -> None:
    """Another spelling, the same two people: one officer decides, another confirms, a repeat."""
    coordinator = visitor("coordinator", size=size)
    keys = Keys(coordinator)
    keys.menu("Triage", "Triage")
    keys.go(reference_from(coordinator, "Queen Maud Hospital"), "Hoda Kareem")
    coordinator.check_page()
    keys.tab_to(words="1 other record may")
    keys.keyboard.press("Enter")
    expect(coordinator.heading()).to_have_text("The same person?")
    coordinator.check_page()
    expect(coordinator.page.get_by_role("main")).to_contain_text("Same date of birth")
    for box in decisions(coordinator):
        keys.choose(**{box: "same"})
    keys.write(**{reasons_box(coordinator): "The hospital wrote the names as it heard them."})
    keys.go("Save what you decided", "The same person?")
    expect(coordinator.page.get_by_role("main")).to_contain_text("Waits for a second officer")
    a_second_officer_confirms(visitor, size)
    keys.go("Back to the referral", "Hoda Kareem")
    expect(coordinator.page.get_by_role("main")).to_contain_text("It looks like a repeat")
    accept(keys)
    keys.go("Go to the case", "Open")
    keys.choose(reason="preparing")
    keys.go("Open the case", "Hoda Kareem")
    coordinator.check_page()
    expect(coordinator.page.locator(".app-tags")).to_contain_text("Repeat")


def reference_from(officer: Visitor, agency: str) -> str:
    """Read in the queue which referral an agency sent."""
    row = officer.page.get_by_role("row").filter(has_text=agency)
    return row.get_by_role("rowheader").get_by_role("link").inner_text()


def decisions(officer: Visitor) -> list[str]:
    """The names of the choices of the page, one for each pair of people."""
    boxes = officer.page.locator("main input[type=radio]")
    names = boxes.evaluate_all("boxes => boxes.map(box => box.name)")
    return list(dict.fromkeys(names))


def reasons_box(officer: Visitor) -> str:
    """The name of the box for the reasons."""
    return str(officer.page.locator("main textarea").first.get_attribute("name"))


def a_second_officer_confirms(visitor: Opener, size: dict[str, int]) -> None:
    """The deputy finds it on the home page, compares both people, and agrees with one press."""
    deputy = visitor("deputy", size=size)
    keys = Keys(deputy)
    keys.tab_to(words="1 comparison waits")
    keys.keyboard.press("Enter")
    expect(deputy.heading()).to_have_text("Is it the same person?")
    deputy.check_page()
    keys.go("Compare", "The same person?")
    keys.go("Confirm both: the same people", "The same person?")
    deputy.check_page()
    expect(deputy.page.get_by_role("main")).not_to_contain_text("Waits for a second officer")


@BOTH
def test_threats_about_her_status_stay_with_those_who_hold_them(
    visitor: Opener, size: dict[str, int]
) -> None:
    """A worker writes them down; her IDVA reads them; the police, at the same table, do not."""
    worker = visitor("csc_rep", size=size)
    keys = begin(worker)
    keys.go("The victim", "The victim")
    keys.write(name=NAME)
    on(keys, "The victim’s address")
    keys.go("Back to the list of tasks", "Refer somebody")
    keys.go("What happened", "What happened")
    keys.write(what_happened=HAPPENED)
    on(keys, "What the victim wants")
    keys.go("Back to the list of tasks", "Refer somebody")
    keys.go("Risk form", "Risk form")
    on(keys, "Immigration status as a risk")
    keys.choose(indicator="uncertain", answer_threats_to_report="yes", answer_papers_held="yes")
    keys.write(note="Quokka: he says that one call is enough.")
    on(keys, "Refer somebody")
    reference = sent(keys)
    coordinator = visitor("coordinator", size=size)
    officer = Keys(coordinator)
    officer.menu("Triage", "Triage")
    officer.go(reference, NAME)
    assert "Quokka" not in coordinator.page.content()
    officer.go("Accept", "Accept")
    officer.tick("seen", "")
    officer.choose(repeat="no")
    officer.pick("idva", "Grace")
    officer.tab_to(name="meeting")
    officer.keyboard.press("Space")
    officer.tab_to(words="Accept this referral")
    officer.keyboard.press("Enter")
    expect(coordinator.page.get_by_role("main")).to_contain_text("It is heard at the meeting")
    case = str(coordinator.page.url).rsplit("/", 1)[1]
    a_holder_lets_the_idva_in(visitor, size)
    only_her_idva_reads_it(visitor, size, case)


def a_holder_lets_the_idva_in(visitor: Opener, size: dict[str, int]) -> None:
    """Whom the area named holds the section, and her home page lets the IDVA in."""
    holder = visitor("by_and_for_worker", size=size)
    keys = Keys(holder)
    keys.tab_to(words="Let them in")
    keys.keyboard.press("Enter")
    expect(holder.page.get_by_role("main")).not_to_contain_text("Let them in")


def only_her_idva_reads_it(visitor: Opener, size: dict[str, int], case: str) -> None:
    """The IDVA opens the section; for the police it is not there, and no page says its words."""
    idva = visitor("idva_grace", size=size)
    idva.page.goto(f"/cases/{case}/specialist-support")
    keys = Keys(idva)
    keys.choose(reason="preparing")
    keys.tab_to(words="Open the section")
    keys.keyboard.press("Enter")
    expect(idva.page.get_by_role("main")).to_contain_text("Quokka")
    expect(idva.page.get_by_role("main")).to_contain_text("Uncertain")
    idva.check_page()
    chair = visitor("chair", size=size)
    to_the_meeting(chair)
    chair.page.get_by_role("button", name="Open the meeting").press("Enter")
    chair.page.get_by_role("button", name="I have read the declaration aloud").press("Enter")
    sign_declaration(chair)
    police = visitor("police_rep", size=size)
    to_the_meeting(police)
    sign_declaration(police)
    link = police.page.get_by_role("table").get_by_role("link", name=NAME)
    expect(link).to_have_count(1, timeout=15_000)
    police.page.goto(f"/cases/{case}")
    if police.page.get_by_role("radio").count():
        own = Keys(police)
        own.choose(reason="preparing")
        own.go("Open the case", NAME)
    expect(police.page.get_by_role("main")).to_contain_text("Being arranged")
    police.check_page()
    assert "Quokka" not in police.page.content()
    assert "ncertain" not in police.page.get_by_role("main").inner_text()
    assert police.page.goto(f"/cases/{case}/specialist-support").status == 404  # type: ignore[union-attr]
