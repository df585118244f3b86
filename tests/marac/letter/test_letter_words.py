"""The wordings of letters, and the rules for which letters are sent back or must never be sent."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app.confidentiality.recipient.rules import RecipientKind
from app.firewall.screen import screen_letter
from app.marac.letter import checking, paper
from app.marac.letter.checking import faults, of_words, repeats
from app.marac.letter.content import Content
from app.marac.letter.facts import Facts
from app.marac.letter.paper import Writer
from app.marac.letter.rules import Purpose
from app.marac.letter.wordings import Wording, wording, wordings
from app.marac.party.rules import Details

HIM = UUID(int=7)
WRITER = Writer("Leila Haddad", "IDVA", "Haven IDVA Service", "020 7946 0002", True)
FACTS = Facts(
    victim=Details(name="Jordan Pole"),
    perpetrators={HIM: Details(name="Chad France", works_for="Larch Lettings")},
    referred_on=date(2026, 10, 1),
    heard_on=date(2026, 10, 15),
    hidden=("9 Canary Wharfside", "NB1 2CY", "07700 900777", "Rosebank Cottage"),
    his=("44 Tannery Row", "NB3 7QQ"),
    told=("He held her by the throat on the stairs and took her telephone.",),
)


def found(purpose: Purpose, facts: Facts = FACTS, where: str = "", **changes: object) -> list[str]:
    """The codes of what is wrong with a letter of this purpose."""
    words = wording(purpose)
    him = HIM if words.names_perpetrator != "no" else None
    given = Content(purpose, words.version, perpetrator_id=him)
    given = replace(given, **changes)  # type: ignore[arg-type]
    said = paper.written(words, given, facts, "Northbrook", WRITER)
    plain = plainly(words, given, facts)
    return [each.code for each in faults(words, said, plain, facts, where)]


def plainly(words: Wording, given: Content, facts: Facts) -> str:
    """The letter with letters for people, as ``opened`` hands it to the checks."""
    values = paper.neutral(facts, given, paper.values_of(given, facts, "Northbrook", WRITER))
    lines = [*words.filled(given.sentences, values), *([given.added] if given.added else [])]
    return "\n".join((words.salutation.format_map(values), words.heading, *lines))


@pytest.mark.parametrize("purpose", Purpose)
def test_every_wording_keeps_every_rule(purpose: Purpose) -> None:
    """As it ships, with names that are countries and with every sentence, nothing is wrong."""
    codes = tuple(each.code for each in wording(purpose).sentences)
    assert found(purpose) == []
    assert found(purpose, sentences=codes) == []


@pytest.mark.parametrize("words", wordings(), ids=lambda each: each.code)
def test_every_wording_says_its_version_and_source(words: Wording) -> None:
    """And asks for nothing that is not filled in."""
    assert words.version
    assert words.source
    known = paper.values_of(Content(words.code, ""), FACTS, "Northbrook", WRITER)
    assert words.names() <= set(known)


def test_no_letter_can_go_to_the_police_or_to_a_court() -> None:
    """Only those whom a purpose needs; the police learn nothing by a letter."""
    kinds = {kind for each in wordings() for kind in each.recipients}
    assert not kinds & {RecipientKind.POLICE, RecipientKind.COURT, RecipientKind.PROBATION}


@pytest.mark.parametrize("purpose", Purpose)
def test_a_letter_says_nothing_of_the_other_purposes(purpose: Purpose) -> None:
    """That the case was heard says no risk and no name of his; evidence names him."""
    words = wording(purpose)
    given = Content(purpose, "", perpetrator_id=None if words.names_perpetrator == "no" else HIM)
    said = paper.text_of(paper.written(words, given, FACTS, "Northbrook", WRITER))
    assert ("Chad France" in said) == (words.names_perpetrator != "no")
    assert (checking.AT_RISK in said) == words.court_bundle
    assert screen_letter(said).allowed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("She may be at risk of harm.", "may_be"),
        ("She might well still be at risk.", "may_be"),
        ("She is potentially at risk.", "may_be"),
        ("He allegedly hurt her.", "may_be"),
        ("We are providing her with support.", "we"),
        ("Our team has supported her.", "we"),
        ("She is eligible for the concession.", "eligible"),
        ("She can apply for it.", "eligible"),
        ("She qualifies for MVDAC.", "eligible"),
        ("She came here from Eritrea.", "country"),
        ("She speaks to her Nigerian family.", "country"),
        ("Her visa is his.", "status"),
        ("She has no recourse to public funds.", "status"),
        ("Her immigration status is uncertain.", "status"),
        ("The DASH score was 19.", "score"),
        ("She is a high-risk victim.", "score"),
        ("19 ticks on the form.", "score"),
        ("cc Northbrook Police", "copy"),
        ("A copy to the court, please; copied to his solicitor.", "copy"),
        ("Write to her at z@example.org.", "contact"),
        ("Please send this on to the Home Office.", "firewall"),
        ("Tell Immigration Enforcement that she is here.", "firewall"),
    ],
)
def test_each_word_that_never_stands_in_a_letter(text: str, code: str) -> None:
    """Each has a rule, and each rule a message of its own."""
    assert code in list(of_words(text))
    assert len(checking.MESSAGES[code]) > 20


@pytest.mark.parametrize(
    "text",
    [
        "I am providing Zephyrine with support as an independent domestic violence adviser.",
        "She has asked me to write to you.",
        "Thank you for taking this up so quickly.",
        "I can meet you with her on Thursday at ten.",
        "Please ring me before you post anything.",
    ],
)
def test_honest_sentences_pass(text: str) -> None:
    """What an IDVA would add is not in the way of any rule."""
    assert list(of_words(text)) == []


def test_messages_are_all_different() -> None:
    """Nobody has to guess which rule it was."""
    assert len(set(checking.MESSAGES.values())) == len(checking.MESSAGES)


def test_he_must_be_named_and_well() -> None:
    """No name, “Not known”, or a name that paper cannot carry: each keeps evidence back."""
    assert "not_named" in found(Purpose.LEGAL_AID, perpetrator_id=None)
    nobody = replace(FACTS, perpetrators={HIM: Details(name="Not known")})
    assert "not_named" in found(Purpose.LEGAL_AID, nobody)
    odd = replace(FACTS, perpetrators={HIM: Details(name="Home Office 2MS <x>")})
    assert "his_name" in found(Purpose.HOUSING, odd)
    assert found(Purpose.HEARD_ADVISER, nobody) == []


@pytest.mark.parametrize("name", ["", "Not known", "unknown", "زينب", "Zeph 9 Canary Wharfside"])
def test_her_name_must_be_one_that_a_letter_can_carry(name: str) -> None:
    """What stands in the case as a name may hold more, or nothing that paper can print."""
    assert "her_name" in found(Purpose.HEARD_ADVISER, replace(FACTS, victim=Details(name=name)))


def test_a_case_that_was_not_heard_has_no_letter_that_says_so() -> None:
    """Evidence for legal aid says that it was referred; the others wait for the meeting."""
    unheard = replace(FACTS, heard_on=None)
    assert "no_hearing" in found(Purpose.HEARD_ADVISER, unheard)
    assert "no_hearing" in found(Purpose.HOUSING, unheard)
    assert found(Purpose.LEGAL_AID, unheard) == []


@pytest.mark.parametrize("words", ["is or has been", "multi-agency", "a member of the"])
@pytest.mark.parametrize("purpose", [Purpose.LEGAL_AID, Purpose.MIAM])
def test_evidence_lacks_none_of_its_words(
    purpose: Purpose, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wording that somebody has shortened is caught before it is signed."""
    whole = wording(purpose)
    short = replace(whole, paragraphs=tuple(p.replace(words, "was") for p in whole.paragraphs))
    given = Content(purpose, "", perpetrator_id=HIM)
    said = paper.written(short, given, FACTS, "Northbrook", WRITER)
    codes = {each.code for each in faults(short, said, plainly(short, given, FACTS), FACTS)}
    assert codes & {"at_risk", "single_agency", "not_a_member"}


@pytest.mark.parametrize(
    "added",
    ["She lives at 9 Canary Wharfside.", "Post it to nb12cy.", "Ring 07700-900 777.",
     "He is at 44 tannery row now.", "Rosebank Cottage is her sister's."],
)  # fmt: skip
def test_no_address_or_number_of_the_case_stands_in_it(added: str) -> None:
    """However it is spaced or written."""
    assert "address" in found(Purpose.HOUSING, added=added)


def test_nothing_that_was_said_about_the_case_stands_in_it() -> None:
    """Four words in a row of what was written or said are enough."""
    assert "in_the_room" in found(Purpose.HOUSING, added="He held her by the throat.")
    assert repeats("...and TOOK her telephone. He held her", FACTS.told)
    assert not repeats("He has her telephone.", FACTS.told)


def test_it_never_goes_where_he_lives_or_works() -> None:
    """The register's address is compared with his, and its name with where he works."""
    assert "his_address" in found(Purpose.HOUSING, where="Quay Homes\n1 High Street\nNB3 7QQ")
    assert "his_work" in found(Purpose.HOUSING, where="Larch Lettings\n2 High Street\nNB1 4XY")
    assert "firewall" in found(Purpose.HOUSING, where="Home Office\n2 Marsham Street")
    assert found(Purpose.HOUSING, where="Quay Homes\n1 High Street\nNB1 4XY") == []
