"""What is missing from a referral, with the reason; and by when it is decided."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.party.rules import Details, Safe
from app.marac.referral.rules import Agreement, Referred, Summary
from app.marac.triage.rules import Gap, add_working_days, due, gaps

MONDAY = date(2027, 3, 1)
VICTIM = Details(
    "Ann Other",
    date_of_birth=date(1990, 1, 1),
    safe_to_call=Safe.NO,
    must_not_be_told="Nobody but her sister may know",
    postcode="NB1 2CY",
)
WHOLE = Referred(
    VICTIM,
    Summary("He hit her.", wishes="To stay.", agrees=Agreement.YES, has_children=Agreement.NO),
    (Details("Bob Other"),),
)


def codes(
    told: Referred, *, assessed: bool = True, is_kept: bool = False, at: str = ""
) -> set[str]:
    """What is missing, by its codes."""
    found = gaps(told, assessed=assessed, is_kept=is_kept, districts=at)
    return {gap.code for gap in found}


def test_a_whole_referral_lacks_nothing() -> None:
    """Then the page says so."""
    assert codes(WHOLE) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"safe_to_call": Safe.NOT_KNOWN}, "safe_contact"),
        ({"must_not_be_told": " "}, "must_not_be_told"),
        ({"date_of_birth": None}, "date_of_birth"),
        ({"postcode": ""}, "postcode"),
        ({"language": "Tigrinya"}, "interpreter"),
    ],
)
def test_what_is_missing_about_the_victim(change: dict[str, object], code: str) -> None:
    """One thing left out is one line, with its reason."""
    told = replace(WHOLE, victim=replace(VICTIM, **change))  # type: ignore[arg-type]
    assert codes(told) == {code}


@pytest.mark.parametrize("language", ["", "English", " english "])
def test_english_needs_no_interpreter(language: str) -> None:
    """Nor does what nobody wrote down."""
    assert codes(replace(WHOLE, victim=replace(VICTIM, language=language))) == set()


def test_who_and_why_besides() -> None:
    """No perpetrator, no risk form, no wish, a postcode of elsewhere."""
    assert codes(replace(WHOLE, perpetrators=())) == {"perpetrator"}
    assert codes(WHOLE, assessed=False) == {"assessment"}
    assert codes(replace(WHOLE, summary=replace(WHOLE.summary, wishes=""))) == {"wishes"}
    assert codes(WHOLE, at="NB1 NB2") == set()
    assert codes(WHOLE, at="W3 W5") == {"elsewhere"}


@pytest.mark.parametrize(
    ("said", "named", "missing"),
    [
        (Agreement.NO, False, False),
        (Agreement.NOT_KNOWN, False, True),
        (Agreement.YES, False, True),
        (Agreement.YES, True, False),
        (Agreement.NOT_KNOWN, True, False),
    ],
)
def test_children_are_asked_about(said: Agreement, named: bool, missing: bool) -> None:
    """ "There are none" is an answer; silence is not."""
    children = (Details("Wren"),) if named else ()
    told = replace(WHOLE, summary=replace(WHOLE.summary, has_children=said), children=children)
    assert codes(told) == ({"children"} if missing else set())


def test_sharing_without_agreement_needs_every_step() -> None:
    """The four steps and the reason, each by its name; with agreement none of them."""
    steps = {
        "why_shared": "He has a knife.",
        "compatible_purpose": "Safeguarding",
        "legal_bases": ("care_act_2014",),
        "article_6": "public_task",
        "article_9": "substantial_public_interest",
    }
    whole = replace(WHOLE.summary, agrees=Agreement.NO, **steps)  # type: ignore[arg-type]
    assert codes(replace(WHOLE, summary=whole)) == set()
    for name in steps:
        lacking = replace(whole, **{name: () if name == "legal_bases" else ""})
        assert codes(replace(WHOLE, summary=lacking)) == {"steps"}
    unknown = replace(WHOLE.summary, agrees=Agreement.NOT_KNOWN)
    assert codes(replace(WHOLE, summary=unknown)) == {"agreement"}


def test_a_perpetrator_at_work_in_an_agency_is_kept_out_first() -> None:
    """Until it is kept from somebody, it is among the first lines."""
    told = replace(WHOLE, perpetrators=(Details("Bob", works_for="Police"),))
    assert codes(told) == {"works_for"}
    assert codes(told, is_kept=True) == set()


@given(st.booleans(), st.booleans(), st.sampled_from(Agreement), st.text(max_size=20))
def test_every_gap_says_why_and_none_speaks_of_a_score(
    assessed: bool, is_kept: bool, agrees: Agreement, language: str
) -> None:
    """Whatever is missing: a reason in words, no threshold and never a low risk."""
    told = Referred(Details("A", language=language), Summary("He hit her.", agrees=agrees))
    found: list[Gap] = gaps(told, assessed=assessed, is_kept=is_kept)
    assert len({gap.code for gap in found}) == len(found)
    for gap in found:
        words = f"{gap.what} {gap.why}".casefold()
        assert len(gap.why) > 20
        assert "threshold" not in words
        assert "low risk" not in words


@pytest.mark.parametrize(
    ("today", "text", "late"),
    [
        (MONDAY, "Due on Wednesday 3 March", False),
        (MONDAY + timedelta(1), "Due tomorrow", False),
        (MONDAY + timedelta(2), "Due today", False),
        (MONDAY + timedelta(3), "Overdue by 1 working day", True),
        (MONDAY + timedelta(4), "Overdue by 2 working days", True),
        (MONDAY + timedelta(7), "Overdue by 3 working days", True),
    ],
)
def test_the_clock_of_a_referral(today: date, text: str, late: bool) -> None:
    """Two working days from a Monday end on Wednesday."""
    found = due(MONDAY, today, 2)
    assert (found.text, found.late) == (text, late)


def test_weekends_do_not_count_and_urgent_is_today() -> None:
    """What comes in on a Friday is due on Tuesday; what cannot wait, on Friday."""
    friday = date(2027, 3, 5)
    assert due(friday, friday, 2).text == "Due on Tuesday 9 March"
    assert due(friday, friday, 2, urgent=True).today
    assert due(friday, friday + timedelta(1), 2, urgent=True).text == "Overdue since Friday"


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 10))
def test_a_day_due_is_a_working_day(day: date, days: int) -> None:
    """Never a Saturday or Sunday, and never before the day it came in."""
    by = add_working_days(day, days)
    assert by.weekday() < 5
    assert by > day
