"""Everything in the data files is made up, in the ranges kept for that, and in the right words."""

import re
import tomllib
from pathlib import Path

import pytest

from app.demonstration import content
from app.demonstration.content import FOLDER, borough, cases
from app.marac.referral.rules import in_area

FILES = sorted(FOLDER.rglob("*.toml"))
TELEPHONES = re.compile(r"(?:\+44|0)\d[\d ]{8,12}")
OFCOM = re.compile(r"020 7946 0\d{3}|07700 900\d{3}|01632 960\d{3}")
POSTCODES = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
NEVER = re.compile(
    r"\billegal|\blow risk|\bvisa\b|\bpassport|\basylum|\bdeport|home office", re.IGNORECASE
)
PAST = ("first", "second", "third")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_numbers_and_addresses_are_nobodys(path: Path) -> None:
    """No telephone rings, no letter arrives, no e-mail is delivered anywhere."""
    text = path.read_text("utf-8")
    assert [n for n in TELEPHONES.findall(text) if not OFCOM.fullmatch(n.strip())] == []
    assert [code for code in POSTCODES.findall(text) if not code.startswith("TM")] == []
    assert all(each.endswith("example.org") for each in re.findall(r'domain = "([^"]+)"', text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_words_that_are_not_used_of_people(path: Path) -> None:
    """No country, no document's number, and no word that makes a person an offence."""
    text = path.read_text("utf-8")
    assert NEVER.findall(text) == []


def test_the_past_and_today_are_of_the_promised_size() -> None:
    """Fourteen agencies, twenty-five people, sixteen cases today, six referrals."""
    assert len(borough().agencies) == 14
    assert len(borough().people) == 25
    assert [len(cases(folder)) for folder in PAST] == [4, 3, 3]
    assert len(cases("today")) == 16
    assert len(borough().referrals) == 6


def test_todays_agenda_is_as_mixed_as_a_real_one() -> None:
    """Repeats, insecure status, a man, somebody of 17, a conflict, a transfer, children."""
    today = cases("today")
    assert sum(bool(case.again) for case in today) == 4
    assert sum(bool(case.immigration) for case in today) == 3
    assert sum(case.victim["pronouns"] == "he/him" for case in today) == 1
    assert sum(16 <= case.victim.get("age", 0) < 18 for case in today) == 1
    assert sum(bool(case.keep_from) for case in today) == 1
    assert sum(bool(case.transfer_from) for case in today) == 1
    assert sum(len(case.children) for case in today) > 10


def test_whoever_lives_here_lives_in_the_districts_of_the_area() -> None:
    """So the page that asks for an address says something only when she lives elsewhere."""
    told = [*(case for folder in (*PAST, "today") for case in cases(folder)), *borough().referrals]
    codes = [each.victim["postcode"] for each in told if each.victim.get("postcode")]
    assert len(codes) > 10
    assert [code for code in codes if not in_area(code, borough().postcode_districts)] == []
    assert not in_area("SW1A 1AA", borough().postcode_districts)


def test_everybody_named_in_a_case_works_here() -> None:
    """Whoever speaks, refers or acts is one of the people."""
    people = set(borough().people)
    for folder in (*PAST, "today"):
        for case in cases(folder):
            named = {case.referrer, case.idva, *(each["person"] for each in case.keep_from)}
            if case.hearing:
                named |= {who for who, _ in case.hearing.shared}
                named |= {action.who for action in case.hearing.actions}
                assert all(0 < a.risk <= len(case.hearing.risks) for a in case.hearing.actions)
            assert named <= people


def test_nobody_has_the_same_telephone() -> None:
    """One number, one person."""
    numbers = [
        number for path in FILES for number in re.findall(r'phone = "([^"]+)"', path.read_text())
    ]
    assert len(numbers) == len(set(numbers))


def test_the_sign_in_sheet_names_everybody_once() -> None:
    """Nobody of the people is left out of the groups, and nobody is in two."""
    grouped = [key for _, keys in borough().groups for key in keys]
    assert sorted(grouped) == sorted(borough().people)


def test_the_data_files_hold_nothing_that_is_not_read() -> None:
    """A misspelt table in a data file is an error, not silence."""
    known = set(content.CaseData.__dataclass_fields__)
    for folder in (*PAST, "today"):
        for path in sorted((FOLDER / folder).glob("*.toml")):
            assert set(tomllib.loads(path.read_text("utf-8"))) <= known
