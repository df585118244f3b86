"""Whatever is sent, the answer is a referral or its faults: never a fault of ours."""

import copy
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.marac.intake.faults import every_fault
from app.marac.intake.schema import EXAMPLE
from app.marac.referral.reading import PERSON, RISK, SUMMARY, WHOLE, Reading, read_referral
from app.refusals import RuleBroken
from tests.builders import World

NAMES = (*WHOLE, *PERSON, *SUMMARY, *RISK, "answer", "said_by", "fear", "made", "person", "agency")
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.sampled_from(["yes", "no", "2027-02-30", "1990-01-01", "insecure", "NB1 2CY", "–", ""]),
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=6), inner, max_size=5),
    ),
    max_leaves=12,
)


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a piece of JSON."""
    inner = value.items() if isinstance(value, dict) else []
    inner = enumerate(value) if isinstance(value, list) else inner
    return [here, *(found for key, each in inner for found in places(each, (*here, key)))]


PLACES = [place for place in places(EXAMPLE) if place]


def put(whole: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The same with something else in one place."""
    changed: Any = copy.deepcopy(whole)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return dict(changed)


def look(marac: World, sent: Any) -> tuple[Reading | None, list[RuleBroken]]:
    """What is made of it."""
    with marac.inside():
        return every_fault(partial(read_referral, marac.actor("housing")), sent)


@settings(max_examples=300)
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=1))
def test_anything_in_any_place(first_marac: World, changes: Any) -> None:
    """One place of a right referral holds anything at all: read, or named at its field."""
    sent = EXAMPLE
    for place, value in changes:
        sent = put(sent, place, value)
    reading, faults = look(first_marac, sent)
    assert (reading is None) == bool(faults)
    assert all(isinstance(each.field, str) and each.message for each in faults)


@settings(max_examples=200)
@given(sent=st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=6), ANYTHING, max_size=6))
def test_anything_at_all(first_marac: World, sent: dict[str, Any]) -> None:
    """A group of anything: read, or named at its fields."""
    reading, faults = look(first_marac, sent)
    assert (reading is None) == bool(faults)
