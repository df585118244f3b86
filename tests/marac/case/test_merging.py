"""Two people change one thing: nothing that either wrote is lost without being shown."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.marac.case.merging import marks, merge
from app.marac.party.rules import Details, Safe

SEEN = Details(name="A", phone="07700 900001", safe_to_call=Safe.YES, notes="old")


def test_what_only_the_other_changed_is_taken_over() -> None:
    """A telephone that is no longer safe must not become safe again by an old form."""
    theirs = Details(name="A", phone="07700 900001", safe_to_call=Safe.NO, notes="old")
    mine = Details(name="A", phone="07700 900001", safe_to_call=Safe.YES, notes="mine")
    merged = merge(mine, theirs, marks(SEEN))
    assert merged.values.safe_to_call is Safe.NO
    assert merged.values.notes == "mine"
    assert (merged.taken, merged.contested) == (("safe_to_call",), ())


def test_what_both_changed_is_contested_and_mine_is_kept() -> None:
    """The form keeps my words; the page shows both."""
    theirs = Details(name="A", notes="theirs")
    mine = Details(name="A", notes="mine")
    merged = merge(mine, theirs, marks(Details(name="A", notes="old")))
    assert merged.values.notes == "mine"
    assert merged.contested == ("notes",)


def test_the_same_change_by_both_is_no_conflict() -> None:
    """Two people who wrote the same agree."""
    both = Details(name="A", notes="same")
    merged = merge(both, both, marks(SEEN))
    assert (merged.values, merged.taken, merged.contested) == (both, (), ())


def test_without_marks_everything_that_differs_is_contested() -> None:
    """A form whose marks were lost or tampered with takes nothing over silently."""
    merged = merge(Details(name="A"), Details(name="B"), {})
    assert merged.contested == ("name",)


def test_marks_survive_the_page() -> None:
    """They are plain JSON."""
    assert json.loads(json.dumps(marks(SEEN))) == marks(SEEN)


TEXT = st.sampled_from(["", "a", "b", "c"])
PEOPLE = st.builds(Details, name=TEXT, phone=TEXT, notes=TEXT, trusts=TEXT)


@given(seen=PEOPLE, mine=PEOPLE, theirs=PEOPLE)
def test_no_change_is_ever_lost_in_silence(seen: Details, mine: Details, theirs: Details) -> None:
    """Whatever either changed stands in the result, or is named as contested."""
    merged = merge(mine, theirs, marks(seen))
    for name in ("name", "phone", "notes", "trusts"):
        was, my, their = (getattr(each, name) for each in (seen, mine, theirs))
        now = getattr(merged.values, name)
        if my != was:
            assert now == my
        if their not in (was, now):
            assert name in merged.contested
        if my == was:
            assert now == their
