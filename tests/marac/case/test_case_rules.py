"""The rules of a case."""

import json
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from app.marac.case.rules import REASON_LABELS, Label, OpeningReason, label_of, may_change
from app.marac.party.rules import Details, PartyKind

TODAY = date(2027, 3, 3)


def person(kind: PartyKind, **details: object) -> SimpleNamespace:
    """Somebody of a case."""
    return SimpleNamespace(kind=kind, details=Details(**{"name": "A", **details}))


def test_a_label_survives_json() -> None:
    """And one of another version can still be read."""
    label = Label("Noor Testcase", True, "Exampleborough", 2, True)
    assert Label.from_dict(json.loads(json.dumps(label.to_dict()))) == label
    assert Label.from_dict({"name": "A", "stars": 5}) == Label("A")


def test_flags_say_what_a_chair_must_know() -> None:
    """Repeat, transfer, age, children; and nothing about immigration."""
    label = Label("Noor Testcase", True, "Exampleborough", 2, True)
    assert label.flags() == (
        "Repeat",
        "Transfer from Exampleborough",
        "Aged 16 or 17",
        "2 children",
    )
    assert Label("A", children=1).flags() == ("1 child",)
    assert Label("A").flags() == ()


def test_initials_stand_for_the_name() -> None:
    """They are made of every part of it."""
    assert Label("Maria dos Santos").initials == "MDS"


def test_the_label_follows_the_people() -> None:
    """A child that is added and a name that is put right show on the agenda."""
    victim = person(PartyKind.VICTIM, name="B", date_of_birth=date(2010, 1, 1))
    people = [victim, person(PartyKind.CHILD), person(PartyKind.PERPETRATOR)]
    assert label_of(Label("A", repeat=True), people, TODAY) == Label("B", True, "", 1, True)


def test_a_label_without_a_victim_stays() -> None:
    """What cannot be known is not changed."""
    assert label_of(Label("A", aged_16_17=True), [], TODAY) == Label("A", aged_16_17=True)


@pytest.mark.parametrize(
    ("who", "is_officer", "may"),
    [
        ("other", False, False),
        ("other", True, True),
        ("referrer", False, True),
        ("idva", False, True),
    ],
)
def test_officers_referrer_and_idva_may_change_a_case(
    who: str, is_officer: bool, may: bool
) -> None:
    """Everybody else reads."""
    ids = {name: uuid4() for name in ("other", "referrer", "idva")}
    asked = may_change(
        ids[who], is_officer=is_officer, referrer_id=ids["referrer"], idva_id=ids["idva"]
    )
    assert asked is may


def test_nobody_is_the_idva_of_a_case_without_one() -> None:
    """An unassigned case gives nobody a right by accident."""
    assert not may_change(uuid4(), is_officer=False, referrer_id=uuid4(), idva_id=None)


def test_every_reason_has_words() -> None:
    """The page and the trail can name each."""
    assert set(REASON_LABELS) == set(OpeningReason)
