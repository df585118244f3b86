"""Who may know somebody in a case: found by names, by employers, by what the referrer wrote."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.party.rules import Details
from app.marac.referral.rules import Referred, Summary
from app.marac.triage.conflicts import (
    Conflict,
    Grade,
    Member,
    Organisation,
    conflicts,
    parts,
)

POLICE = Organisation(uuid4(), "Northbrook Police", "police")
HOUSING = Organisation(uuid4(), "Northbrook Housing", "housing")
HAVEN = Organisation(uuid4(), "Haven IDVA Service", "idva_service")
AGENCIES = (POLICE, HOUSING, HAVEN)
NAMES = st.text(st.characters(categories=["L"]), min_size=3, max_size=12)


def case(
    victim: str = "Zephyrine Canary", perpetrator: Details | None = None, **summary: str
) -> Referred:
    """A case of these two people."""
    return Referred(
        Details(victim), Summary("He hit her.", **summary), (perpetrator,) if perpetrator else ()
    )


def found(told: Referred, *names: str) -> list[Conflict]:
    """The reasons about members of these names."""
    members = [Member(uuid4(), name, HOUSING.id) for name in names]
    return conflicts(told, members, AGENCIES)


@pytest.mark.parametrize(
    ("member", "perpetrator", "grade"),
    [
        ("Osric Canary", "Osric Canary", Grade.SAME_NAME),
        ("Canary Osric", "Osric Canary", Grade.SAME_NAME),
        ("Łukasz Kowalski", "Lukasz Kowalski", Grade.SAME_NAME),
        ("Layla Hadad", "Leila Haddad", Grade.LIKE_NAME),
        ("Tom Okafor", "Thomas Okafor", Grade.LIKE_NAME),
        ("Daniel Price", "Osric Price", Grade.SAME_SURNAME),
        ("Mary Castle-Jones", "Ruth Castle", Grade.SAME_SURNAME),
        ("Daniel Price", "Price", Grade.SAME_SURNAME),
    ],
)
def test_names_that_may_be_a_relative_or_the_person(
    member: str, perpetrator: str, grade: Grade
) -> None:
    """Same, spelt otherwise, or of one family: the officer is asked, and told how sure it is."""
    (conflict,) = found(case("Ann Other", Details(perpetrator)), member)
    assert conflict.grade == grade
    assert perpetrator in conflict.because


@pytest.mark.parametrize(
    ("member", "perpetrator"),
    [
        ("Daniel Price", "Daniel Smith"),
        ("Gurpreet Kaur", "Manjit Kaur"),
        ("Harjit Singh", "Baldev Singh"),
        ("Sian Morgan", "Not known"),
        ("Leila Haddad", "Osric Canary"),
    ],
)
def test_names_that_say_nothing(member: str, perpetrator: str) -> None:
    """A first name, or a name that whole communities share, points to nobody."""
    assert found(case("Ann Other", Details(perpetrator)), member) == []


def test_everybody_in_the_case_counts() -> None:
    """Victim, children, others at risk, and any other name of theirs."""
    told = Referred(
        Details("Ann Other", aliases=("Ann Price",)),
        Summary("He hit her."),
        children=(Details("Wren Morgan"),),
        others_at_risk=(Details("Maud Castle"),),
    )
    assert len(found(told, "Daniel Price", "Sian Morgan", "Ruth Castle", "Leila Haddad")) == 3


def test_the_strongest_reason_is_given_once() -> None:
    """Somebody named by the referrer who also shares a surname is shown once, as named."""
    told = case("Ann Price", Details("Bob Price"), watch_for="daniel price from Housing")
    reasons = [each for each in found(told, "Daniel Price") if each.person_id]
    assert [each.grade for each in reasons] == [Grade.SAID]


@pytest.mark.parametrize(
    ("works_for", "expected"),
    [
        ("The police", {POLICE.id}),
        ("Northbrook Housing", {HOUSING.id}),
        ("He is a PCSO", {POLICE.id}),
        ("Haven", {HAVEN.id}),
        ("A bakery in Northbrook", set()),
        ("", set()),
    ],
)
def test_an_employer_points_to_a_whole_agency(works_for: str, expected: set[UUID]) -> None:
    """By its name or by its kind; the name of the borough alone points to none."""
    told = case("Ann Other", Details("Bob Other", works_for=works_for))
    about = {each.agency_id for each in found(told) if each.grade == Grade.AGENCY}
    assert about == expected


def test_what_the_referrer_wrote_points_to_people_and_agencies() -> None:
    """In any of the places where somebody writes who must not learn of it, or interpret."""
    for details in (
        {"must_not_be_told": "Her cousin Joan Whitfield, and anybody at Haven"},
        {"must_not_interpret": "Joan Whitfield, and nobody of Haven"},
    ):
        told = replace(case(), victim=Details("Ann Other", **details))
        about = {each.person_id or each.agency_id for each in found(told, "Joan Whitfield")}
        assert HAVEN.id in about
        assert len(about) == 2


@given(NAMES, NAMES)
def test_the_same_name_is_always_found(first: str, family: str) -> None:
    """In whatever alphabet and order: somebody of the very name is never passed over."""
    name = f"{first} {family}"
    if len(parts(name)) == 2:
        told = Referred(Details("Ann Other"), Summary("He hit her."), watch_for_of(name))
        about = conflicts(told, [Member(uuid4(), name, HOUSING.id)], AGENCIES)
        assert about
        assert about[0].person_id


def watch_for_of(name: str) -> tuple[Details, ...]:
    """A perpetrator of this name."""
    return (Details(name),)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_words_break_it(name: str, works_for: str, watch_for: str) -> None:
    """Whatever people type, nobody is there twice."""
    told = case("Ann Other", Details(name, works_for=works_for), watch_for=watch_for)
    about = found(told, "Joan Whitfield", "Łucja Ó Néill-Żak", "李小龙")
    assert len(about) == len({each.person_id or each.agency_id for each in about})
